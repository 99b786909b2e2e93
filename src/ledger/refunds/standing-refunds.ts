import type { CalendarDate } from '#money/calendar-date.ts';
import { type Money, subtract } from '#money/money.ts';
import {
  type Account,
  type DroppedAllocation,
  isSameSource,
  type Payment,
  type Source,
  type SourceName,
} from '../account.ts';
import type { PaymentMethod } from '../payments/payment-methods.ts';

/** Money that went back to who had paid it. */
export interface Refund {
  readonly refundId: string;
  readonly source: SourceName;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** What it took from allocations, which its reversal restores. */
  readonly reopened: readonly DroppedAllocation[];
  readonly reversedOn: CalendarDate | undefined;
}

/** What the bank takes when it takes the payment: all that did not go back to the payer. */
export function leftAfterRefunds({ amount, refunded }: Payment): Money {
  return subtract(amount, refunded);
}

/** The refunds of a payment or credit that were not taken back. */
export function standingRefunds(account: Account, { source }: Source): readonly Refund[] {
  return [...account.refunds.values()].filter(
    (refund) => refund.reversedOn === undefined && isSameSource(refund.source, source),
  );
}

export function refundAt(account: Account, refundId: string): Refund {
  const refund = account.refunds.get(refundId);
  if (refund === undefined) throw new Error('the state of the account lacks the refund that an entry names');
  return refund;
}
