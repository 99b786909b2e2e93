import type { Ledger } from '#ledger/books.ts';
import { isOnLedger, type LedgerCommand, parseCommand } from '#ledger/commands.ts';
import { decideOnLedger } from '#ledger/decide-on-ledger.ts';
import { emptyLedger, evolveLedgerFact } from '#ledger/ledger.ts';
import { isRejection, type Rejection } from '#ledger/rejections.ts';
import { books } from './given-when-then.ts';

/** The same command of the ledger a second time. */
function twice(name: LedgerCommand['name'], input: Readonly<Record<string, unknown>>, ledger: Ledger): Rejection {
  const command = parseCommand(name, { commandId: 'command-1', ...input });
  if ('outcome' in command || !isOnLedger(command)) {
    throw new Error('the command has a bad form');
  }
  const inBooks = { ...books, terms: ledger.terms };
  const first = decideOnLedger(ledger, command, inBooks);
  if ('outcome' in first) throw new Error('the first one is refused');
  const second = decideOnLedger(evolveLedgerFact(ledger, first), command, inBooks);
  if (!isRejection(second)) throw new Error('the books do not refuse it');
  return second;
}

export function openingTwice(): Rejection {
  const terms = { effectiveDate: '2024-01-01', baseCurrency: 'USD', timeZone: 'UTC', mode: 'LIVE' };
  return twice('OpenLedger', terms, emptyLedger());
}

export function publishingTwice(): Rejection {
  const reasons = [{ code: 'BANK_FIRE', label: 'The bank burned down', commands: ['ReversePayment'] }];
  return twice('PublishReasonList', { version: 'house-1', reasons }, { ...emptyLedger(), terms: books.terms });
}
