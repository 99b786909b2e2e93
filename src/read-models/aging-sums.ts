import type { Minor } from '#projections/minor.ts';
import { type BookReader, type Cut, partyCondition } from './book-reader.ts';
import type { AgingBasis, AgingRequest } from './read-models.ts';
import { bigintOf, maybeTextOf, numberOf, type Row } from './rows.ts';
import { receivable, unappliedAccounts } from './schema.ts';

/** What a party or an account owes and has unapplied; one may come in several parts. */
export interface AgedSums {
  /** Number of the party, or of the account. */
  readonly key: number;
  /** Grouped by provider: who earned it; null for charges that name none, for unapplied money, and in every other grouping. */
  readonly provider: string | null;
  readonly buckets: readonly Minor[];
  readonly unapplied: Minor;
}

/**
 * The whole book, party by party. By due date the covering index is in the right order already: the rows of a day are added
 * up first, and only these few thousand sums are put into buckets. Any other anchor costs one test a bucket and row, and
 * one that only the item has costs a look-up for each item that is open.
 */
export function sumsOfBook({ sql }: BookReader, cut: Cut, request: AgingRequest): readonly AgedSums[] {
  const isParty = partyCondition('party', request);
  const where = `FROM posting INDEXED BY posting_aging
     WHERE gl IN (${receivable}, ${unappliedAccounts}) AND party IS NOT NULL AND ordinal <= ? AND effective <= ? ${isParty.text}`;
  const { text, values } = isOfItem(request)
    ? sumsByItem(
        cut,
        request,
        `SELECT gl, party AS grouped, due, subject, sum(amount) AS amount ${where}
                                 GROUP BY gl, party, due, subject`,
      )
    : sumsByLine(cut, request, where);
  const rows = sql.rows(text, ...values, cut.ordinal, cut.day, ...isParty.values);
  return rows.map((row) => agedSumsOf(row, request));
}

function sumsByLine(cut: Cut, request: AgingRequest, where: string): Question {
  const byDay = request.basis === 'DUE_DATE';
  const columns = bucketColumns(cut, request, { gl: 'gl', amount: 'amount', anchor: anchors[request.basis] });
  const text = `SELECT gl, party AS grouped, NULL AS provider, ${columns.text} FROM
      (SELECT gl, party, ${byDay ? 'due, sum(amount) AS amount' : 'service, charged, amount'} ${where}
       ${byDay ? 'GROUP BY gl, party, due' : ''})
    GROUP BY gl, party`;
  return { text, values: columns.values };
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
  const where = `FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
     WHERE e.account IN (${which.text}) AND e.ordinal <= ? AND e.effective <= ? AND p.party IS NOT NULL ${isParty.text}`;
  const { text, values } = isOfItem(request)
    ? sumsByItem(
        cut,
        request,
        `SELECT ${groupBy} AS grouped, p.gl, p.due, p.subject, sum(p.amount) AS amount ${where}
                                 GROUP BY ${groupBy}, p.gl, p.subject`,
      )
    : sumsOfLines(cut, request, groupBy, where);
  const rows = sql.rows(text, ...values, ...which.values, cut.ordinal, cut.day, ...isParty.values);
  return rows.map((row) => agedSumsOf(row, request));
}

function sumsOfLines(cut: Cut, request: AgingRequest, groupBy: string, where: string): Question {
  const anchor = `p.${anchors[request.basis]}`;
  const columns = bucketColumns(cut, request, { gl: 'p.gl', amount: 'p.amount', anchor });
  const text = `SELECT ${groupBy} AS grouped, NULL AS provider, ${columns.text} ${where} GROUP BY ${groupBy}`;
  return { text, values: columns.values };
}

/**
 * What is open of each item first: only an open one is looked up, for what no line carries. Most items of a book are paid,
 * so this costs less than a wider index would cost every entry (decisions/0012).
 */
function sumsByItem(cut: Cut, request: AgingRequest, items: string): Question {
  const byProvider = request.groupBy === 'PROVIDER';
  const columns = bucketColumns(cut, request, { gl: 's.gl', amount: 's.amount', anchor: itemAnchors[request.basis] });
  const text = `SELECT s.grouped, ${byProvider ? 'i.provider' : 'NULL'} AS provider, ${columns.text}
      FROM (${items}) s
      LEFT JOIN item i ON i.id = CASE WHEN s.gl = ${receivable} AND s.amount <> 0 THEN s.subject END
     GROUP BY s.grouped${byProvider ? ', i.provider' : ''}`;
  return { text, values: columns.values };
}

/** A statement up to where its own values come in. */
interface Question {
  readonly text: string;
  readonly values: readonly number[];
}

function isOfItem({ basis, groupBy }: AgingRequest): boolean {
  return basis === 'RESPONSIBILITY_DATE' || groupBy === 'PROVIDER';
}

/** The columns of a line. */
const anchors: { readonly [Basis in AgingBasis]: string } = {
  DUE_DATE: 'due',
  SERVICE_DATE: 'service',
  EFFECTIVE_DATE: 'charged',
  RESPONSIBILITY_DATE: 'responsible',
};

/** The same of an item, which keeps no service date where its charge has none. */
const itemAnchors: { readonly [Basis in AgingBasis]: string } = {
  DUE_DATE: 's.due',
  SERVICE_DATE: 'coalesce(i.service, i.charged)',
  EFFECTIVE_DATE: 'i.charged',
  RESPONSIBILITY_DATE: 'i.responsible',
};

interface Columns {
  readonly gl: string;
  readonly amount: string;
  readonly anchor: string;
}

/** One sum for each bucket and one for unapplied money, with the first and last anchor day of each bucket. */
function bucketColumns(cut: Cut, { edges }: AgingRequest, { gl, amount, anchor }: Columns): Question {
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
    ({ test }, index) => `sum(${amount}) FILTER (WHERE ${gl} = ${receivable} AND ${test}) AS bucket${index}`,
  );
  const unapplied = `sum(${amount}) FILTER (WHERE ${gl} IN (${unappliedAccounts})) AS unapplied`;
  const values = buckets.flatMap(({ days }) => days.map((age) => cut.day - age));
  return { text: [...sums, unapplied].join(', '), values };
}

function agedSumsOf(row: Row, { edges }: AgingRequest): AgedSums {
  const count = edges.length + 2;
  const buckets = Array.from({ length: count }, (_, index) => bigintOf(row, `bucket${index}`));
  const provider = maybeTextOf(row, 'provider') ?? null;
  return { key: numberOf(row, 'grouped'), provider, buckets, unapplied: -bigintOf(row, 'unapplied') };
}
