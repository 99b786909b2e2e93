import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type AgreementForm, agreementBegunBy, agreementEndedBy, type ItemName } from '#projections/agreements.ts';
import type { BookEntry } from '#projections/book-entry.ts';
import { dayOf } from './days.ts';
import { numberOf } from './rows.ts';
import { formNumbers } from './schema.ts';
import type { StoredAccount } from './stored-accounts.ts';

/** The number of an item in its table. */
type ItemFinder = (item: ItemName) => number;

/** Agreements and their ends: written at once, because they are few, and an end has to find its beginning. */
export class StoredAgreements {
  readonly #begin: StatementSync;
  readonly #find: StatementSync;
  readonly #end: StatementSync;

  constructor(db: DatabaseSync) {
    this.#begin = db.prepare(
      'INSERT INTO agreement (id, account, form, name, effective, kind, item, amount, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#find = db.prepare('SELECT id FROM agreement WHERE account = ? AND form = ? AND name = ?');
    this.#end = db.prepare('INSERT INTO agreement_end (agreement, ordinal, effective, outcome) VALUES (?, ?, ?, ?)');
  }

  write(entry: BookEntry, account: StoredAccount, effective: number, itemOf: ItemFinder): void {
    const begun = agreementBegunBy(entry);
    if (begun !== undefined) {
      const { form, id, kind, item, amount, due } = begun;
      const itemId = item === undefined ? null : itemOf(item);
      const [dueDay, number] = [due === undefined ? null : dayOf(due), formNumbers[form]];
      this.#begin.run(entry.ordinal, account.id, number, id, effective, kind ?? null, itemId, amount ?? null, dueDay);
    }
    const ended = agreementEndedBy(entry);
    if (ended === undefined) return;
    const agreement = this.#numberOf(account, ended.form, ended.id);
    this.#end.run(agreement, entry.ordinal, effective, ended.outcome ?? null);
  }

  /** Throws where the account has no such agreement: a corrupt book. */
  #numberOf({ id }: StoredAccount, form: AgreementForm, name: string): number {
    const row = this.#find.get(id, formNumbers[form], name);
    if (row === undefined) throw new Error('INV-14: an entry names an agreement that is not there');
    return numberOf(row, 'id');
  }
}
