import { assertNever } from '../assert-never.ts';
import { credit, creditItem, creditUnappliedCredit, debit, debitItem, debitUnappliedCredit } from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';
import type { CreditFact } from './credit-events.ts';

/** Value granted is no cash: it costs CreditsGranted, and waits in a subledger of its own. */
export function creditPostings(fact: CreditFact): readonly PostingLine[] {
  const { creditId } = fact.data;
  switch (fact.type) {
    case 'CreditIssued':
      return [debit('CreditsGranted', fact.data.amount), creditUnappliedCredit(creditId, fact.data.amount)];
    case 'CreditApplied':
      return fact.data.allocations.flatMap((line) => [
        debitUnappliedCredit(creditId, line.amount),
        creditItem(line, line.amount),
      ]);
    case 'CreditUnapplied':
    case 'CreditReleased':
      return fact.data.releases.flatMap((line) => [
        debitItem(line, line.amount),
        creditUnappliedCredit(creditId, line.amount),
      ]);
    case 'CreditVoided':
      return [debitUnappliedCredit(creditId, fact.data.amount), credit('CreditsGranted', fact.data.amount)];
    default:
      return assertNever(fact);
  }
}
