import { describe } from 'vitest';
import type { Journal } from '#journal/journal.ts';
import { followingContract } from './contract-following.ts';
import { readingContract } from './contract-reading.ts';
import { recordedTimeContract } from './contract-recorded-time.ts';
import { writingContract } from './contract-writing.ts';

/** An engine under test. */
export interface Engine {
  /** A journal of ledger `main` that is empty, under a clock of its own. */
  open(): Promise<OpenedJournal>;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Milliseconds since 1970. */
  setClock(milliseconds: number): void;
  /** The same books from a process that has just started, with nothing in memory. Closes `journal` where only one may write. */
  restart(): Promise<Journal>;
  /** Throws everything away. */
  discard(): Promise<void>;
}

/** The clock of a journal that has just been opened. */
export const noon = Date.UTC(2026, 2, 20, 12);

/** What every engine has to do: the definition of the journal port. */
export function journalContract(name: string, engine: Engine): void {
  describe(`${name} keeps the contract of the journal`, () => {
    describe('writing', () => writingContract(engine));
    describe('reading', () => readingContract(engine));
    describe('following', () => followingContract(engine));
    describe('recorded time', () => recordedTimeContract(engine));
  });
}
