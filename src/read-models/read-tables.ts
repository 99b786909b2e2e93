import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SourceName } from '#ledger/account.ts';
import { auditIndexRowOf } from '#projections/audit-index.ts';
import { withPostings } from '#projections/balances.ts';
import type { BookEntry } from '#projections/book-entry.ts';
import { closingOf } from '#projections/closings.ts';
import { paymentOf } from '#projections/entry-payment.ts';
import { movementsOf } from '#projections/figure-movements.ts';
import { itemsOpenedBy } from '#projections/open-items.ts';
import { type Posting, postingsOfEntry, type Subledger } from '#projections/postings.ts';
import { receivableClassOf } from '#projections/receivable-classes.ts';
import { sourceOpenedBy } from '#projections/sources.ts';
import { type Checkpoint, checkpointIn } from './checkpoint.ts';
import { dayOf } from './days.ts';
import { Names } from './names.ts';
import { requireNotNegative } from './not-negative.ts';
import { RowBuffer } from './row-buffer.ts';
import { classNumbers, figureNumbers } from './schema.ts';
import { type StoredAccount, StoredAccounts } from './stored-accounts.ts';
import { StoredAgreements } from './stored-agreements.ts';
import { StoredFeeRuns } from './stored-fee-runs.ts';
import { type StoredItem, StoredItems } from './stored-items.ts';
import { StoredPeriods } from './stored-periods.ts';
import { StoredReceipts } from './stored-receipts.ts';
import { type StoredSource, StoredSources } from './stored-sources.ts';
import { StoredTransits } from './stored-transits.ts';

/** Another runner writes the same tables: this one has no say any more. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** The line stops here: the entry at this ordinal does not follow from what is already projected. */
export class Unprojectable extends Error {
  override readonly name = 'Unprojectable';
  readonly ordinal: number;
  constructor(ordinal: number, cause: unknown) {
    const isOurs = cause instanceof Error && /^INV-[0-9]{2}: /.test(cause.message);
    super(isOurs ? cause.message : 'The entry contradicts the books', { cause });
    this.ordinal = ordinal;
  }
}

const postingColumns = 'ordinal, line, gl, currency, amount, base, effective, party, subject, due, service, charged';

type StoredPosting = Posting<StoredItem, StoredSource>;

/** Writes what the projections say, one transaction for each batch. Nothing here decides what a figure is. */
export class ReadTables {
  readonly #db: DatabaseSync;
  readonly #names: Names;
  readonly #accounts: StoredAccounts;
  readonly #items: StoredItems;
  readonly #sources: { readonly [Kind in SourceName['kind']]: StoredSources };
  readonly #postings: RowBuffer;
  readonly #entries: RowBuffer;
  readonly #movements: RowBuffer;
  readonly #closings: RowBuffer;
  readonly #periods: StoredPeriods;
  readonly #agreements: StoredAgreements;
  readonly #transits: StoredTransits;
  readonly #receipts: StoredReceipts;
  readonly #feeRuns: StoredFeeRuns;
  readonly #advance: StatementSync;
  #checkpoint: Checkpoint;
  /** Many entries share a millisecond; reading it from words is not free. */
  #instant = { text: '', milliseconds: Number.NaN };
  /** How far `load` is ahead of the checkpoint. */
  #loaded: Checkpoint | undefined;

