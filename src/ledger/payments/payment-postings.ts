import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { gainLines, gainTakenBack } from '../foreign/fx-lines.ts';
import { credit, creditItem, creditUnapplied, debit, debitItem, debitUnapplied, unlessZero } from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';

type PaymentFact = FactOf<
  | ('PaymentReceived' | 'PaymentSettled' | 'PaymentApplied' | 'PaymentUnapplied')
  | ('AllocationReleased' | 'PaymentReversed' | 'PaymentReinstated')
>;

/** Money comes to UnappliedCash, and is used from there; what it was worth beyond what it settled is a realised gain. */
export function paymentPostings(fact: PaymentFact): readonly PostingLine[] {
  switch (fact.type) {
    case 'PaymentReceived':
    case 'PaymentSettled':
    case 'PaymentReinstated': {
      const { paymentId, amount, baseAmount } = fact.data;
      return unlessZero(debit('CashClearing', amount, baseAmount), creditUnapplied(paymentId, amount, baseAmount));
    }
    case 'PaymentApplied':
      return fact.data.allocations.flatMap((line) => [
        debitUnapplied(fact.data.paymentId, line.amount, line.baseUsed),
        creditItem(line, line.amount, line.baseUsed),
        ...gainLines(line),
      ]);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
      return fact.data.releases.flatMap((line) => [
        debitItem(line, line.amount, line.baseUsed),
        creditUnapplied(fact.data.paymentId, line.amount, line.baseUsed),
        ...gainTakenBack(line),
      ]);
    case 'PaymentReversed': {
      const { paymentId, amount, baseAmount } = fact.data;
      return unlessZero(debitUnapplied(paymentId, amount, baseAmount), credit('CashClearing', amount, baseAmount));
    }
    default:
      return assertNever(fact);
  }
}
