import type { CalendarDate } from '#money/calendar-date.ts';
import { type Money, zero } from '#money/money.ts';
import { type Account, paymentSource } from '../account.ts';
import { withUnapplied } from '../account-changes.ts';
import type { Party } from '../parties.ts';
import type { ReceiptPartName } from '../receipts/receipt.ts';
import { emptyTimeline } from '../timeline.ts';
import type { Origin } from '../transfers/balance-transfer.ts';
import type { PaymentMethod } from './payment-methods.ts';

interface BegunPayment {
  readonly paymentId: string;
  readonly party: Party;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** Where it was before, if it came from another account. */
  readonly cameFrom?: Origin | undefined;
  /** The part of a receipt that it is, if it came by one. */
  readonly receipt?: ReceiptPartName | undefined;
}

/** Money that is there, received, settled or from another account: all of it is unapplied from its day on. */
export function withPayment(account: Account, begun: BegunPayment): Account {
  const { paymentId, party, effectiveDate, amount, method, cameFrom, receipt } = begun;
  const { currency } = amount;
  const payment = {
    source: paymentSource(paymentId),
    paymentId,
    party,
    effectiveDate,
    amount,
    method,
    unapplied: emptyTimeline(currency),
    allocations: [],
    reversedOn: undefined,
    dropped: [],
    settledOn: effectiveDate,
    refunded: zero(currency),
    transferred: zero(currency),
    cameFrom,
    recharge: undefined,
    receipt,
  };
  const received = {
    ...account,
    payments: account.payments.set(paymentId, payment),
    sequence: account.sequence + 1,
  };
  return withUnapplied(received, payment, effectiveDate, amount);
}
