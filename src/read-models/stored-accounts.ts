import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Entry } from '#ledger/entry.ts';
import { type ControlTotals, noTotals } from '#projections/balances.ts';
import { dayOf } from './days.ts';
import { Recent } from './recent.ts';
import { bigintOf, numberOf } from './rows.ts';
import type { StoredItem } from './stored-items.ts';
import type { StoredPayment } from './stored-payments.ts';

/**
 * A stream as the projector holds it: its number here, how far it is, its control totals, and what was used lately of its
 * items and payments. What is used together is kept together, and forgotten together.
 */
export interface StoredAccount {
  readonly id: number;
  readonly stream: string;
  revision: number;
  totals: ControlTotals;
  isTouched: boolean;
  readonly items: Map<string, StoredItem>;
  readonly payments: Map<string, StoredPayment>;
}

/** The accounts, and the streams that are none. Balances are written once for each account and batch. */
export class StoredAccounts {
  readonly #known: Recent<StoredAccount>;
  #touched: StoredAccount[] = [];
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #store: StatementSync;

  /** Keeps at least `size` accounts in memory. */
  constructor(db: DatabaseSync, size: number) {
    // A busy account would otherwise keep every item it ever had.
    this.#known = new Recent(size, ({ items, payments }) => {
      items.clear();
      payments.clear();
    });
    this.#find = db.prepare(
      `SELECT a.id, b.revision, b.open, b.unapplied, b.lines
         FROM account a JOIN balance b ON b.account = a.id WHERE a.stream = ?`,
    );
    this.#find.setReadBigInts(true);
    this.#add = db.prepare('INSERT INTO account (stream, currency, opened_on, opened_at) VALUES (?, ?, ?, ?)');
    this.#store = db.prepare(
      `INSERT INTO balance (account, revision, open, unapplied, lines) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (account) DO UPDATE SET revision = excluded.revision, open = excluded.open,
           unapplied = excluded.unapplied, lines = excluded.lines`,
    );
  }

  /** The account of an entry, moved on to the entry's revision. Throws where that is not the next one. */
  ofEntry(entry: Entry): StoredAccount {
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

  /** Whether there are more in memory than there should be; only what is flushed may be forgotten. */
  get isFull(): boolean {
    return this.#known.isFull;
  }

  forgetOld(): void {
    this.#known.forgetOld();
  }

  clear(): void {
    this.#touched = [];
    this.#known.clear();
  }

  #begun(entry: Entry): StoredAccount {
    const { lastInsertRowid } =
      entry.type === 'AccountOpened'
        ? this.#add.run(entry.stream, entry.data.currency, dayOf(entry.effectiveDate), entry.ordinal)
        : this.#add.run(entry.stream, null, null, null);
    return accountOf(Number(lastInsertRowid), entry.stream, -1, noTotals);
  }

  #stored(stream: string): StoredAccount | undefined {
    const row = this.#find.get(stream);
    if (row === undefined) return undefined;
    const totals = {
      open: bigintOf(row, 'open'),
      unapplied: bigintOf(row, 'unapplied'),
      lines: numberOf(row, 'lines'),
    };
    return accountOf(numberOf(row, 'id'), stream, numberOf(row, 'revision'), totals);
  }
}

function accountOf(id: number, stream: string, revision: number, totals: ControlTotals): StoredAccount {
  return { id, stream, revision, totals, isTouched: false, items: new Map(), payments: new Map() };
}
