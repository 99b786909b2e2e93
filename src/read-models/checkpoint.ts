import type { DatabaseSync } from 'node:sqlite';
import { maybeTextOf, numberOf, textOf } from './rows.ts';

/** How far the tables are, and of which journal. */
export interface Checkpoint {
  readonly journalId: string;
  readonly ledgerId: string;
  readonly ordinal: number;
  /** Id of the entry at the ordinal; empty at 0. */
  readonly entryId: string;
  /** Why the line stands still, if it does. */
  readonly problem: string | undefined;
}

export function checkpointIn(db: DatabaseSync): Checkpoint {
  const row = db.prepare('SELECT journal, ledger, ordinal, entry, problem FROM checkpoint').get();
  if (row === undefined) throw new Error('the read model has no checkpoint');
  return {
    journalId: textOf(row, 'journal'),
    ledgerId: textOf(row, 'ledger'),
    ordinal: numberOf(row, 'ordinal'),
    entryId: textOf(row, 'entry'),
    problem: maybeTextOf(row, 'problem'),
  };
}

/** Says in the file itself why the line stands still, for those who read it without its projector; undefined: it does not. */
export function noteProblem(db: DatabaseSync, problem: string | undefined): void {
  db.prepare('UPDATE checkpoint SET problem = ?').run(problem ?? null);
}
