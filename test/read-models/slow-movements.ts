import { accountOfStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import type { EventData } from '#ledger/events.ts';
import { type Party, payerIdOf } from '#ledger/parties.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { SlowBook } from './slow-fold.ts';

/** What a fact says of a figure that is no balance: how much, of whom, from which day on. Read off the facts, not off postings. */
export interface SlowMovement {
  readonly figure: 'CHARGED' | 'ADJUSTED' | 'WRITTEN_OFF' | 'RECOVERED' | 'REFUNDED' | 'PENDING';
  readonly accountId: string;
  readonly date: CalendarDate;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly reasonCode: string | undefined;
  readonly amount: bigint;
}

interface Part {
  readonly figure: SlowMovement['figure'];
  readonly party: Party;
  readonly amount: bigint;
  /** Where it is not the entry's. */
  readonly reasonCode?: string | undefined;
}

/** Everything recorded up to the position. */
export function slowMovements(entries: readonly Entry[], ordinal: number, book: SlowBook): readonly SlowMovement[] {
  const payers = new Map<string, Party>();
  const posted = new Map<string, Part[]>();
  return entries.flatMap((entry) => {
    const accountId = accountOfStream(entry.ledgerId, entry.stream);
    if (accountId === undefined || entry.ordinal > ordinal) return [];
    const { effectiveDate: date } = entry;
    const partyOf = (chargeId: string, item: number): Party => {
      const known = book.accounts.get(accountId)?.items.get(`${chargeId}#${item}`);
      if (known === undefined) throw new Error('an item is not there');
      return known.party;
    };
    const payerOf = (paymentId: string): Party => {
      const known = payers.get(`${accountId}/${paymentId}`);
      if (known === undefined) throw new Error('a payment is not there');
      return known;
    };
    if (entry.type === 'BadDebtRecovered' || entry.type === 'PaymentReceived' || entry.type === 'PaymentPended') {
      payers.set(`${accountId}/${entry.data.paymentId}`, entry.data.payer);
    }
    if (entry.type === 'BalanceTransferredIn') notePayer(payers, accountId, entry.data.what);
    if (entry.type === 'ChargePosted') {
      posted.set(`${accountId}/${entry.data.chargeId}`, [...partsOf(entry, partyOf, payerOf, [])]);
    }
    if (entry.type === 'CreditIssued') payers.set(`${accountId}/${entry.data.creditId}#credit`, entry.data.party);
    const charged = entry.type === 'ChargeVoided' ? (posted.get(`${accountId}/${entry.data.chargeId}`) ?? []) : [];
    return partsOf(entry, partyOf, payerOf, charged).map(
      ({ figure, party, amount, reasonCode = entry.reasonCode }) => ({
        figure,
        accountId,
        date,
        partyClass: party.partyClass,
        payerId: payerIdOf(party),
        reasonCode,
        amount,
      }),
    );
  });
}

function notePayer(
  payers: Map<string, Party>,
  accountId: string,
  what: EventData<'BalanceTransferredIn'>['what'],
): void {
  if (what.kind === 'PAYMENT') payers.set(`${accountId}/${what.paymentId}`, what.payer);
  if (what.kind === 'CREDIT') payers.set(`${accountId}/${what.creditId}#credit`, what.party);
}

function partsOf(
  entry: Entry,
  partyOf: (chargeId: string, item: number) => Party,
  payerOf: (paymentId: string) => Party,
  /** Of a void: what its charge was posted with. */
  charged: readonly Part[],
): readonly Part[] {
  switch (entry.type) {
    case 'ChargePosted':
      if (entry.data.origin === 'RECHARGE') return [];
      return entry.data.items.map(({ party, amount }) => ({ figure: 'CHARGED', party, amount: BigInt(amount) }));
    case 'LateFeeAssessed':
      return [{ figure: 'CHARGED', party: entry.data.party, amount: BigInt(entry.data.amount) }];
    case 'ChargeAdjusted':
      return entry.data.items.map(({ item, amount }) => ({
        figure: 'ADJUSTED',
        party: partyOf(entry.data.chargeId, item),
        amount: BigInt(amount),
      }));
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
      return entry.data.items.map(({ item, amount }) => ({
        figure: 'ADJUSTED',
        party: partyOf(entry.data.chargeId, item),
        amount: entry.type === 'LateFeeWaived' ? -BigInt(amount) : BigInt(amount),
      }));
    case 'ChargeVoided':
      return voided(entry.data, partyOf, charged);
    case 'WrittenOff':
    case 'WriteOffReversed':
      return entry.data.items.map(({ item, amount }) => ({
        figure: 'WRITTEN_OFF',
        party: partyOf(entry.data.chargeId, item),
        amount: entry.type === 'WrittenOff' ? BigInt(amount) : -BigInt(amount),
      }));
    case 'BadDebtRecovered':
      return [{ figure: 'RECOVERED', party: entry.data.payer, amount: BigInt(entry.data.amount) }];
    case 'RecoveryReversed':
      return [{ figure: 'RECOVERED', party: payerOf(entry.data.paymentId), amount: -BigInt(entry.data.amount) }];
    case 'RecoveryReinstated':
      return [{ figure: 'RECOVERED', party: payerOf(entry.data.paymentId), amount: BigInt(entry.data.amount) }];
    case 'PaymentRefunded':
      return [{ figure: 'REFUNDED', party: payerOf(entry.data.paymentId), amount: BigInt(entry.data.amount) }];
    case 'CreditRefunded':
      return [
        { figure: 'REFUNDED', party: payerOf(`${entry.data.creditId}#credit`), amount: BigInt(entry.data.amount) },
      ];
    case 'RefundReversed': {
      const { paymentId, creditId, amount } = entry.data;
      return [{ figure: 'REFUNDED', party: payerOf(paymentId ?? `${creditId}#credit`), amount: -BigInt(amount) }];
    }
    default:
      return pendingParts(entry, payerOf);
  }
}

function pendingParts(entry: Entry, payerOf: (paymentId: string) => Party): readonly Part[] {
  switch (entry.type) {
    case 'PaymentPended':
      return [{ figure: 'PENDING', party: entry.data.payer, amount: BigInt(entry.data.amount) }];
    case 'PaymentSettled': {
      const { paymentId, amount, lapsed = '0' } = entry.data;
      return [{ figure: 'PENDING', party: payerOf(paymentId), amount: -BigInt(amount) - BigInt(lapsed) }];
    }
    case 'PaymentFailed':
      return [{ figure: 'PENDING', party: payerOf(entry.data.paymentId), amount: -BigInt(entry.data.amount) }];
    default:
      return [];
  }
}

/** The adjustments go back under their own reasons, and the charge from whom it was charged to, whoever owed it since. */
function voided(
  { chargeId, adjustments }: EventData<'ChargeVoided'>,
  partyOf: (chargeId: string, item: number) => Party,
  charged: readonly Part[],
): readonly Part[] {
  const fallen = adjustments.flatMap(({ reasonCode, items }) =>
    items.map(({ item, amount }): Part => {
      return { figure: 'ADJUSTED', party: partyOf(chargeId, item), amount: -BigInt(amount), reasonCode };
    }),
  );
  return [...charged.map((part) => ({ ...part, amount: -part.amount, reasonCode: undefined })), ...fallen];
}
