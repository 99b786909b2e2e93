import { afterEach, beforeEach } from 'vitest';
import type { Appended, Journal } from '#journal/journal.ts';

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

/** The journal of the test that is running: a fresh one for each. */
export interface AtHand {
  readonly journal: Journal;
  readonly opened: OpenedJournal;
}

export function freshJournal(engine: Engine): () => AtHand {
  let atHand: AtHand | undefined;
  beforeEach(async () => {
    const opened = await engine.open();
    atHand = { journal: opened.journal, opened };
  });
  afterEach(async () => {
    await atHand?.opened.discard();
    atHand = undefined;
  });
  return () => {
    if (atHand === undefined) throw new Error('There is a journal only while a test runs');
    return atHand;
  };
}

/** What became of appends that were submitted together: the revision, or the name of the error. */
export async function outcomes(appends: readonly Promise<Appended>[]): Promise<readonly (number | string)[]> {
  const settled = await Promise.allSettled(appends);
  return settled.map((one) => {
    if (one.status === 'fulfilled') return one.value.revision;
    return one.reason instanceof Error ? one.reason.name : 'no error';
  });
}
