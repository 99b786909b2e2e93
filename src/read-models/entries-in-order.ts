import { CorruptEntry, UnknownEntry } from '#journal/codec.ts';
import type { JournalReader } from '#journal/journal.ts';
import type { BookEntry } from '#projections/book-entry.ts';
import { Unprojectable } from './read-tables.ts';

/** The entries of a journal from the first one on, for a build. */
export interface EntriesInOrder {
  /** The next ones; none at the end. Throws `Unprojectable` at the first that cannot be decoded. */
  next(): Promise<readonly BookEntry[]>;
  close(): Promise<void>;
}

/** Entries read at a time: few enough that their text is no large object of the heap, which would be mapped anew each time. */
const batchSize = 200;

/** Read as they are asked for, up to an ordinal. */
export function entriesOf(journal: JournalReader, until: number): EntriesInOrder {
  let ordinal = 0;
  return {
    next: async () => {
      const entries = await readNext(journal, ordinal, Math.min(batchSize, until - ordinal));
      ordinal += entries.length;
      return entries;
    },
    close: async () => undefined,
  };
}

async function readNext(journal: JournalReader, after: number, limit: number): Promise<readonly BookEntry[]> {
  try {
    return limit <= 0 ? [] : await journal.readAll(after, limit);
  } catch (error) {
    if (!(error instanceof UnknownEntry || error instanceof CorruptEntry)) throw error;
    if (limit === 1) throw new Unprojectable(after + 1, error);
    // The first half of them may be good: halving ends at the one that is not.
    return readNext(journal, after, Math.floor(limit / 2));
  }
}
