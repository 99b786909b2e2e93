import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Entry } from '#ledger/entry.ts';
import { auditIndexRowOf } from '#projections/audit-index.ts';
import { withPostings } from '#projections/balances.ts';
import { itemsOpenedBy } from '#projections/open-items.ts';
import { paymentOpenedBy } from '#projections/payments.ts';
import { type Posting, postingsOfEntry } from '#projections/postings.ts';
import { dayOf } from './days.ts';
import { Names } from './names.ts';
import { RowBuffer } from './row-buffer.ts';
import { numberOf, textOf } from './rows.ts';
import { type StoredAccount, StoredAccounts } from './stored-accounts.ts';
import { type StoredItem, StoredItems } from './stored-items.ts';
import { type StoredPayment, StoredPayments } from './stored-payments.ts';

/** How far the tables are, and of which journal. */
export interface Checkpoint {
  readonly journalId: string;
  readonly ledgerId: string;
  readonly ordinal: number;
  /** Id of the entry at the ordinal; empty at 0. */
  readonly entryId: string;
}

export function checkpointIn(db: DatabaseSync): Checkpoint {
  const row = db.prepare('SELECT journal, ledger, ordinal, entry FROM checkpoint').get();
  if (row === undefined) throw new Error('the read model has no checkpoint');
  return {
    journalId: textOf(row, 'journal'),
    ledgerId: textOf(row, 'ledger'),
    ordinal: numberOf(row, 'ordinal'),
    entryId: textOf(row, 'entry'),
  };
}

/** Another runner writes the same tables: this one has no say any more. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

type StoredPosting = Posting<StoredItem, StoredPayment>;

/** Writes what the projections say, one transaction for each batch. Nothing here decides what a figure is. */
export class ReadTables {
  readonly #db: DatabaseSync;
  readonly #names: Names;
  readonly #accounts: StoredAccounts;
  readonly #items: StoredItems;
  readonly #payments: StoredPayments;
  readonly #postings: RowBuffer;
  readonly #entries: RowBuffer;
  readonly #advance: StatementSync;
  #checkpoint: Checkpoint;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#checkpoint = checkpointIn(db);
    this.#names = new Names(db);
    this.#accounts = new StoredAccounts(db);
    this.#items = new StoredItems(db, this.#names);
    this.#payments = new StoredPayments(db, this.#names);
    this.#postings = new RowBuffer(db, 'posting', [
      ...['ordinal', 'line', 'gl', 'amount', 'effective', 'party', 'subject', 'due', 'service', 'charged'],
    ]);
    this.#entries = new RowBuffer(db, 'entry', [
      ...['ordinal', 'account', 'revision', 'type', 'actor', 'reason', 'effective', 'recorded', 'amount'],
    ]);
    // Compare and set: rows and checkpoint move together, and only from where this runner left them (INV-32).
    this.#advance = db.prepare(
      'UPDATE checkpoint SET ordinal = ?, entry = ? WHERE ordinal = ? AND entry = ? AND journal = ?',
    );
  }

  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  /** All of the entries, or none and an error. They follow the checkpoint. */
  write(entries: readonly Entry[]): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const reached = this.#writeBatch(entries);
      this.#db.exec('COMMIT');
      this.#checkpoint = reached;
      for (const store of [this.#names, this.#accounts, this.#items, this.#payments]) store.age();
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  #writeBatch(entries: readonly Entry[]): Checkpoint {
    const from = this.#checkpoint;
    let { ordinal, entryId } = from;
    for (const entry of entries) {
      if (entry.ordinal !== ordinal + 1) throw new Error('INV-29: an ordinal is missing or comes twice');
      this.#writeEntry(entry);
      ({ ordinal, id: entryId } = entry);
    }
    const buffers = [this.#postings, this.#entries, this.#accounts, this.#items, this.#payments];
    for (const buffer of buffers) buffer.flush();
    const { changes } = this.#advance.run(ordinal, entryId, from.ordinal, from.entryId, from.journalId);
    if (Number(changes) !== 1) throw new Fenced('another projector has moved the checkpoint');
    return { ...from, ordinal, entryId };
  }

  /** The rows go, and with them everything held in memory that was made of them. */
  #undo(): void {
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    const holders = [this.#postings, this.#entries, this.#names, this.#accounts, this.#items, this.#payments];
    for (const holder of holders) holder.clear();
  }

  #writeEntry(entry: Entry): void {
    const account = this.#accounts.ofEntry(entry);
    const itemOf = (chargeId: string, item: number): StoredItem => this.#items.of(account.id, chargeId, item);
    const paymentOf = (paymentId: string): StoredPayment => this.#payments.of(account.id, paymentId);
    for (const item of itemsOpenedBy(entry, itemOf)) this.#items.open(account.id, item);
    const payment = paymentOpenedBy(entry);
    if (payment !== undefined) this.#payments.open(account.id, payment);
    const postings = postingsOfEntry(entry, { itemOf, paymentOf });
    const effective = dayOf(entry.effectiveDate);
    for (const posting of postings) this.#post(entry.ordinal, effective, posting);
    for (const posting of postings) requireNotNegative(posting);
    account.totals = withPostings(account.totals, postings);
    this.#index(entry, account, effective);
  }

  #post(ordinal: number, effective: number, { line, account, amount, item, payment }: StoredPosting): void {
    const gl = this.#names.glAccount(account);
    if (item !== undefined) {
      this.#items.move(item, amount);
      const { partyId, id, due, service, charged } = item;
      this.#postings.add(ordinal, line, gl, amount, effective, partyId, id, due, service, charged);
    } else if (payment !== undefined) {
      this.#payments.move(payment, -amount);
      this.#postings.add(ordinal, line, gl, amount, effective, payment.partyId, payment.id, null, null, null);
    } else {
      this.#postings.add(ordinal, line, gl, amount, effective, null, null, null, null, null);
    }
  }

  #index(entry: Entry, account: StoredAccount, effective: number): void {
    const { type, actorId, reasonCode, recordedAt, amount } = auditIndexRowOf(entry);
    const names = this.#names;
    const reason = reasonCode === undefined ? null : names.term('reason', reasonCode);
    this.#entries.add(
      ...[entry.ordinal, account.id, entry.revision, names.term('type', type), names.term('actor', actorId)],
      ...[reason, effective, Date.parse(recordedAt), amount ?? null],
    );
  }
}

function requireNotNegative({ item, payment }: StoredPosting): void {
  if (item !== undefined && item.open < 0n) throw new Error('INV-01: less than nothing is open of an item');
  if (payment !== undefined && payment.unapplied < 0n) {
    throw new Error('INV-03: less than nothing of a payment is unapplied');
  }
}
