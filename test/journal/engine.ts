import type { Appended, Journal } from '#journal/journal.ts';

/** An engine under test. */
export interface Engine {
  /** A journal that is empty, under a clock of its own. */
  readonly open: () => Promise<OpenedJournal>;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Milliseconds since 1970. */
  readonly setClock: (milliseconds: number) => void;
  /** The same books from a process that has just started, with nothing in memory. Closes `journal` where only one may write. */
  readonly restart: () => Promise<Journal>;
  /** Throws everything away. */
  readonly discard: () => Promise<void>;
}

/** The clock of a journal that has just been opened. */
export const noon = Date.UTC(2026, 2, 20, 12);

/** An opened journal, and two streams of its ledger to write. */
export interface UnderTest extends OpenedJournal {
  readonly a: string;
  readonly b: string;
}

/** What a journal promises, in words, and how that is seen. */
export type Chapter = Readonly<Record<string, (opened: UnderTest) => Promise<void>>>;

/** What became of appends that were submitted together: the revision, or the name of the error. */
export async function outcomes(appends: readonly Promise<Appended>[]): Promise<readonly (number | string)[]> {
  const settled = await Promise.allSettled(appends);
  return settled.map((one) => {
    if (one.status === 'fulfilled') return one.value.revision;
    return one.reason instanceof Error ? one.reason.name : 'no error';
  });
}
