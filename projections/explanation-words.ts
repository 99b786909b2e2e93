import { assertNever } from '#ledger/assert-never.ts';
import type { ChargeCategory } from '#ledger/charge-kinds.ts';
import type { EventType } from '#ledger/events.ts';
import type { PostingLine } from '#ledger/posting-rules.ts';
import type { BookEntry } from './book-entry.ts';

interface Words {
  /** What a fact did to a charge. */
  readonly charge?: string;
  /** What it did to a payment or credit. */
  readonly source?: string;
}

const sentOn = 'transferred to another account';
const sentBack = 'come back from another account';
const notTaken = 'come back from a transfer that was refused';
const goneBack = 'gone back, being somebody else’s';

/** As a biller says it to the person who asks. Amounts stand before them, without a sign: the word says which way. */
const wordsOfTypes: { readonly [Type in EventType]: Words } = {
  LedgerOpened: {},
  ReasonListPublished: {},
  CalendarExtended: {},
  PeriodClosing: {},
  PeriodFenced: {},
  PeriodClosed: {},
  PeriodReopened: {},
  AccountOpened: {},
  AccountClosed: {},
  AccountReopened: {},
  ChargePosted: { charge: 'charged' },
  ChargeAdjusted: { charge: 'adjusted off' },
  ChargeVoided: { charge: 'voided' },
  PaymentReceived: { source: 'received' },
  PaymentPended: {},
  PaymentSettled: { source: 'received' },
  PaymentFailed: {},
  PaymentApplied: { charge: 'paid', source: 'applied' },
  PaymentUnapplied: { charge: 'un-applied', source: 'applied' },
  AllocationReleased: { charge: 'released to unapplied', source: 'applied' },
  PaymentReversed: { source: 'reversed' },
  PaymentReinstated: { source: 'reinstated' },
  CreditIssued: { source: 'granted' },
  CreditApplied: { charge: 'covered by credits', source: 'applied' },
  CreditUnapplied: { charge: 'un-applied', source: 'applied' },
  CreditReleased: { charge: 'released to unapplied', source: 'applied' },
  CreditVoided: { source: 'voided' },
  PaymentRefunded: { charge: 'refunded', source: 'refunded' },
  CreditRefunded: { source: 'paid out' },
  RefundReversed: { source: 'come back from a refund' },
  ResponsibilityTransferred: { charge: 'moved between parties' },
  BalanceTransferredOut: { charge: sentOn, source: sentOn },
  BalanceTransferredIn: { charge: 'come from another account', source: 'come from another account' },
  BalanceTransferReturned: { charge: notTaken, source: notTaken },
  BalanceTransferCompleted: {},
  BalanceTransferRefused: {},
  ReceiptRecorded: {},
  ReceiptIdentified: {},
  ReceiptPartArrived: {},
  ReceiptPartReturned: {},
  ReceiptReturned: {},
  ReceiptReversed: {},
  ReceiptReversalCompleted: {},
  PaymentIdentified: { source: 'received' },
  ReceiptPartRefused: {},
  PaymentUnidentified: { source: goneBack },
  LateFeeAssessed: { charge: 'charged' },
  LateFeeWaived: { charge: 'waived' },
  LateFeeReinstated: { charge: 'no longer waived' },
  LateFeeRunBegun: {},
  LateFeeRunEnded: {},
  LateFeesRun: {},
  WrittenOff: { charge: 'written off' },
  WriteOffReversed: { charge: 'owed again after a write-off' },
  BadDebtRecovered: {},
  RecoveryReversed: {},
  RecoveryReinstated: {},
  HoldPlaced: {},
  HoldReleased: {},
  DisputeOpened: {},
  DisputeResolved: {},
  ReceivablesRevalued: {},
  PromiseRecorded: {},
  PromiseCancelled: {},
  PaymentPlanAgreed: { charge: 're-dated by a plan' },
  PaymentPlanRevised: { charge: 're-dated by a plan' },
  PaymentPlanBroken: { charge: 're-dated by a plan' },
  PaymentPlanCompleted: {},
};

