import { fromMinorText, negate } from '#money/money.ts';
import { type Account, paymentAt } from '../account.ts';
import { withTurnover, withUnapplied } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { withPayment } from './begun-payment.ts';

/** Money that came, was taken back, and came again. */
export function evolvePayment(
  account: Account,
  fact: FactOf<'PaymentReceived' | 'PaymentReversed' | 'PaymentReinstated'>,
): Account {
  switch (fact.type) {
    case 'PaymentReceived':
      return paymentReceived(account, fact);
    case 'PaymentReversed':
      return paymentReversed(account, fact);
    case 'PaymentReinstated':
      return paymentReinstated(account, fact);
    default:
      return assertNever(fact);
  }
}

function paymentReceived(account: Account, { effectiveDate, data }: FactOf<'PaymentReceived'>): Account {
  const { paymentId, payer, currency, method } = data;
  const amount = fromMinorText(data.amount, currency);
  const received = { ...account, totals: withTurnover(account, amount) };
  return withPayment(received, { paymentId, party: payer, method, effectiveDate, amount });
}

function paymentReversed(account: Account, fact: FactOf<'PaymentReversed'>): Account {
  const { paymentId, currency } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const reversed = { ...paymentAt(account, paymentId), reversedOn: fact.effectiveDate };
  return withUnapplied(account, reversed, fact.effectiveDate, negate(amount));
}

function paymentReinstated(account: Account, fact: FactOf<'PaymentReinstated'>): Account {
  const { paymentId, currency } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const payment = paymentAt(account, paymentId);
  const reinstated = {
    ...payment,
    reversedOn: undefined,
    dropped: [],
    recharge: undefined,
    settledOn: fact.effectiveDate,
  };
  return withUnapplied(account, reinstated, fact.effectiveDate, amount);
}
