import { assertNever } from '../assert-never.ts';
import type { EventData } from '../events.ts';
import { gainTakenBack } from '../foreign/fx-lines.ts';
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
  const { amount, baseAmount } = fact.data;
  switch (fact.type) {
    case 'PaymentRefunded':
      return [
        ...unlessZero(debitUnapplied(fact.data.paymentId, fact.data.fromUnapplied, fact.data.baseFromUnapplied)),
        ...fact.data.reopened.flatMap((line) => [debitItem(line, line.amount, line.baseUsed), ...gainTakenBack(line)]),
        credit('CashClearing', amount, baseAmount),
      ];
    case 'CreditRefunded':
      return [debitUnappliedCredit(fact.data.creditId, amount, baseAmount), credit('CashClearing', amount, baseAmount)];
    case 'RefundReversed':
      return [debit('CashClearing', amount, baseAmount), unappliedAgain(fact.data)];
    default:
      return assertNever(fact);
  }
}

function unappliedAgain({ paymentId, creditId, amount, baseAmount }: EventData<'RefundReversed'>): PostingLine {
  if (paymentId !== undefined) return creditUnapplied(paymentId, amount, baseAmount);
  if (creditId === undefined) throw new Error('a refund comes back that belongs to nothing');
  return creditUnappliedCredit(creditId, amount, baseAmount);
}
