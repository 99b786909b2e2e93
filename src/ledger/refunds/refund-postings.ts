import { assertNever } from '../assert-never.ts';
import type { EventData } from '../events.ts';
import {
  credit,
  creditUnapplied,
  creditUnappliedCredit,
  debit,
  debitItem,
  debitUnapplied,
  debitUnappliedCredit,
  unlessZero,
} from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';
import type { RefundFact } from './refund-events.ts';

/** Dr UnappliedCash for what was unapplied, Dr AccountsReceivable for what is open again; Cr CashClearing for all of it. */
export function refundPostings(fact: RefundFact): readonly PostingLine[] {
  const { amount } = fact.data;
  switch (fact.type) {
    case 'PaymentRefunded':
      return [
        ...unlessZero(debitUnapplied(fact.data.paymentId, fact.data.fromUnapplied)),
        ...fact.data.reopened.map((line) => debitItem(line, line.amount)),
        credit('CashClearing', amount),
      ];
    case 'CreditRefunded':
      return [debitUnappliedCredit(fact.data.creditId, amount), credit('CashClearing', amount)];
    case 'RefundReversed':
      return [debit('CashClearing', amount), unappliedAgain(fact.data)];
    default:
      return assertNever(fact);
  }
}

function unappliedAgain({ paymentId, creditId, amount }: EventData<'RefundReversed'>): PostingLine {
  if (paymentId !== undefined) return creditUnapplied(paymentId, amount);
  if (creditId === undefined) throw new Error('a refund comes back that belongs to nothing');
  return creditUnappliedCredit(creditId, amount);
}
