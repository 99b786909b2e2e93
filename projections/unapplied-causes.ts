import type { EventType } from '#ledger/events.ts';

/** Why money of a payment is unapplied: what made it so last. */
export const unappliedCauses = {
  PaymentReceived: 'NOT_APPLIED',
  PaymentSettled: 'NOT_APPLIED',
  /** It came by a receipt, and was not applied when it was identified. */
  PaymentIdentified: 'IDENTIFIED',
  PaymentUnapplied: 'UNAPPLIED',
  /** An adjustment, a waiver or a reversal left no place for it. */
  AllocationReleased: 'RELEASED',
  PaymentReinstated: 'REINSTATED',
  RefundReversed: 'REFUND_REVERSED',
  BalanceTransferredIn: 'TRANSFERRED',
  BalanceTransferReturned: 'TRANSFERRED',
} as const satisfies { readonly [Type in EventType]?: string };

export type UnappliedCause = (typeof unappliedCauses)[keyof typeof unappliedCauses];

export const unappliedCauseNames: readonly UnappliedCause[] = [...new Set(Object.values(unappliedCauses))];
