import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { paymentMethods } from '#ledger/payments/payment-methods.ts';
import type { ReceivedPayment } from '#projections/payments.ts';
import type { Names } from './names.ts';
import { RecentOfAccount } from './recent-of-account.ts';
import { RowBuffer } from './row-buffer.ts';
import { bigintOf, numberOf, type Row, textOf } from './rows.ts';
import type { StoredAccount } from './stored-accounts.ts';
import { mostInMemory, partyOfRow } from './stored-items.ts';

/** A payment as the projector holds it: with its numbers, and what is unapplied of it over everything recorded. */
export interface StoredPayment extends ReceivedPayment {
  readonly id: number;
  readonly accountId: number;
  readonly partyId: number;
  readonly methodId: number;
  unapplied: bigint;
  state: 'NEW' | 'STORED' | 'MOVED';
}

/** The payments: found among the recent ones, or read again from the table. */
export class StoredPayments {
  readonly #names: Names;
  readonly #known = new RecentOfAccount<StoredPayment>(mostInMemory);
  #touched: StoredPayment[] = [];
  #lastId: number;
  readonly #readLastId: StatementSync;
  readonly #find: StatementSync;
  readonly #move: StatementSync;
  readonly #rows: RowBuffer;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#readLastId = db.prepare('SELECT coalesce(max(id), 0) AS id FROM payment');
    this.#lastId = numberOf(this.#readLastId.get() ?? {}, 'id');
    this.#find = db.prepare(
      `SELECT m.*, p.currency, p.party_class, p.payer, t.text AS method_text
         FROM payment m JOIN party p ON p.id = m.party JOIN term t ON t.id = m.method
        WHERE m.account = ? AND m.payment = ?`,
    );
    this.#find.setReadBigInts(true);
    this.#move = db.prepare('UPDATE payment SET unapplied = ? WHERE id = ?');
    this.#rows = new RowBuffer(db, 'payment', 'id, account, payment, party, method, unapplied');
  }

  /** Throws where the account has no such payment: a corrupt book. */
  of(account: StoredAccount, paymentId: string): StoredPayment {
    const known = this.#known.get(account.id, paymentId);
    if (known !== undefined) return known;
    const row = this.#find.get(account.id, paymentId);
    if (row === undefined) throw new Error('INV-14: an entry names a payment that is not there');
    return this.#keep(account, paymentOfRow(row));
  }

  open(account: StoredAccount, { paymentId, party, currency, method }: ReceivedPayment): void {
    this.#lastId += 1;
    const opened = this.#keep(account, {
      paymentId,
      party,
      currency,
      method,
      id: this.#lastId,
      accountId: account.id,
      partyId: this.#names.party(currency, party),
      methodId: this.#names.term('method', method),
      unapplied: 0n,
      state: 'NEW',
    });
    this.#touched.push(opened);
  }

  move(payment: StoredPayment, amount: bigint): void {
    payment.unapplied += amount;
    if (payment.state !== 'STORED') return;
    payment.state = 'MOVED';
    this.#touched.push(payment);
  }

  flush(): void {
    for (const payment of this.#touched) {
      const { state, id, accountId, paymentId, partyId, methodId, unapplied } = payment;
      if (state === 'NEW') this.#rows.add(id, accountId, paymentId, partyId, methodId, unapplied);
      else this.#move.run(unapplied, id);
      payment.state = 'STORED';
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

  #keep(account: StoredAccount, payment: StoredPayment): StoredPayment {
    this.#known.set(account.id, payment.paymentId, payment);
    return payment;
  }
}

function paymentOfRow(row: Row): StoredPayment {
  const method = paymentMethods.find((known) => known === row['method_text']);
  if (method === undefined) throw new Error('a payment has an unknown method');
  return {
    paymentId: textOf(row, 'payment'),
    party: partyOfRow(row),
    currency: textOf(row, 'currency'),
    method,
    id: numberOf(row, 'id'),
    accountId: numberOf(row, 'account'),
    partyId: numberOf(row, 'party'),
    methodId: numberOf(row, 'method'),
    unapplied: bigintOf(row, 'unapplied'),
    state: 'STORED',
  };
}
