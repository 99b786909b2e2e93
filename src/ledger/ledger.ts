import { Map as PersistentMap } from 'immutable';
import type { Ledger } from './books.ts';
import type { Entry } from './entry.ts';
import type { Fact, FactOf } from './events.ts';
import { publishedList } from './reasons/published-lists.ts';

/** What the ledger's own stream holds. */
export type LedgerFact = FactOf<'LedgerOpened' | 'ReasonListPublished'>;

export function emptyLedger(): Ledger {
  return { revision: -1, terms: undefined, reasonLists: [], commands: PersistentMap() };
}

/** The ledger after one more entry of its own stream. */
export function evolveLedger(ledger: Ledger, entry: Entry): Ledger {
  if (!isLedgerFact(entry)) throw new Error(`${entry.type} does not belong to the stream of the ledger`);
  const { revision, command } = entry;
  if (revision !== ledger.revision + 1)
    throw new Error(`revision ${revision} cannot follow revision ${ledger.revision}`);
  const recorded = { commandId: command.id, hash: command.hash, firstRevision: revision, lastRevision: revision };
  return { ...evolveLedgerFact(ledger, entry), revision, commands: ledger.commands.set(command.id, recorded) };
}

/** The ledger as these entries of its stream, from the first on, make it. */
export function evolveLedgerEntries(entries: readonly Entry[]): Ledger {
  return entries.reduce(evolveLedger, emptyLedger());
}

/** The ledger after one more fact; what the journal adds (revision, command) is not touched. */
export function evolveLedgerFact(ledger: Ledger, fact: LedgerFact): Ledger {
  return fact.type === 'LedgerOpened'
    ? { ...ledger, terms: { openedOn: fact.effectiveDate, ...fact.data } }
    : { ...ledger, reasonLists: [...ledger.reasonLists, publishedList(fact)] };
}

function isLedgerFact(fact: Fact): fact is LedgerFact {
  return fact.type === 'LedgerOpened' || fact.type === 'ReasonListPublished';
}
