import { Map as PersistentMap } from 'immutable';
import type { Ledger } from './books.ts';
import type { Entry } from './entry.ts';
import type { FactOf } from './events.ts';

export function emptyLedger(): Ledger {
  return { revision: -1, terms: undefined, commands: PersistentMap() };
}

/** The ledger after one more entry of its own stream. */
export function evolveLedger(ledger: Ledger, entry: Entry): Ledger {
  if (entry.type !== 'LedgerOpened') throw new Error(`${entry.type} does not belong to the stream of the ledger`);
  const { revision, command } = entry;
  const recorded = { commandId: command.id, hash: command.hash, firstRevision: revision, lastRevision: revision };
  return { ...ledgerOpened(ledger, entry), revision, commands: ledger.commands.set(command.id, recorded) };
}

/** The ledger with its terms; what the journal adds (revision, command) is not touched. */
export function ledgerOpened(ledger: Ledger, fact: FactOf<'LedgerOpened'>): Ledger {
  return { ...ledger, terms: { openedOn: fact.effectiveDate, ...fact.data } };
}
