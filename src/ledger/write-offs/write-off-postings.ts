import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { baseOfAll } from '../foreign/fx-lines.ts';
import { credit, creditItem, debit, debitItem, itemLines } from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';
import type { writeOffEvents } from './write-off-events.ts';

/** Bad debt is an expense, and what comes of it after all an income: never less expense. */
export function writeOffPostings(fact: FactOf<keyof typeof writeOffEvents>): readonly PostingLine[] {
  switch (fact.type) {
    case 'WrittenOff':
      return [
        debit('BadDebtExpense', fact.data.amount, baseOfAll(fact.data.items)),
        ...itemLines(creditItem, fact.data),
      ];
    case 'WriteOffReversed':
      return [
        ...itemLines(debitItem, fact.data),
        credit('BadDebtExpense', fact.data.amount, baseOfAll(fact.data.items)),
      ];
    case 'BadDebtRecovered':
    case 'RecoveryReinstated':
      return [
        debit('CashClearing', fact.data.amount, fact.data.baseAmount),
        credit('BadDebtRecovery', fact.data.amount, fact.data.baseAmount),
      ];
    case 'RecoveryReversed':
      return [
        debit('BadDebtRecovery', fact.data.amount, fact.data.baseAmount),
        credit('CashClearing', fact.data.amount, fact.data.baseAmount),
      ];
    default:
      return assertNever(fact);
  }
}
