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
  /** By kind, so that no key has to be put together for every entry. */
  readonly #known: { readonly [Kind in TermKind | 'party']: Recent<string, number> } = {
    actor: new Recent(20_000),
    category: new Recent(100),
    currency: new Recent(100),
    method: new Recent(100),
    party: new Recent(20_000),
    reason: new Recent(1_000),
    transit: new Recent(1_000),
    type: new Recent(1_000),
  };
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
    return this.#known[kind].get(text) ?? this.#number(kind, text, this.#terms, kind, text);
  }

  party(currency: string, party: Party): number {
    const payer = payerIdOf(party) ?? '';
    const key = `${currency} ${party.partyClass} ${payer}`;
    const known = this.#known.party.get(key);
    return known ?? this.#number('party', key, this.#parties, currency, party.partyClass, payer);
  }

  /** After a rollback: a number that was given out in the batch is not there any more. */
  clear(): void {
    for (const known of Object.values(this.#known)) known.clear();
  }

  #number(kind: TermKind | 'party', key: string, { find, add }: Numbered, ...values: readonly string[]): number {
    const row = find.get(...values);
    const id = row === undefined ? Number(add.run(...values).lastInsertRowid) : numberOf(row, 'id');
    this.#known[kind].set(key, id);
    return id;
  }

  /** Between two batches, so that none is looked up twice within one. */
  forgetOld(): void {
    for (const known of Object.values(this.#known)) if (known.isFull) known.forgetOld();
  }
}

type TermKind = 'actor' | 'category' | 'currency' | 'method' | 'reason' | 'transit' | 'type';
