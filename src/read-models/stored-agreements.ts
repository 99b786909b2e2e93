import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type AgreementBegun,
  type AgreementForm,
  agreementBegunBy,
  agreementEndedBy,
  type ItemName,
  planRevisedBy,
  redatedBy,
} from '#projections/agreements.ts';
import type { BookEntry } from '#projections/book-entry.ts';
import { dayOf } from './days.ts';
import type { Names } from './names.ts';
import { numberOf } from './rows.ts';
import { formNumbers } from './schema.ts';
import type { StoredAccount } from './stored-accounts.ts';

/** Where the numbers of items and parties come from. */
interface Numbers {
  readonly itemOf: (item: ItemName) => number;
  readonly names: Names;
}

/** Agreements and their ends: written at once, because they are few, and an end has to find its beginning. */
export class StoredAgreements {
  readonly #begin: StatementSync;
  readonly #cover: StatementSync;
  readonly #follow: StatementSync;
  readonly #find: StatementSync;
  readonly #end: StatementSync;

  constructor(db: DatabaseSync) {
    const columns = 'id, account, form, name, effective, kind, item, amount, due, party';
    this.#begin = db.prepare(`INSERT INTO agreement (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#cover = db.prepare('INSERT INTO agreement_item (agreement, item, ordinal, effective) VALUES (?, ?, ?, ?)');
    this.#follow = db.prepare(
      `INSERT INTO agreement_item (agreement, item, ordinal, effective) SELECT g.id, ?, ?, ?
         FROM agreement g JOIN agreement_item i ON i.agreement = g.id AND i.item = ?
        WHERE g.account = ? AND g.form = ${formNumbers.PROMISE}`,
    );
    this.#find = db.prepare('SELECT id FROM agreement WHERE account = ? AND form = ? AND name = ?');
    this.#end = db.prepare('INSERT INTO agreement_end (agreement, ordinal, effective, outcome) VALUES (?, ?, ?, ?)');
  }

  write(entry: BookEntry, account: StoredAccount, numbers: Numbers): void {
    const begun = agreementBegunBy(entry);
    if (begun !== undefined) this.#began(entry, account, begun, numbers);
    const revised = planRevisedBy(entry);
    if (revised !== undefined) {
      const plan = this.#numberOf(account, 'PLAN', revised.id);
      this.#covers(entry, plan, revised.items, numbers);
    }
    this.#redate(entry, account, numbers);
    const ended = agreementEndedBy(entry);
    if (ended === undefined) return;
    const agreement = this.#numberOf(account, ended.form, ended.id);
    this.#end.run(agreement, entry.ordinal, dayOf(entry.effectiveDate), ended.outcome ?? null);
  }

  #began(
    entry: BookEntry,
    { id: account, currency }: StoredAccount,
    { form, id, kind, item, items, amount, due, party }: AgreementBegun,
    numbers: Numbers,
  ): void {
    if (currency === undefined) throw new Error('INV-13: something is agreed where no account has been opened');
    const { ordinal } = entry;
    const effective = dayOf(entry.effectiveDate);
    const { itemOf, names } = numbers;
    const itemId = item === undefined ? null : itemOf(item);
    const dueDay = due === undefined ? null : dayOf(due);
    const partyId = party === undefined ? null : names.party(currency, party);
    const what = [effective, kind ?? null, itemId, amount ?? null, dueDay, partyId];
    this.#begin.run(ordinal, account, formNumbers[form], id, ...what);
    this.#covers(entry, ordinal, items, numbers);
  }

  #covers(
    { ordinal, effectiveDate }: BookEntry,
    agreement: number,
    items: readonly ItemName[],
    { itemOf }: Numbers,
  ): void {
    for (const one of items) this.#cover.run(agreement, itemOf(one), ordinal, dayOf(effectiveDate));
  }

  /** Promises go with the items that they are about. */
  #redate(entry: BookEntry, { id }: StoredAccount, { itemOf }: Numbers): void {
    const day = dayOf(entry.effectiveDate);
    for (const { from, to } of redatedBy(entry)) this.#follow.run(itemOf(to), entry.ordinal, day, itemOf(from), id);
  }

  /** Throws where the account has no such agreement: a corrupt book. */
  #numberOf({ id }: StoredAccount, form: AgreementForm, name: string): number {
    const row = this.#find.get(id, formNumbers[form], name);
    if (row === undefined) throw new Error('INV-14: an entry names an agreement that is not there');
    return numberOf(row, 'id');
  }
}
