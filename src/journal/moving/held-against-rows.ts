import {
  type CopiedEntry,
  type CopiedItem,
  type CopyHead,
  FeedGap,
  type JournalCopy,
  type LogPosition,
  type Retention,
} from '../journal-copy.ts';
import { JournalDigest, lineOf } from './journal-digest.ts';
import type { JournalRows, StoredRow } from './journal-rows.ts';

/**
 * Takes in what the log of the server brings and holds it against a journal file, entry by entry: the n-th entry of the ledger on
 * the server has to be the one with the ordinal n. It keeps nothing but how far it is, and makes the digest of what the server sent.
 */
export class HeldAgainstRows {
  readonly #rows: JournalRows;
  readonly #digest = new JournalDigest();
  /** Streams of which the server was told not to keep everything. */
  readonly #forgotten = new Set<string>();
  #head: CopyHead = { ordinal: 0, settledBefore: 0, position: undefined, retained: 0 };
  #last: ReturnType<JournalCopy['last']>;

  constructor(rows: JournalRows) {
    this.#rows = rows;
  }

  get head(): CopyHead {
    return this.#head;
  }

  /** In the order of the log; what was here already is passed over. Throws `FeedGap` at the first entry that is another. */
  take(items: readonly CopiedItem[]): void {
    const fresh = items.filter(({ position }) => isBehind(this.#head.position, position));
    const rows = this.#rows.after(this.#head.ordinal, fresh.length).values();
    for (const item of fresh) {
      if ('retained' in item) this.#noteRetention(item);
      else this.#hold(item, rows.next().value);
      this.#head = { ...this.#head, position: item.position };
    }
  }

  /** All that was ever set for the streams, in the order of the log. */
  replaceRetention(retentions: readonly Retention[]): void {
    this.#forgotten.clear();
    for (const retention of retentions) this.#noteRetention(retention);
  }

  digest(): string {
    return this.#digest.finish();
  }

  /** The last entry that was held against its row. */
  last(): ReturnType<JournalCopy['last']> {
    return this.#last;
  }

  /** The file is no copy of the server's: it stays what it is. */
  distrust(): void {}

  #noteRetention({ retained, keys }: Retention): void {
    if (keys.length === 0) this.#forgotten.delete(retained);
    else this.#forgotten.add(retained);
    this.#head = { ...this.#head, retained: this.#forgotten.size };
  }

  #hold(entry: CopiedEntry, row: StoredRow | undefined): void {
    const ordinal = this.#head.ordinal + 1;
    // As in the copy: several writers have several clocks, and the latest of them counts.
    const recordedAt = Math.max(entry.recordedAt, this.#head.settledBefore);
    const line = lineOf({ ...entry, ordinal, recordedAt });
    if (row === undefined) throw new FeedGap(`the server has an entry after the last one of the file (${ordinal - 1})`);
    if (line !== lineOf(row))
      throw new FeedGap(`what the server has at ordinal ${ordinal} is not the entry of the file`);
    this.#digest.add(line);
    this.#head = { ...this.#head, ordinal, settledBefore: recordedAt };
    this.#last = { stream: entry.stream, revision: entry.revision, id: entry.id };
  }
}

function isBehind(reached: LogPosition | undefined, { commit, prepare }: LogPosition): boolean {
  return reached === undefined || reached.commit < commit || (reached.commit === commit && reached.prepare < prepare);
}
