import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SourceName } from '#ledger/account.ts';
import { paymentMethods } from '#ledger/payments/payment-methods.ts';
import type { AllocationSource } from '#projections/sources.ts';
import type { Names } from './names.ts';
import { RecentOfAccount } from './recent-of-account.ts';
import { RowBuffer } from './row-buffer.ts';
import { bigintOf, maybeNumberOf, numberOf, type Row, textOf } from './rows.ts';
import type { StoredAccount } from './stored-accounts.ts';
import { mostInMemory, partyOfRow } from './stored-items.ts';

/** A payment or credit as the projector holds it: with its numbers, and what is unapplied of it over everything recorded. */
export interface StoredSource extends AllocationSource {
  readonly rowId: number;
  readonly accountId: number;
  readonly partyId: number;
  readonly methodId: number | undefined;
  unapplied: bigint;
  state: 'NEW' | 'STORED' | 'MOVED';
}

/** Of each kind its table, whose column of the same name is the caller's id. */
const tables = {
  PAYMENT: { name: 'payment', method: 'm.method', missing: 'INV-14: an entry names a payment that is not there' },
  CREDIT: { name: 'credit', method: 'NULL', missing: 'INV-14: an entry names a credit that is not there' },
} as const;

/** The payments, or the credits: found among the recent ones, or read again from their table. */
export class StoredSources {
  readonly #kind: SourceName['kind'];
  readonly #names: Names;
  readonly #known = new RecentOfAccount<StoredSource>(mostInMemory);
  #touched: StoredSource[] = [];
  #lastId: number;
  readonly #readLastId: StatementSync;
  readonly #find: StatementSync;
  readonly #move: StatementSync;
  readonly #rows: RowBuffer;

  constructor(db: DatabaseSync, names: Names, kind: SourceName['kind']) {
    const { name, method } = tables[kind];
    this.#kind = kind;
    this.#names = names;
    this.#readLastId = db.prepare(`SELECT coalesce(max(id), 0) AS id FROM ${name}`);
    this.#lastId = numberOf(this.#readLastId.get() ?? {}, 'id');
    this.#find = db.prepare(
      `SELECT m.id, m.account, m.${name} AS name, m.party, m.unapplied, p.currency, p.party_class, p.payer,
              ${method} AS method, t.text AS method_text
         FROM ${name} m JOIN party p ON p.id = m.party LEFT JOIN term t ON t.id = ${method}
        WHERE m.account = ? AND m.${name} = ?`,
    );
    this.#find.setReadBigInts(true);
    this.#move = db.prepare(`UPDATE ${name} SET unapplied = ? WHERE id = ?`);
    this.#rows = new RowBuffer(
      db,
      name,
      `id, account, ${name}, party, ${kind === 'PAYMENT' ? 'method, ' : ''}unapplied`,
    );
  }

  /** Throws where the account has none of this id: a corrupt book. */
  of(account: StoredAccount, id: string): StoredSource {
    const known = this.#known.get(account.id, id);
    if (known !== undefined) return known;
    const row = this.#find.get(account.id, id);
    if (row === undefined) throw new Error(tables[this.#kind].missing);
    return this.#keep(account, sourceOfRow(this.#kind, row));
  }

  open(account: StoredAccount, opened: AllocationSource): void {
    this.#lastId += 1;
    const { kind, id, party, currency, method } = opened;
    const kept = this.#keep(account, {
      kind,
      id,
      party,
      currency,
      method,
      rowId: this.#lastId,
      accountId: account.id,
      partyId: this.#names.party(currency, party),
      methodId: method === undefined ? undefined : this.#names.term('method', method),
      unapplied: 0n,
      state: 'NEW',
    });
    this.#touched.push(kept);
  }

  move(source: StoredSource, amount: bigint): void {
    source.unapplied += amount;
    if (source.state !== 'STORED') return;
    source.state = 'MOVED';
    this.#touched.push(source);
  }

  flush(): void {
    for (const source of this.#touched) {
      const { state, id, accountId, rowId, partyId, methodId, unapplied } = source;
      const method = methodId === undefined ? [] : [methodId];
      if (state === 'NEW') this.#rows.add(rowId, accountId, id, partyId, ...method, unapplied);
      else this.#move.run(unapplied, rowId);
      source.state = 'STORED';
    }
    this.#touched = [];
    this.#rows.flush();
  }

  /** Whether there is more in memory, or more to be written, than there should be. */
  get isFull(): boolean {
    return this.#known.isFull || this.#touched.length >= mostInMemory;
  }

  /** Only after everything was flushed: a change that is still in memory would be lost. */
  forgetOld(): void {
    if (this.#known.isFull) this.#known.forgetOld();
  }

  clear(): void {
    this.#touched = [];
    this.#rows.clear();
    this.#known.clear();
    this.#lastId = numberOf(this.#readLastId.get() ?? {}, 'id');
  }

  #keep(account: StoredAccount, source: StoredSource): StoredSource {
    this.#known.set(account.id, source.id, source);
    return source;
  }
}

function sourceOfRow(kind: SourceName['kind'], row: Row): StoredSource {
  return {
    kind,
    id: textOf(row, 'name'),
    party: partyOfRow(row),
    currency: textOf(row, 'currency'),
    method: paymentMethods.find((known) => known === row['method_text']),
    rowId: numberOf(row, 'id'),
    accountId: numberOf(row, 'account'),
    partyId: numberOf(row, 'party'),
    methodId: maybeNumberOf(row, 'method'),
    unapplied: bigintOf(row, 'unapplied'),
    state: 'STORED',
  };
}
