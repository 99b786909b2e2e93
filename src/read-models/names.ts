import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Party, payerIdOf } from '#ledger/parties.ts';
import { Recent } from './recent.ts';
import { numberOf, textOf } from './rows.ts';

interface Numbered {
  readonly find: StatementSync;
  readonly add: StatementSync;
}

/** Texts and parties as small numbers, given out in the order in which the journal first names them. */
export class Names {
  readonly #glAccounts: ReadonlyMap<string, number>;
  readonly #known = new Recent<number>(20_000);
  readonly #terms: Numbered;
  readonly #parties: Numbered;

  constructor(db: DatabaseSync) {
    const glAccounts = db.prepare('SELECT id, name FROM gl_account').all();
    this.#glAccounts = new Map(glAccounts.map((row) => [textOf(row, 'name'), numberOf(row, 'id')]));
    this.#terms = {
      find: db.prepare('SELECT id FROM term WHERE kind = ? AND text = ?'),
      add: db.prepare('INSERT INTO term (kind, text) VALUES (?, ?)'),
    };
    this.#parties = {
      find: db.prepare('SELECT id FROM party WHERE currency = ? AND party_class = ? AND payer = ?'),
      add: db.prepare('INSERT INTO party (currency, party_class, payer) VALUES (?, ?, ?)'),
    };
  }

  glAccount(name: string): number {
    const id = this.#glAccounts.get(name);
    if (id === undefined) throw new Error('a posting is on an account that is not in the chart');
    return id;
  }

  term(kind: TermKind, text: string): number {
    return this.#number(`${kind} ${text}`, this.#terms, kind, text);
  }

  party(currency: string, party: Party): number {
    const payer = payerIdOf(party) ?? '';
    return this.#number(`${currency} ${party.partyClass} ${payer}`, this.#parties, currency, party.partyClass, payer);
  }

  /** After a rollback: a number that was given out in the batch is not there any more. */
  clear(): void {
    this.#known.clear();
  }

  #number(key: string, { find, add }: Numbered, ...values: readonly string[]): number {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const row = find.get(...values);
    const id = row === undefined ? Number(add.run(...values).lastInsertRowid) : numberOf(row, 'id');
    this.#known.set(key, id);
    return id;
  }

  /** Between two batches, so that none is looked up twice within one. */
  forgetOld(): void {
    if (this.#known.isFull) this.#known.forgetOld();
  }
}

type TermKind = 'actor' | 'category' | 'reason' | 'type';