/** What a line did to the charge it is of. */
export function wordForCharge(entry: BookEntry, { side }: PostingLine): string {
  switch (entry.type) {
    case 'ChargeAdjusted':
      if (entry.data.shortfallOf !== undefined)
        return side === 'CREDIT' ? 'given up with a payment' : 'no longer given up with a payment';
      return side === 'CREDIT' ? 'adjusted off' : 'adjusted up';
    case 'PaymentApplied':
      return entry.data.allocations.some(({ restores }) => restores !== undefined) ? 'paid again' : 'paid';
    case 'AllocationReleased':
      return entry.data.cause === 'REVERSAL' ? 'lost with a reversed payment' : 'released to unapplied';
    case 'CreditReleased':
      return entry.data.cause === 'CREDIT_VOID' ? 'lost with a voided credit' : 'released to unapplied';
    case 'BalanceTransferredIn':
      return entry.data.returns === undefined ? known(wordsOfTypes[entry.type].charge, entry) : sentBack;
    default:
      return known(wordsOfTypes[entry.type].charge, entry);
  }
}

/** What a line did to the payment or credit it is of. */
export function wordForSource(entry: BookEntry, { side }: PostingLine): string {
  if (entry.type === 'PaymentRefunded' && side === 'CREDIT') return 'applied';
  if (entry.type === 'BalanceTransferredIn' && entry.data.returns !== undefined) return sentBack;
  return known(wordsOfTypes[entry.type].source, entry);
}

function known(word: string | undefined, { type }: BookEntry): string {
  if (word === undefined) throw new Error(`there is no word for what a ${type} posts`);
  return word;
}

/** What a charge is called, and in brackets where it comes from if nobody would guess. */
export function nameOfCharge(entry: BookEntry): { readonly name: string; readonly because?: string } {
  if (entry.type === 'LateFeeAssessed') return { name: namesOfCategories[entry.data.category] };
  if (entry.type === 'BalanceTransferredIn' && entry.data.what.kind === 'CHARGE') {
    const { what, fromAccountId } = entry.data;
    return { name: namesOfCategories[what.category], because: `came from account ${fromAccountId}` };
  }
  if (entry.type !== 'ChargePosted') return { name: 'Charge' };
  const { category, origin, rechargeOf } = entry.data;
  const name = namesOfCategories[category];
  switch (origin) {
    case 'ORIGINAL':
      return { name };
    case 'OPENING':
      return { name, because: 'taken over from earlier books' };
    case 'RECHARGE':
      return { name, because: `payment ${rechargeOf} was refunded and then reversed` };
    default:
      return assertNever(origin);
  }
}

const namesOfCategories: { readonly [Category in ChargeCategory]: string } = {
  SERVICE: 'Charge',
  OTHER: 'Charge',
  LATE_FEE: 'Late fee',
  INTEREST: 'Interest',
};

/** What became of something of which nothing is left: the words that tell, and how much of it they moved. */
export interface Fate {
  readonly text: string;
  /** None: whatever no other fate has met. */
  readonly words: readonly string[];
}

/** In the order in which they are asked. */
export const fatesOfCharges: readonly Fate[] = [
  { text: 'Charges voided, as if never posted', words: ['voided'] },
  { text: 'Charges written off as bad debt, whole or in part', words: ['written off', 'owed again after a write-off'] },
  {
    text: 'Charges transferred to another account, whole or in part',
    words: [sentOn, sentBack, notTaken],
  },
  { text: 'Charges settled', words: [] },
];

export const fatesOfSources: readonly Fate[] = [
  { text: 'Payments reversed', words: ['reversed', 'reinstated'] },
  { text: 'Credits voided', words: ['voided'] },
  {
    text: 'Payments and credits refunded, whole or in part',
    words: ['refunded', 'paid out', 'come back from a refund'],
  },
  {
    text: 'Payments and credits transferred to another account, whole or in part',
    words: [sentOn, sentBack, notTaken],
  },
  { text: 'Payments gone back to their receipts, being somebody else’s', words: [goneBack] },
  { text: 'Payments and credits used up', words: [] },
];
