import type { Minor } from '#projections/minor.ts';
import { type BookReader, type Cut, partyCondition } from './book-reader.ts';
import type { AgingBasis, AgingRequest } from './read-models.ts';
import { bigintOf, numberOf, type Row } from './rows.ts';
import { receivable, unappliedCash } from './schema.ts';

/** What a party or an account owes and has unapplied; one may come in several parts. */
export interface AgedSums {
  /** Number of the party, or of the account. */
  readonly key: number;
  readonly buckets: readonly Minor[];
  readonly unapplied: Minor;
}

/**
 * The whole book, party by party. By due date the covering index is in the right order already: the rows of a day are added
 * up first, and only these few thousand sums are put into buckets. Any other anchor costs one test a bucket and row.
 */
export function sumsOfBook({ sql }: BookReader, cut: Cut, request: AgingRequest): readonly AgedSums[] {
  const isParty = partyCondition('party', request);
  const columns = bucketColumns(cut, request, '');
  const byDay = request.basis === 'DUE_DATE';
  const rows = sql.rows(
    `SELECT gl, party AS grouped, ${columns.text} FROM
       (SELECT gl, party, ${byDay ? 'due, sum(amount) AS amount' : 'service, charged, amount'}
          FROM posting INDEXED BY posting_aging
         WHERE gl IN (${receivable}, ${unappliedCash}) AND party IS NOT NULL AND ordinal <= ? AND effective <= ?
           ${isParty.text} ${byDay ? 'GROUP BY gl, party, due' : ''})
      GROUP BY gl, party`,
    ...columns.values,
    cut.ordinal,
    cut.day,
    ...isParty.values,
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
    ...values,
    ...which.values,
    cut.ordinal,
    cut.day,
    ...isParty.values,
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
