import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BookEntry } from '#projections/book-entry.ts';
import { RowBuffer } from './row-buffer.ts';

/** What late-fee runs look at and what they did: days on which money came from another system, and their entries on accounts. */
export class StoredFeeRuns {
  readonly #addDay: StatementSync;
  readonly #entries: RowBuffer;
  readonly #knownDays = new Set<number>();

  constructor(db: DatabaseSync) {
    this.#addDay = db.prepare('INSERT INTO import_day (effective, ordinal) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#entries = new RowBuffer(db, 'fee_run_account', 'run, ordinal, account, revision');
  }

  write(entry: BookEntry, account: { readonly id: number }, effective: number): void {
    const { type, data, source, ordinal, revision } = entry;
    if (type === 'LateFeesRun') this.#entries.add(data.runId, ordinal, account.id, revision);
    const isMoney = type === 'PaymentReceived' || type === 'PaymentSettled' || type === 'ReceiptRecorded';
    if (source === undefined || !isMoney || this.#knownDays.has(effective)) return;
    this.#addDay.run(effective, ordinal);
    this.#knownDays.add(effective);
  }

  flush(): void {
    this.#entries.flush();
  }

  /** What was written may not stand after all. */
  clear(): void {
    this.#entries.clear();
    this.#knownDays.clear();
  }
}
