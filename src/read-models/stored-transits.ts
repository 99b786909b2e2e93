import type { DatabaseSync } from 'node:sqlite';
import type { BookEntry } from '#projections/book-entry.ts';
import { transitStepOf } from '#projections/transits.ts';
import type { Names } from './names.ts';
import { RowBuffer } from './row-buffer.ts';
import type { StoredAccount } from './stored-accounts.ts';

/** What is on its way between streams: that it has left, and that this is over. */
export class StoredTransits {
  readonly #names: Names;
  readonly #rows: RowBuffer;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#rows = new RowBuffer(db, 'transit', 'key, ordinal, account, revision, is_begun');
  }

  write(entry: BookEntry, { id }: StoredAccount): void {
    const step = transitStepOf(entry);
    if (step === undefined) return;
    const key = this.#names.term('transit', step.key);
    this.#rows.add(key, entry.ordinal, id, entry.revision, Number(step.isBegun));
  }

  flush(): void {
    this.#rows.flush();
  }

  clear(): void {
    this.#rows.clear();
  }
}
