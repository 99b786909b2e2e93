import { bucketIndexOf } from '#projections/aging.ts';
import type { Minor } from '#projections/minor.ts';
import { type BookReader, type Cut, partyCondition } from './book-reader.ts';
import type { AgingBasis, AgingRequest } from './read-models.ts';
import { bigintOf, numberOf, type Row } from './rows.ts';
import { receivable, unappliedCash } from './schema.ts';

/** What one party or account owes and has unapplied: the sums a row of aging is made of. */
export interface AgedSums {
  /** Number of the party, or of the account. */
  readonly key: number;
  readonly buckets: readonly Minor[];
  readonly unapplied: Minor;
}

/**
 * The whole book by party and due date: the covering index is read once, in its own order, and the buckets are made of a
 * few thousand days here. Any other grouping would make the engine sort a million rows.
 */
export function sumsByDueDate({ sql }: BookReader, cut: Cut, request: AgingRequest): readonly AgedSums[] {
  const isParty = partyCondition('party', request);
  const rows = sql.rows(
    `SELECT gl, party, due, sum(amount) AS amount FROM posting INDEXED BY posting_aging
      WHERE gl IN (${receivable}, ${unappliedCash}) AND party IS NOT NULL AND ordinal <= ? AND effective <= ? ${isParty.text}
      GROUP BY gl, party, due`,
    ...[cut.ordinal, cut.day, ...isParty.values],
  );
  const byParty = new Map<number, { buckets: Minor[]; unapplied: Minor }>();
  for (const row of rows) {
    const key = numberOf(row, 'party');
    const sums = byParty.get(key) ?? { buckets: request.edges.map(() => 0n).concat(0n, 0n), unapplied: 0n };
    byParty.set(key, sums);
    const amount = bigintOf(row, 'amount');
    if (numberOf(row, 'gl') === unappliedCash) sums.unapplied -= amount;
    else {
      const index = bucketIndexOf(request.edges, cut.day - numberOf(row, 'due'));
      sums.buckets[index] = (sums.buckets[index] ?? 0n) + amount;
    }
  }
  return [...byParty].map(([key, sums]) => ({ key, ...sums }));
}

/** The same by any anchor: one sum for each bucket, its days worked out beforehand. */
export function sumsByBucket({ sql }: BookReader, cut: Cut, request: AgingRequest): readonly AgedSums[] {
  const isParty = partyCondition('party', request);
  const { text, values } = bucketColumns(cut, request, '');
  const rows = sql.rows(
    `SELECT party AS grouped, ${text} FROM posting INDEXED BY posting_aging
      WHERE gl IN (${receivable}, ${unappliedCash}) AND party IS NOT NULL AND ordinal <= ? AND effective <= ? ${isParty.text}
      GROUP BY party`,
    ...[...values, cut.ordinal, cut.day, ...isParty.values],
  );
  return rows.map((row) => agedSumsOf(row, request));
}

/** Of some accounts only: by party, or by account. `which` selects the ids of the accounts. */
export function sumsOfAccounts(
  { sql }: BookReader,
  cut: Cut,
  request: AgingRequest,
  groupBy: 'e.account' | 'p.party',
  which: { readonly text: string; readonly values: readonly (string | number)[] },
): readonly AgedSums[] {
  const isParty = partyCondition('p.party', request);
  const { text, values } = bucketColumns(cut, request, 'p.');
  const rows = sql.rows(
    `SELECT ${groupBy} AS grouped, ${text} FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
      WHERE e.account IN (${which.text}) AND e.ordinal <= ? AND e.effective <= ? AND p.party IS NOT NULL ${isParty.text}
      GROUP BY ${groupBy}`,
    ...[...values, ...which.values, cut.ordinal, cut.day, ...isParty.values],
  );
  return rows.map((row) => agedSumsOf(row, request));
}

const anchors: { readonly [Basis in AgingBasis]: string } = {
  DUE_DATE: 'due',
  SERVICE_DATE: 'service',
  EFFECTIVE_DATE: 'charged',
};

/** One sum for each bucket and one for unapplied money, with the first and last anchor day of each bucket. */
function bucketColumns(cut: Cut, { basis, edges }: AgingRequest, table: string) {
  const anchor = `${table}${anchors[basis]}`;
  const starts = [1, ...edges.map((edge) => edge + 1)];
  const overdue = starts.map((from, index) => {
    const to = edges[index];
    return {
      test: `${anchor} <= ?${to === undefined ? '' : ` AND ${anchor} >= ?`}`,
      days: to === undefined ? [from] : [from, to],
    };
  });
  const buckets = [{ test: `${anchor} >= ?`, days: [0] }, ...overdue];
  const sums = buckets.map(
    ({ test }, index) => `sum(${table}amount) FILTER (WHERE ${table}gl = ${receivable} AND ${test}) AS bucket${index}`,
  );
  const unapplied = `sum(${table}amount) FILTER (WHERE ${table}gl = ${unappliedCash}) AS unapplied`;
  const values = buckets.flatMap(({ days }) => days.map((age) => cut.day - age));
  return { text: [...sums, unapplied].join(', '), values };
}

function agedSumsOf(row: Row, { edges }: AgingRequest): AgedSums {
  const count = edges.length + 2;
  const buckets = Array.from({ length: count }, (_, index) => bigintOf(row, `bucket${index}`));
  return { key: numberOf(row, 'grouped'), buckets, unapplied: -bigintOf(row, 'unapplied') };
}
