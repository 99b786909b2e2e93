import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type ControlTotals, noTotals } from '#projections/balances.ts';
import type { BookEntry } from '#projections/book-entry.ts';
import { dayOf } from './days.ts';
import { Recent } from './recent.ts';
import { bigintOf, maybeTextOf, numberOf } from './rows.ts';

/** A stream as the projector holds it: its number here, how far it is, and its control totals. */
export interface StoredAccount {
  readonly id: number;
  /** Undefined for the stream of the ledger itself: it posts nothing. */
  readonly currency: string | undefined;
  /** It is in another currency than the ledger. */
  readonly isForeign: boolean;
  revision: number;
  totals: ControlTotals;
  isTouched: boolean;
}

/** The accounts, and the streams that are none. Balances are written once for each account and batch. */
export class StoredAccounts {
  readonly #known: Recent<string, StoredAccount>;
  #touched: StoredAccount[] = [];
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #store: StatementSync;

  /** Keeps at least `size` accounts in memory. */
  constructor(db: DatabaseSync, size: number) {
    this.#known = new Recent(size);
    this.#find = db.prepare(
      `SELECT a.id, a.currency, a.base_currency, b.revision, b.open, b.unapplied, b.lines
         FROM account a JOIN balance b ON b.account = a.id WHERE a.stream = ?`,
    );
    this.#find.setReadBigInts(true);
    this.#add = db.prepare(
      'INSERT INTO account (stream, currency, opened_on, opened_at, base_currency) VALUES (?, ?, ?, ?, ?)',
    );
    this.#store = db.prepare(
      `INSERT INTO balance (account, revision, open, unapplied, lines) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (account) DO UPDATE SET revision = excluded.revision, open = excluded.open,
           unapplied = excluded.unapplied, lines = excluded.lines`,
    );
  }

  /** The account of an entry, moved on to the entry's revision. Throws where that is not the next one. */
  ofEntry(entry: BookEntry): StoredAccount {
    let account = this.#known.get(entry.stream);
    if (account === undefined) {
      account = this.#stored(entry.stream) ?? this.#begun(entry);
      this.#known.set(entry.stream, account);
    }
    if (entry.revision !== account.revision + 1) throw new Error('INV-29: a revision is missing or comes twice');
    account.revision = entry.revision;
    if (!account.isTouched) this.#touched.push(account);
    account.isTouched = true;
    return account;
  }

  flush(): void {
    for (const account of this.#touched) {
      const { open, unapplied, lines } = account.totals;
      this.#store.run(account.id, account.revision, open, unapplied, lines);
      account.isTouched = false;
    }
    this.#touched = [];
  }

  /** Whether there are more in memory than there should be. */
  get isFull(): boolean {
    return this.#known.isFull;
  }

  /** Only after everything was flushed: a change that is still in memory would be lost. */
  forgetOld(): void {
    if (this.isFull) this.#known.forgetOld();
  }

  clear(): void {
    this.#touched = [];
    this.#known.clear();
  }

  #begun(entry: BookEntry): StoredAccount {
    const base = 'baseCurrency' in entry.data ? (entry.data.baseCurrency ?? null) : null;
    const isPosting = entry.type === 'AccountOpened' || entry.type === 'ReceiptRecorded';
    const currency = isPosting ? entry.data.currency : undefined;
    const opening = entry.type === 'AccountOpened' ? [dayOf(entry.effectiveDate), entry.ordinal] : [null, null];
    const { lastInsertRowid } = this.#add.run(entry.stream, currency ?? null, ...opening, base);
    const isForeign = currency !== undefined && base !== null;
    return { id: Number(lastInsertRowid), currency, isForeign, revision: -1, totals: noTotals, isTouched: false };
  }

  #stored(stream: string): StoredAccount | undefined {
    const row = this.#find.get(stream);
    if (row === undefined) return undefined;
    const totals = {
      open: bigintOf(row, 'open'),
      unapplied: bigintOf(row, 'unapplied'),
      lines: numberOf(row, 'lines'),
    };
    const [id, currency, revision] = [numberOf(row, 'id'), maybeTextOf(row, 'currency'), numberOf(row, 'revision')];
    const isForeign = currency !== undefined && maybeTextOf(row, 'base_currency') !== undefined;
    return { id, currency, isForeign, revision, totals, isTouched: false };
  }
}
