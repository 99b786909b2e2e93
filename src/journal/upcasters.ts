/**
 * How what was written by an older version of the code is read: step by step, each from one version of an
 * event to the next. Nothing in the journal is ever rewritten.
 *
 * A step gets the body as the version before it was stored and gives the body of the version after it; the
 * codec proves both against their shapes. Add a step in the same commit as the new version.
 */
type Upcaster = (body: StoredBody) => StoredBody;

/** A body after JSON.parse: see codec.ts for what is in it. */
export type StoredBody = Readonly<Record<string, unknown>>;

/** Event name -> the version a step starts from -> the step. */
export type Ladder = Readonly<Record<string, Readonly<Record<number, Upcaster>>>>;

/** The version after it allows more and asks for nothing more: what was stored is read as it is. */
const asStored: Upcaster = (body) => body;

/** The ledger's own. */
export const upcasters: Ladder = {
  ChargePosted: { 1: asStored, 2: asStored },
  ChargeAdjusted: { 1: asStored, 2: asStored },
  AllocationReleased: { 1: asStored, 2: asStored },
  PaymentReversed: { 1: asStored, 2: asStored },
  PaymentReinstated: { 1: asStored, 2: asStored },
  PeriodClosed: { 1: asStored },
  AccountOpened: { 1: asStored },
  PaymentReceived: { 1: asStored },
  PaymentSettled: { 1: asStored },
  PaymentApplied: { 1: asStored },
  PaymentUnapplied: { 1: asStored },
  ChargeVoided: { 1: asStored },
  CreditIssued: { 1: asStored },
  CreditApplied: { 1: asStored },
  CreditUnapplied: { 1: asStored },
  CreditReleased: { 1: asStored },
  CreditVoided: { 1: asStored },
  PaymentRefunded: { 1: asStored },
  CreditRefunded: { 1: asStored },
  RefundReversed: { 1: asStored },
  ResponsibilityTransferred: { 1: asStored },
  LateFeeAssessed: { 1: asStored },
  LateFeeWaived: { 1: asStored },
  LateFeeReinstated: { 1: asStored },
  WrittenOff: { 1: asStored },
  WriteOffReversed: { 1: asStored },
  BadDebtRecovered: { 1: asStored },
  RecoveryReversed: { 1: asStored },
  RecoveryReinstated: { 1: asStored },
};

/** The body at version `to`. Throws where a step is missing: an old entry that nobody can read is a bug. */
export function climb(ladder: Ladder, type: string, from: number, to: number, body: StoredBody): StoredBody {
  let climbed = body;
  for (let version = from; version < to; version += 1) {
    const step = ladder[type]?.[version];
    if (step === undefined) throw new Error(`No upcaster reads ${type} from version ${version}`);
    climbed = step(climbed);
  }
  return climbed;
}
