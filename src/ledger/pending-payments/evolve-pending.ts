import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, negate } from '#money/money.ts';
import type { Account } from '../account.ts';
import { withPending, withTurnover } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { withPayment } from '../payments/begun-payment.ts';
import { emptyTimeline } from '../timeline.ts';
import type { PendingFact } from './pending-events.ts';
import { type PendingPayment, pendingPaymentAt } from './pending-payment.ts';

export function evolvePending(account: Account, fact: PendingFact): Account {
  switch (fact.type) {
    case 'PaymentPended':
      return paymentPended(account, fact);
    case 'PaymentSettled':
      return paymentSettled(account, fact);
    case 'PaymentFailed':
      return withResolved(account, pendingPaymentAt(account, fact.data.paymentId), 'FAILURE', fact.effectiveDate);
    default:
      return assertNever(fact);
  }
}

/** It counts towards the turnover from here on, because what is pending is a figure too; its settlement adds nothing. */
function paymentPended(account: Account, { effectiveDate, data }: FactOf<'PaymentPended'>): Account {
  const { paymentId, payer, currency, method } = data;
  const amount = fromMinorText(data.amount, currency);
  const pended = {
    paymentId,
    party: payer,
    effectiveDate,
    amount,
    method,
    pending: emptyTimeline(currency),
    resolved: undefined,
  };
  return withPending({ ...account, totals: withTurnover(account, amount) }, pended, effectiveDate, amount);
}

/** From here on it is a payment like any other, which began on the day of its settlement. */
function paymentSettled(account: Account, { effectiveDate, data }: FactOf<'PaymentSettled'>): Account {
  const { paymentId, currency } = data;
  const pended = pendingPaymentAt(account, paymentId);
  const resolved = withResolved(account, pended, 'SETTLEMENT', effectiveDate);
  const amount = fromMinorText(data.amount, currency);
  return withPayment(resolved, { paymentId, party: pended.party, method: pended.method, effectiveDate, amount });
}

function withResolved(
  account: Account,
  pended: PendingPayment,
  by: NonNullable<PendingPayment['resolved']>['by'],
  on: CalendarDate,
): Account {
  return withPending(account, { ...pended, resolved: { on, by } }, on, negate(pended.amount));
}
