import { assertNever } from '../assert-never.ts';
import { gainLines, gainTakenBack } from '../foreign/fx-lines.ts';
import { credit, creditItem, creditUnappliedCredit, debit, debitItem, debitUnappliedCredit } from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';
import type { CreditFact } from './credit-events.ts';

/** Value granted is no cash: it costs CreditsGranted, and waits in a subledger of its own. */
export function creditPostings(fact: CreditFact): readonly PostingLine[] {
  const { creditId } = fact.data;
  switch (fact.type) {
    case 'CreditIssued':
      return [
        debit('CreditsGranted', fact.data.amount, fact.data.baseAmount),
        creditUnappliedCredit(creditId, fact.data.amount, fact.data.baseAmount),
      ];
    case 'CreditApplied':
      return fact.data.allocations.flatMap((line) => [
        debitUnappliedCredit(creditId, line.amount, line.baseUsed),
        creditItem(line, line.amount, line.baseUsed),
        ...gainLines(line),
      ]);
    case 'CreditUnapplied':
    case 'CreditReleased':
      return fact.data.releases.flatMap((line) => [
        debitItem(line, line.amount, line.baseUsed),
        creditUnappliedCredit(creditId, line.amount, line.baseUsed),
        ...gainTakenBack(line),
      ]);
    case 'CreditVoided':
      return [
        debitUnappliedCredit(creditId, fact.data.amount, fact.data.baseAmount),
        credit('CreditsGranted', fact.data.amount, fact.data.baseAmount),
      ];
    default:
      return assertNever(fact);
  }
}
