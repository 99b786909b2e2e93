import type { Books, Ledger } from '#ledger/books.ts';
import { isOnLedger, parseCommand } from '#ledger/commands.ts';
import { decideOnLedger } from '#ledger/decide-on-ledger.ts';
import { emptyLedger, evolveLedgerFact } from '#ledger/ledger.ts';
import type { LedgerFact } from '#ledger/ledger-facts.ts';
import { isRejection, type Rejection } from '#ledger/rejections.ts';
import { books } from '../given-when-then.ts';

export const openedLedger: Ledger = { ...emptyLedger(), terms: books.terms };

export const aRun = {
  runId: 'r1',
  effectiveDate: '2024-06-30',
  period: '2024-06',
  currency: 'USD',
  terms: { method: 'FLAT', amount: '15.00' },
};

const noTotals = { accounts: 0, fees: 0, amount: '0', notices: 0, leftOut: 0, refused: 0 };

/** A run, or with `totals` the end of one. */
export function decidedRun(
  ledger: Ledger,
  input: Readonly<Record<string, unknown>> = aRun,
  inBooks: Books = books,
): LedgerFact | Rejection {
  const command = parseCommand('RunLateFees', { commandId: 'command-1', ...input });
  if ('outcome' in command) return command;
  if (!isOnLedger(command)) throw new Error('no command of the ledger');
  return decideOnLedger(ledger, command, { ...inBooks, terms: ledger.terms });
}

export function decidedEnd(ledger: Ledger, inBooks: Books = books): LedgerFact | Rejection {
  const command = parseCommand('EndLateFeeRun', { commandId: 'end-1', runId: 'r1', totals: noTotals });
  if ('outcome' in command || !isOnLedger(command)) throw new Error('the end of a run has a bad form');
  return decideOnLedger(ledger, command, inBooks);
}

export function recordedIn(ledger: Ledger, fact: LedgerFact | Rejection): Ledger {
  if (isRejection(fact)) throw new Error(`refused: ${fact.code}`);
  return evolveLedgerFact(ledger, fact);
}
