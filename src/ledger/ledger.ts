import { Map as PersistentMap } from 'immutable';
import type { Ledger } from './books.ts';
import type { Entry } from './entry.ts';
import { evolveFeeRuns } from './fee-runs/late-fee-run.ts';
import { isLedgerFact, type LedgerFact } from './ledger-facts.ts';
import { emptyCalendar, evolveCalendar } from './periods/fiscal-calendar.ts';
import { publishedList } from './reasons/published-lists.ts';
import { requireNext, withCommand } from './recorded-command.ts';

export function emptyLedger(): Ledger {
  return {
    revision: -1,
    terms: undefined,
    reasonLists: [],
    calendar: emptyCalendar,
    feeRuns: PersistentMap(),
    commands: PersistentMap(),
  };
}

/** The ledger after one more entry of its own stream. */
export function evolveLedger(ledger: Ledger, entry: Entry): Ledger {
  if (!isLedgerFact(entry)) throw new Error(`${entry.type} does not belong to the stream of the ledger`);
  requireNext(ledger, entry);
  return withCommand(evolveLedgerFact(ledger, entry), entry);
}

/** The ledger as these entries of its stream, from the first on, make it. */
export function evolveLedgerEntries(entries: readonly Entry[]): Ledger {
  return entries.reduce(evolveLedger, emptyLedger());
}

/** The ledger after one more fact; what the journal adds (revision, command) is not touched. */
export function evolveLedgerFact(ledger: Ledger, fact: LedgerFact): Ledger {
  switch (fact.type) {
    case 'LedgerOpened':
      return { ...ledger, terms: { openedOn: fact.effectiveDate, ...fact.data } };
    case 'ReasonListPublished':
      return { ...ledger, reasonLists: [...ledger.reasonLists, publishedList(fact)] };
    case 'LateFeeRunBegun':
    case 'LateFeeRunEnded':
      return { ...ledger, feeRuns: evolveFeeRuns(ledger.feeRuns, fact) };
    default:
      return { ...ledger, calendar: evolveCalendar(ledger.calendar, fact) };
  }
}
