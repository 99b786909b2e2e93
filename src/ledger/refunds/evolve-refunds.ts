import { add, fromMinorText, negate, subtract } from '#money/money.ts';
import { type Account, allocationAt, creditAt, paymentAt, sourceAt } from '../account.ts';
import { withReopened, withUnapplied } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import type { RefundFact } from './refund-events.ts';
import { refundAt } from './standing-refunds.ts';

export function evolveRefunds(account: Account, fact: RefundFact): Account {
  switch (fact.type) {
    case 'PaymentRefunded':
      return paymentRefunded(account, fact);
    case 'CreditRefunded':
      return creditRefunded(account, fact);
    case 'RefundReversed':
      return refundReversed(account, fact);
    default:
      return assertNever(fact);
  }
}

function paymentRefunded(account: Account, fact: FactOf<'PaymentRefunded'>): Account {
  const { refundId, paymentId, currency, method } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
  const reopened = fact.data.reopened.map((line) => {
    const { itemKey } = allocationAt(account, line.allocation);
    return { allocation: line.allocation, itemKey, amount: fromMinorText(line.amount, currency) };
  });
  const { source } = paymentAt(account, paymentId);
  const refund = { refundId, source, effectiveDate, amount, method, reopened, reversedOn: undefined };
  const opened = reopened.reduce(
    (state, part) => withReopened(state, allocationAt(state, part.allocation), effectiveDate, part.amount),
    { ...account, refunds: account.refunds.set(refundId, refund) },
  );
  const payment = paymentAt(opened, paymentId);
  const refunded = { ...payment, refunded: add(payment.refunded, amount) };
  return withUnapplied(opened, refunded, effectiveDate, negate(fromMinorText(fact.data.fromUnapplied, currency)));
}

function creditRefunded(account: Account, fact: FactOf<'CreditRefunded'>): Account {
  const { refundId, creditId, currency, method } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
  const credit = creditAt(account, creditId);
  const refund = {
    refundId,
    source: credit.source,
    effectiveDate,
    amount,
    method,
    reopened: [],
    reversedOn: undefined,
  };
  const recorded = { ...account, refunds: account.refunds.set(refundId, refund) };
  const refunded = { ...credit, refunded: add(credit.refunded, amount) };
  return withUnapplied(recorded, refunded, effectiveDate, negate(amount));
}

function refundReversed(account: Account, fact: FactOf<'RefundReversed'>): Account {
  const { refundId, currency } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const refund = { ...refundAt(account, refundId), reversedOn: fact.effectiveDate };
  const reversed = { ...account, refunds: account.refunds.set(refundId, refund) };
  const source = sourceAt(reversed, refund.source);
  const back = { ...source, refunded: subtract(source.refunded, amount) };
  return withUnapplied(reversed, back, fact.effectiveDate, amount);
}
