import type { EventType } from '#ledger/events.ts';

/** What a line on UnappliedCash or UnappliedCredits is: the classes add up to what is unapplied (INV-09). */
export type UnappliedClass =
  /** Money that came, by a receipt too. */
  | 'RECEIVED'
  /** Value granted without money, and taken back. */
  | 'GRANTED'
  /** Allocations made and taken back. */
  | 'APPLIED'
  /** What a bank took back, what came again, and what went back to its receipt. */
  | 'REVERSED'
  /** What went back to whom it came from. */
  | 'REFUNDED'
  /** To another account, from it, or back. */
  | 'TRANSFERRED';

/** Undefined where entries of the type post nothing to either. */
export const unappliedClasses: { readonly [Type in EventType]?: UnappliedClass } = {
  PaymentReceived: 'RECEIVED',
  PaymentSettled: 'RECEIVED',
  PaymentIdentified: 'RECEIVED',
  PaymentApplied: 'APPLIED',
  PaymentUnapplied: 'APPLIED',
  AllocationReleased: 'APPLIED',
  CreditApplied: 'APPLIED',
  CreditUnapplied: 'APPLIED',
  CreditReleased: 'APPLIED',
  CreditIssued: 'GRANTED',
  CreditVoided: 'GRANTED',
  PaymentReversed: 'REVERSED',
  PaymentUnidentified: 'REVERSED',
  PaymentReinstated: 'REVERSED',
  PaymentRefunded: 'REFUNDED',
  CreditRefunded: 'REFUNDED',
  RefundReversed: 'REFUNDED',
  BalanceTransferredOut: 'TRANSFERRED',
  BalanceTransferredIn: 'TRANSFERRED',
  BalanceTransferReturned: 'TRANSFERRED',
};
