import type { Entry } from '#ledger/entry.ts';
import type { Followed } from './journal.ts';

/** What following needs of an engine. */
export interface Followable {
  readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]>;
  /** Resolves when there may be entries after the ordinal, or when the signal is aborted, or when the journal is closed. */
  waitBeyond(ordinal: number, signal: AbortSignal): Promise<void>;
  isClosed(): boolean;
}

/** Large enough to make a rebuild fast, small enough to hold the thread for a few milliseconds only. */
const batchSize = 2_000;

export async function* followFrom(
  journal: Followable,
  afterOrdinal: number,
  signal: AbortSignal,
): AsyncGenerator<Followed, void, undefined> {
  let last = afterOrdinal;
  while (!signal.aborted && !journal.isClosed()) {
    const entries = await journal.readAll(last, batchSize);
    if (entries.length > 0) {
      last = entries.at(-1)?.ordinal ?? last;
      yield { kind: 'BATCH', entries };
    } else {
      yield { kind: 'IDLE', ordinal: last };
      // Closed while whoever follows was busy: nobody wakes those who begin to wait now.
      if (!journal.isClosed()) await journal.waitBeyond(last, signal);
    }
  }
}
