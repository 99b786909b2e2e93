import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { BookEntry } from '#projections/book-entry.ts';
import type { Minor } from '#projections/minor.ts';
import { receiptMovementOf, receiptRecordedBy } from '#projections/receipts.ts';
import type { StoredAccount } from './stored-accounts.ts';

interface Line {
  readonly isUnidentified: boolean;
  readonly amount: Minor;
}

/** Receipts and their steps. Few beside the entries, and written at once: nothing of them is kept in memory. */
export class StoredReceipts {
  readonly #add: StatementSync;
  readonly #step: StatementSync;
  readonly #move: StatementSync;

  constructor(db: DatabaseSync) {
    this.#add = db.prepare('INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?, ?, 0)');
    this.#step = db.prepare('INSERT INTO receipt_step VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#move = db.prepare('UPDATE receipt SET unidentified = unidentified + ? WHERE id = ?');
  }

  /** `stream`: of the receipt, whose number it is here too. */
  write(entry: BookEntry, { id }: StoredAccount, effective: number, lines: readonly Line[]): void {
    const movement = receiptMovementOf(entry);
    if (movement === undefined) return;
    const { ordinal } = entry;
    const recorded = receiptRecordedBy(entry);
    if (recorded !== undefined) {
      const { receiptId, currency, method, amount } = recorded;
      this.#add.run(id, receiptId, currency, method, ordinal, effective, amount);
    }
    const { step, amount, part } = movement;
    const about = [part?.part ?? null, part?.accountId ?? null, part?.paymentId ?? null];
    this.#step.run(id, ordinal, effective, step, amount, ...about);
    for (const line of lines) if (line.isUnidentified) this.#move.run(-line.amount, id);
  }
}
