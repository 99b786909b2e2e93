import type { CalendarDate } from '#money/calendar-date.ts';
import { type Money, zero } from '#money/money.ts';
import { type Account, paymentSource } from '../account.ts';
import { withUnapplied } from '../account-changes.ts';
import type { Party } from '../parties.ts';
import { emptyTimeline } from '../timeline.ts';

interface BegunPayment {
  readonly paymentId: string;
  readonly party: Party;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
}

/** Money that is there, received or settled: all of it is unapplied from its day on. */
export function withPayment(account: Account, { paymentId, party, effectiveDate, amount }: BegunPayment): Account {
  const { currency } = amount;
  const payment = {
    source: paymentSource(paymentId),
    paymentId,
    party,
    effectiveDate,
    amount,
    unapplied: emptyTimeline(currency),
    allocations: [],
    reversedOn: undefined,
    dropped: [],
    settledOn: effectiveDate,
    refunded: zero(currency),
    recharge: undefined,
  };
  const begun = {
    ...account,
    payments: account.payments.set(paymentId, payment),
    sequence: account.sequence + 1,
  };
  return withUnapplied(begun, payment, effectiveDate, amount);
}
