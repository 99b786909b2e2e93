import type { HistoryReport } from './history.ts';

/**
 * How often 2,000 histories must come to each situation: a random test that never gets where the rules are hard proves
 * nothing. Refusals are named by their codes, commands by `accepted:`.
 */
const floors: Readonly<Record<string, number>> = {
  'a back-dated adjustment of a paid item': 80,
  'a release waits for the day of its allocation': 60,
  'releases from several payments': 20,
  'a reduction takes from several items': 20,
  'an older allocation gives way beside a part of a newer one': 12,
  'an adjustment is undone': 150,
  'a tax part changes pro rata': 150,
  'a paid fee is waived': 60,
  'a waiver is refused because of a past day': 8,
  NSF: 300,
  'a payment with several allocations is reversed': 100,
  'a reversal is refused because of a past day': 20,
  'a reinstated payment is reversed again': 10,
  'a reinstatement restores everything': 80,
  'a payment is reinstated after its item was paid again': 30,
  'a waiver is taken back': 20,
  WAIVER_UNKNOWN: 1,
  'an account is closed': 5,
  'an account is reopened': 2,
  'several credits are applied, oldest first': 20,
  'an applied credit is voided': 40,
  'bad debt is written off': 150,
  'a write-off is reversed': 40,
  'bad debt is recovered': 40,
  'a recovery is reversed': 10,
  'a recovery is reinstated': 2,
  'a payment crosses to an item of another party': 400,
  'a payment is spread pro rata': 80,
  'a payment placed SMALLEST_FIRST': 60,
  'a payment placed BY_PARTY': 40,
  'a payment placed BY_PRIORITY': 60,
  'more is paid than is open': 200,
  'an allocation waits for the start of its item': 200,
  'a part of an allocation is un-applied': 40,
  'a partly paid item changes its party': 40,
  'an opening item keeps its old date': 70,
  'a back-dated command is refused': 100,
  'a repeated command is answered again': 300,
  'a dry run records nothing': 300,
  'a lost answer is given again': 200,
  'an unknown outcome is resolved by sending again': 5,
  'a crash is survived': 300,
  CRASH_BEFORE: 200,
  CRASH_AFTER: 200,
  DONE_BUT_UNKNOWN: 300,
  NOT_DONE_AND_UNKNOWN: 300,
  UNAVAILABLE: 300,
  ...evenly(3, [
    'IDEMPOTENCY_CONFLICT',
    'INPUT_INVALID',
    'AMOUNT_SCALE',
    'AMOUNT_NOT_POSITIVE',
    'AMOUNT_NEGATIVE',
    'AMOUNT_ZERO',
    'ITEMS_DO_NOT_SUM',
    'TAX_EXCEEDS_AMOUNT',
    'LINES_EXCEED_AMOUNT',
    'ACCOUNT_UNKNOWN',
    'CHARGE_UNKNOWN',
    'ITEM_UNKNOWN',
    'PAYMENT_UNKNOWN',
    'ADJUSTMENT_UNKNOWN',
    'DUPLICATE_ID',
    'CURRENCY_MISMATCH',
    'FOREIGN_CURRENCY',
    'REASON_REQUIRED',
    'REASON_UNKNOWN',
    'BEFORE_LEDGER_OPENING',
    'ACCOUNT_ALREADY_OPEN',
    'CATEGORY_NOT_POSTABLE',
    'ITEM_REQUIRED',
    'SAME_PARTY',
    'NOT_A_FEE',
    'FEE_ON_FEE',
    'FEE_PARTY_NOT_STATED',
    'FEE_ALREADY_ASSESSED',
    'ALREADY_REVERSED',
    'NOT_REVERSED',
    'OPPOSITE_EXPECTED',
    'EFFECTIVE_BEFORE_ORIGINAL',
    'INSUFFICIENT_FUNDS',
    'NOT_ALLOCATED',
    'NOTHING_TO_APPLY',
    'OVER_ALLOCATION',
    'EXCEEDS_OPEN',
    'EXCEEDS_ADJUSTABLE',
    'EXCEEDS_TAX',
    'EXCEEDS_FEE',
    'BACKDATE_CONFLICT',
    'WRITE_OFF_UNKNOWN',
    'ACCOUNT_CLOSED',
    'ACCOUNT_NOT_CLOSED',
    'ACCOUNT_NOT_EMPTY',
    'CREDIT_UNKNOWN',
    'INSUFFICIENT_CREDIT',
    'NO_CREDIT_AVAILABLE',
    'PAYMENT_IS_RECOVERY',
    'EXCEEDS_RECOVERABLE',
    'CONDITION_FAILED',
  ]),
  ...evenly(80, [
    'accepted: PostCharge',
    'accepted: AdjustCharge',
    'accepted: ReceivePayment',
    'accepted: ApplyPayment',
    'accepted: UnapplyPayment',
    'accepted: ReversePayment',
    'accepted: ReinstatePayment',
    'accepted: TransferResponsibility',
    'accepted: AssessLateFee',
    'accepted: WaiveLateFee',
    'accepted: WriteOff',
    'accepted: IssueCredit',
    'accepted: ApplyCredit',
  ]),
};

function evenly(floor: number, names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, floor]));
}

export type Tally = Map<string, number>;

export function addTo(tally: Tally, { reached }: Pick<HistoryReport, 'reached'>): void {
  for (const [name, count] of reached) tally.set(name, (tally.get(name) ?? 0) + count);
}

/** The situations that were reached too rarely, for a number of histories: the floors are those of 2,000. */
export function tooRare(tally: Tally, histories: number): readonly string[] {
  return Object.entries(floors).flatMap(([name, floor]) => {
    const least = Math.floor((floor * histories) / 2_000);
    const count = tally.get(name) ?? 0;
    return count < least ? [`${name}: ${count} times, at least ${least} expected`] : [];
  });
}
