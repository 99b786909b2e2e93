import { Map as PersistentMap } from 'immutable';
import type { Ledger } from './books.ts';
import type { Entry } from './entry.ts';

export function emptyLedger(): Ledger {
  return { revision: -1, terms: undefined, commands: PersistentMap() };
}

/** The ledger after one more entry of its own stream. */
export function evolveLedger(ledger: Ledger, entry: Entry): Ledger {
  if (entry.type !== 'LedgerOpened') throw new Error(`${entry.type} does not belong to the stream of the ledger`);
  const { effectiveDate, data, revision, command } = entry;
  const recorded = { commandId: command.id, hash: command.hash, firstRevision: revision, lastRevision: revision };
  return {
    revision,
    terms: { openedOn: effectiveDate, ...data },
    commands: ledger.commands.set(command.id, recorded),
  };
}
