import type { Minor } from '#projections/minor.ts';
import { bigintOf, numberOf, textOf } from './rows.ts';
import {
  cashClearing,
  receivable,
  transferClearing,
  unappliedCash,
  unappliedCredits,
  unidentifiedCash,
} from './schema.ts';
import type { Sql } from './sql.ts';

/** What a read model adds up to over everything up to an ordinal, minor units of all currencies together. */
export interface BookTotals {
  readonly entries: number;
  readonly postings: number;
  /** Debits less credits by account of the general ledger. */
  readonly accounts: ReadonlyMap<string, Minor>;
  /** All lines in the base currency, debits less credits. */
  readonly base: Minor;
}

/**
 * Most lines are on the accounts that are named in the schema: a sum for each of these in one pass costs less than sorting
 * the lines by account, and sorting the few others less than a sum for each of those.
 */
export function bookTotals(sql: Sql, ordinal: number): BookTotals {
  const named = [receivable, unappliedCash, unappliedCredits, cashClearing, transferClearing, unidentifiedCash];
  const sums = named.map((id) => `sum(amount) FILTER (WHERE gl = ${id}) AS account${id}`).join(', ');
  const lines =
    sql.row(`SELECT count(*) AS lines, sum(base) AS base, ${sums} FROM posting WHERE ordinal <= ?`, ordinal) ?? {};
  const entries = sql.row('SELECT count(*) AS lines FROM entry WHERE ordinal <= ?', ordinal) ?? {};
  const others = sql.rows(
    `SELECT gl, sum(amount) AS total FROM posting WHERE gl NOT IN (${named.join(', ')}) AND ordinal <= ? GROUP BY gl`,
    ordinal,
  );
  const totals = new Map([
    ...named.map((id) => [id, bigintOf(lines, `account${id}`)] as const),
    ...others.map((row) => [numberOf(row, 'gl'), bigintOf(row, 'total')] as const),
  ]);
  const chart = sql.rows('SELECT id, name FROM gl_account ORDER BY id');
  return {
    entries: numberOf(entries, 'lines'),
    postings: numberOf(lines, 'lines'),
    base: bigintOf(lines, 'base'),
    accounts: new Map(chart.map((row) => [textOf(row, 'name'), totals.get(numberOf(row, 'id')) ?? 0n])),
  };
}

/** In which control totals two read models of the same entries differ; nothing if they agree. */
export function differences(a: BookTotals, b: BookTotals): readonly string[] {
  const counts = [
    a.entries === b.entries ? [] : ['count of entries'],
    a.postings === b.postings ? [] : ['count of postings'],
    a.base === b.base ? [] : ['sum in base'],
  ].flat();
  const names = [...new Set([...a.accounts.keys(), ...b.accounts.keys()])];
  return [...counts, ...names.filter((name) => (a.accounts.get(name) ?? 0n) !== (b.accounts.get(name) ?? 0n))];
}

/** Whether a read model agrees with itself (INV-04, INV-07, INV-08): what does not is named. */
export function inconsistencies(sql: Sql, ordinal: number, { entries, accounts, base }: BookTotals): readonly string[] {
  const trialBalance = [...accounts.values()].reduce((total, amount) => total + amount, 0n);
  const receivables = accounts.get('AccountsReceivable') ?? 0n;
  const unapplied = -(accounts.get('UnappliedCash') ?? 0n);
  const credits = -(accounts.get('UnappliedCredits') ?? 0n);
  const balances = sql.row('SELECT sum(open) AS open, sum(unapplied) AS unapplied FROM balance') ?? {};
  const indexed = (gl: number): Minor =>
    bigintOf(
      sql.row(
        `SELECT sum(amount) AS total FROM posting INDEXED BY posting_aging WHERE gl = ${gl} AND party IS NOT NULL`,
      ) ?? {},
      'total',
    );
  const checks: readonly (readonly [string, boolean])[] = [
    ['INV-29 entries 1..ordinal', entries === ordinal],
    ['INV-07 trial balance', trialBalance === 0n],
    ['INV-07 trial balance in base', base === 0n],
    ['INV-08 open items', bigintOf(sql.row('SELECT sum(open) AS total FROM item') ?? {}, 'total') === receivables],
    [
      'INV-08 unapplied payments',
      bigintOf(sql.row('SELECT sum(unapplied) AS total FROM payment') ?? {}, 'total') === unapplied,
    ],
    [
      'INV-08 unapplied credits',
      bigintOf(sql.row('SELECT sum(unapplied) AS total FROM credit') ?? {}, 'total') === credits,
    ],
    [
      'INV-08 unidentified receipts',
      bigintOf(sql.row('SELECT sum(unidentified) AS total FROM receipt') ?? {}, 'total') ===
        -(accounts.get('UnidentifiedCash') ?? 0n),
    ],
    ['INV-08 transfers in transit', doneAndNotEmpty(sql, ordinal) === 0],
    ['INV-05 open charges of balances', bigintOf(balances, 'open') === receivables],
    ['INV-05 unapplied of balances', bigintOf(balances, 'unapplied') === unapplied + credits],
    ['INV-08 receivables with an item', indexed(receivable) === receivables],
    ['INV-08 unapplied cash with a payment', -indexed(unappliedCash) === unapplied],
    ['INV-08 unapplied credits with a credit', -indexed(unappliedCredits) === credits],
  ];
  return checks.flatMap(([name, holds]) => (holds ? [] : [name]));
}

/** Transfers of which the account that they left knows what became of them, and which stand on TransferClearing all the same. */
function doneAndNotEmpty(sql: Sql, ordinal: number): number {
  const row = sql.row(
    `SELECT count(*) AS count FROM (
       SELECT p.subject FROM posting p WHERE p.gl = ${transferClearing} AND p.ordinal <= ?
          AND EXISTS (SELECT 1 FROM transit t WHERE t.key = p.subject AND t.is_begun = 0 AND t.ordinal <= ?)
        GROUP BY p.subject HAVING sum(p.amount) <> 0)`,
    ordinal,
    ordinal,
  );
  return numberOf(row ?? {}, 'count');
}