  constructor(db: DatabaseSync, accountsInMemory = 20_000) {
    this.#db = db;
    this.#checkpoint = checkpointIn(db);
    this.#names = new Names(db);
    this.#accounts = new StoredAccounts(db, accountsInMemory);
    this.#items = new StoredItems(db, this.#names);
    this.#sources = {
      PAYMENT: new StoredSources(db, this.#names, 'PAYMENT'),
      CREDIT: new StoredSources(db, this.#names, 'CREDIT'),
    };
    this.#postings = new RowBuffer(db, 'posting', postingColumns);
    this.#movements = new RowBuffer(db, 'movement', 'account, ordinal, line, figure, party, reason, effective, amount');
    this.#agreements = new StoredAgreements(db);
    this.#closings = new RowBuffer(db, 'closing', 'account, ordinal, effective, is_closed');
    this.#periods = new StoredPeriods(db);
    this.#transits = new StoredTransits(db, this.#names);
    this.#receipts = new StoredReceipts(db);
    this.#feeRuns = new StoredFeeRuns(db);
    this.#entries = new RowBuffer(
      db,
      'entry',
      'ordinal, account, revision, type, actor, reason, class, effective, recorded, amount, payment',
    );
    // Compare and set: rows and checkpoint move together, and only from where this runner left them (INV-32).
    this.#advance = db.prepare(
      'UPDATE checkpoint SET ordinal = ?, entry = ? WHERE ordinal = ? AND entry = ? AND journal = ?',
    );
  }

  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  get #buffers(): readonly RowBuffer[] {
    return [this.#postings, this.#entries, this.#movements, this.#closings];
  }

  get #stores(): readonly (StoredAccounts | StoredItems | StoredSources)[] {
    return [this.#accounts, this.#items, this.#sources.PAYMENT, this.#sources.CREDIT];
  }

  /** All of the entries, or none and an error. They follow the checkpoint. */
  write(entries: readonly BookEntry[]): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const reached = this.#project(entries, this.#checkpoint);
      this.#flush();
      this.#advanceTo(reached);
      this.#db.exec('COMMIT');
      this.#checkpoint = reached;
      this.#forgetOld();
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  /**
   * The first half of `write`, for a file that is thrown away if anything goes wrong: rows are held back as long as there
   * is room, so that an item paid soon after its charge is written once. `settle` writes what is left.
   */
  load(entries: readonly BookEntry[]): void {
    this.#loaded = this.#project(entries, this.#loaded ?? this.#checkpoint);
    if (!this.#stores.some((store) => store.isFull)) return;
    this.#flush();
    this.#forgetOld();
  }

  settle(): void {
    this.#flush();
    if (this.#loaded !== undefined && this.#loaded.ordinal > 0) this.#advanceTo(this.#loaded);
    this.#checkpoint = this.#loaded ?? this.#checkpoint;
  }

  #project(entries: readonly BookEntry[], from: Checkpoint): Checkpoint {
    let { ordinal, entryId } = from;
    for (const entry of entries) {
      if (entry.ordinal !== ordinal + 1)
        throw new Unprojectable(ordinal + 1, new Error('INV-29: an ordinal is missing or comes twice'));
      this.#projectEntry(entry);
      ({ ordinal, id: entryId } = entry);
    }
    return { ...from, ordinal, entryId };
  }

  #flush(): void {
    for (const rows of [...this.#buffers, ...this.#stores, this.#periods, this.#transits, this.#feeRuns]) rows.flush();
  }

  #advanceTo({ ordinal, entryId }: Checkpoint): void {
    const from = this.#checkpoint;
    const { changes } = this.#advance.run(ordinal, entryId, from.ordinal, from.entryId, from.journalId);
    if (Number(changes) !== 1) throw new Fenced('another projector has moved the checkpoint');
  }

  /** Only what has been flushed: a change that is still in memory would be lost. */
  #forgetOld(): void {
    this.#names.forgetOld();
    for (const store of this.#stores) store.forgetOld();
  }

  /** The rows go, and with them everything held in memory that was made of them. */
  #undo(): void {
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    for (const holder of [...this.#buffers, this.#names, ...this.#stores, this.#periods, this.#transits, this.#feeRuns])
      holder.clear();
  }

  #projectEntry(entry: BookEntry): void {
    try {
      this.#writeEntry(this.#periods.counted(entry));
    } catch (cause) {
      throw new Unprojectable(entry.ordinal, cause);
    }
  }

  #writeEntry(entry: BookEntry): void {
    const account = this.#accounts.ofEntry(entry);
    const itemOf = (chargeId: string, item: number): StoredItem => this.#items.of(account, chargeId, item);
    const sourceOf = ({ kind, id }: SourceName): StoredSource => this.#sources[kind].of(account, id);
    for (const item of itemsOpenedBy(entry, itemOf)) this.#items.open(account, item);
    const source = sourceOpenedBy(entry);
    if (source !== undefined) this.#sources[source.kind].open(account, source);
    const postings = postingsOfEntry(entry, { itemOf, sourceOf });
    const effective = dayOf(entry.effectiveDate);
    if (postings.length > 0) this.#postAll(entry.ordinal, effective, account, postings);
    for (const posting of postings) requireNotNegative(posting);
    account.totals = withPostings(account.totals, postings);
    this.#move(entry, account, effective, { itemOf, sourceOf });
    const isClosed = closingOf(entry);
    if (isClosed !== undefined) this.#closings.add(account.id, entry.ordinal, effective, Number(isClosed));
    this.#agreements.write(entry, account, {
      itemOf: ({ chargeId, item }) => itemOf(chargeId, item).id,
      names: this.#names,
    });
    this.#transits.write(entry, account);
    this.#receipts.write(entry, account, effective, postings);
    this.#feeRuns.write(entry, account, effective);
    this.#index(entry, account, effective);
  }

  #postAll(ordinal: number, effective: number, account: StoredAccount, postings: readonly StoredPosting[]): void {
    if (account.currency === undefined) throw new Error('INV-13: something is posted where no account has been opened');
    const stream = { id: account.id, currency: this.#names.term('currency', account.currency) };
    for (const posting of postings) this.#post(ordinal, effective, stream, posting);
  }

  #post(
    ordinal: number,
    effective: number,
    { id: streamId, currency }: { readonly id: number; readonly currency: number },
    posting: StoredPosting,
  ): void {
    const { line, account, amount, base, item, source } = posting;
    const gl = this.#names.glAccount(account);
    if (item !== undefined) {
      this.#items.move(item, amount);
      const { partyId, id, due, service, charged } = item;
      this.#postings.add(ordinal, line, gl, currency, amount, base, effective, partyId, id, due, service, charged);
    } else if (source !== undefined) {
      this.#sources[source.kind].move(source, -amount);
      const { partyId, rowId } = source;
      this.#postings.add(ordinal, line, gl, currency, amount, base, effective, partyId, rowId, null, null, null);
    } else {
      const of = posting.isUnidentified ? streamId : this.#subjectOf(posting);
      this.#postings.add(ordinal, line, gl, currency, amount, base, effective, null, of, null, null, null);
    }
  }

  #subjectOf({ method, transit }: StoredPosting): number | null {
    if (method !== undefined) return this.#names.term('method', method);
    return transit === undefined ? null : this.#names.term('transit', transit);
  }

  #move(
    entry: BookEntry,
    { id, currency }: StoredAccount,
    effective: number,
    subledger: Subledger<StoredItem, StoredSource>,
  ): void {
    for (const [index, { figure, party, reasonCode, amount }] of movementsOf(entry, subledger).entries()) {
      if (currency === undefined) throw new Error('INV-13: a figure moves where no account has been opened');
      const partyId = this.#names.party(currency, party);
      const reason = reasonCode === undefined ? null : this.#names.term('reason', reasonCode);
      this.#movements.add(id, entry.ordinal, index + 1, figureNumbers[figure], partyId, reason, effective, amount);
    }
  }

  #millisecondsOf(text: string): number {
    if (this.#instant.text !== text) this.#instant = { text, milliseconds: Date.parse(text) };
    return this.#instant.milliseconds;
  }

  #index(entry: BookEntry, account: StoredAccount, effective: number): void {
    const { type, actorId, reasonCode, recordedAt, amount } = auditIndexRowOf(entry, account.isForeign);
    const { ordinal, revision } = entry;
    const [typeId, actor] = [this.#names.term('type', type), this.#names.term('actor', actorId)];
    const reason = reasonCode === undefined ? null : this.#names.term('reason', reasonCode);
    const receivableClass = receivableClassOf(entry);
    const classNumber = receivableClass === undefined ? null : classNumbers[receivableClass];
    const { id } = account;
    const paymentId = paymentOf(entry);
    const payment = paymentId === undefined ? null : this.#sources.PAYMENT.of(account, paymentId).rowId;
    const recorded = this.#millisecondsOf(recordedAt);
    const what = [typeId, actor, reason, classNumber, effective, recorded, amount ?? null, payment];
    this.#entries.add(ordinal, id, revision, ...what);
  }
}
