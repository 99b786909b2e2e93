import { Worker } from 'node:worker_threads';
import type { BookEntry } from '#projections/book-entry.ts';
import type { EntriesInOrder } from './entries-in-order.ts';
import { Unprojectable } from './read-tables.ts';

/** What the reading thread sends. Entries go as JSON: a structured copy of them takes twice as long to make and to read. */
export type ReadAheadNews =
  | { readonly kind: 'ENTRIES'; readonly text: string }
  | { readonly kind: 'UNPROJECTABLE'; readonly ordinal: number; readonly cause: unknown }
  | { readonly kind: 'FAILED'; readonly error: unknown };

/** Batches on their way at most: the reader may be ahead by as much, and memory is bounded by it. */
export const batchesAhead = 40;

/** So many more are asked for at once: to wake a thread takes as long as to project a dozen entries. */
export const batchesAtOnce = 10;

/** Mebibytes of the thread: a few batches and the garbage of decoding them. */
const threadMemory = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 128 };

/**
 * Reads and decodes a journal file in a thread of its own, ahead of the one that projects: of all the work of a build half
 * is decoding, and the two halves need nothing of each other.
 */
export class ReadAhead implements EntriesInOrder {
  readonly #worker: Worker;
  readonly #arrived: ReadAheadNews[] = [];
  readonly #exit: Promise<unknown>;
  #isAtEnd = false;
  #taken = 0;
  #wake: () => void = () => undefined;

  constructor(journalFile: string, until: number) {
    this.#worker = new Worker(new URL('./read-ahead-worker.ts', import.meta.url), {
      workerData: { journalFile, until },
      resourceLimits: threadMemory,
    });
    this.#worker.on('message', (news: ReadAheadNews) => this.#hear(news));
    this.#exit = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.on('error', (error) => this.#hear({ kind: 'FAILED', error }));
  }

  async next(): Promise<readonly BookEntry[]> {
    while (this.#arrived.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const news = this.#arrived.shift();
    if (news?.kind === 'UNPROJECTABLE') throw new Unprojectable(news.ordinal, news.cause);
    if (news?.kind !== 'ENTRIES') throw new Error('the journal cannot be read ahead', { cause: news?.error });
    this.#taken += 1;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
    if (this.#taken % batchesAtOnce === 0) this.#worker.postMessage('more');
    const entries = entriesIn(news.text);
    this.#isAtEnd = entries.length === 0;
    return entries;
  }

  /** At the end the thread goes by itself, so that nothing is cut off in the middle of native code; before it, it is stopped. */
  async close(): Promise<void> {
    await (this.#isAtEnd ? this.#exit : this.#worker.terminate());
  }

  #hear(news: ReadAheadNews): void {
    this.#arrived.push(news);
    this.#wake();
  }
}

function entriesIn(text: string): readonly BookEntry[] {
  const entries: unknown = JSON.parse(text);
  if (!areEntries(entries)) throw new Error('the reading thread sent something else');
  return entries;
}

/** The reading thread has proven every one of them by its catalogue. */
function areEntries(entries: unknown): entries is readonly BookEntry[] {
  return Array.isArray(entries);
}
