import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { Account } from '../account.ts';
import { hasPayment } from '../checks.ts';
import type { Party } from '../parties.ts';
import type { PaymentMethod } from '../payments/payment-methods.ts';
import { type Rejection, reject } from '../rejections.ts';
import type { Timeline } from '../timeline.ts';

/** Money that was announced before it was there: an authorisation of a card, a transfer under way. Kept after it is resolved. */
export interface PendingPayment {
  readonly paymentId: string;
  readonly party: Party;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** All of it, until it was settled or failed. */
  readonly pending: Timeline;
  readonly resolved: { readonly on: CalendarDate; readonly by: 'SETTLEMENT' | 'FAILURE' } | undefined;
}

export function pendingPaymentAt(account: Account, paymentId: string): PendingPayment {
  const pended = account.pendingPayments.get(paymentId);
  if (pended === undefined) throw new Error('the state of the account lacks the pending payment that an entry names');
  return pended;
}

/** What settles or fails names any payment; one that never was pending is refused for its state. */
export function unknownPended(account: Account, paymentId: string): Rejection | undefined {
  return hasPayment(account, paymentId) ? undefined : reject('PAYMENT_UNKNOWN', {}, 'paymentId');
}

/** A payment is settled or fails once. */
export function notPending(account: Account, paymentId: string): Rejection | undefined {
  const pended = account.pendingPayments.get(paymentId);
  if (pended === undefined) return reject('NOT_PENDING', {}, 'paymentId');
  const { resolved } = pended;
  return resolved && reject('PENDING_ALREADY_RESOLVED', { resolvedOn: resolved.on }, 'paymentId');
}
