import { accountOfStream, accountStream } from '#journal/stream-names.ts';
import type { Minor } from '#projections/minor.ts';
import { type AgedSums, sumsOfAccounts, sumsOfBook } from './aging-sums.ts';
import { type BookReader, type Cut, cutOf, knownAccount } from './book-reader.ts';
import { type Paged, pageOf } from './paging.ts';
import { type AgingGrouping, type AgingRequest, CursorUnknown, type PageRequest, type View } from './read-models.ts';
import { numberOf, type Row, textOf } from './rows.ts';

export interface AgingRowMinor {
  readonly group: string | null;
  readonly currency: string;
  readonly buckets: readonly Minor[];
  readonly unapplied: Minor;
}

export interface AgingMinor extends Paged<AgingRowMinor> {
  readonly totals: readonly AgingRowMinor[];
}

interface AgingQuestion {
  readonly view: View;
  readonly request: AgingRequest;
}

/** As many rows as there are, for those who want no pages; a book has few parties, and accounts always come in pages. */
const wholePage: PageRequest = { first: 10_000 };

export function agingOf(reader: BookReader, { view, request }: AgingQuestion): AgingMinor {
  const cut = cutOf(view);
  const byParty = partySums(reader, cut, request);
  const page = request.page ?? wholePage;
  const totals = merged(byParty, () => null);
  const rows =
    request.groupBy === 'ACCOUNT' ? accountPage(reader, cut, request, page) : partyPage(byParty, request.groupBy, page);
  return { ...rows, totals };
}

/** A party's sums with what it can be grouped by. */
interface PartySums extends AgedSums {
  readonly currency: string;
  readonly partyClass: string;
  readonly payerId: string | null;
}

function partySums(reader: BookReader, cut: Cut, request: AgingRequest): readonly PartySums[] {
  const sums = sumsByParty(reader, cut, request);
  return sums.map((row) => ({ ...row, ...partyOf(reader, row.key) }));
}

function sumsByParty(reader: BookReader, cut: Cut, request: AgingRequest): readonly AgedSums[] {
  if (request.accountId !== undefined) {
    const account = knownAccount(reader, cut, request.accountId);
    if (account === undefined) return [];
    return sumsOfAccounts(reader, cut, request, 'p.party', { text: '?', values: [account.id] });
  }
  return sumsOfBook(reader, cut, request);
}

function partyOf({ sql }: BookReader, id: number): Pick<PartySums, 'currency' | 'partyClass' | 'payerId'> {
  const row = sql.row('SELECT currency, party_class, payer FROM party WHERE id = ?', id) ?? {};
  const payer = textOf(row, 'payer');
  return {
    currency: textOf(row, 'currency'),
    partyClass: textOf(row, 'party_class'),
    payerId: payer === '' ? null : payer,
  };
}

function groupOf(sums: PartySums, groupBy: Exclude<AgingGrouping, 'ACCOUNT'>): string | null {
  switch (groupBy) {
    case 'BOOK':
      return null;
    case 'CURRENCY':
      return sums.currency;
    case 'PARTY_CLASS':
      return sums.partyClass;
    case 'PAYER':
      return sums.payerId;
    case 'PROVIDER':
      return sums.provider;
  }
}

function partyPage(
  sums: readonly PartySums[],
  groupBy: Exclude<AgingGrouping, 'ACCOUNT'>,
  page: PageRequest,
): Paged<AgingRowMinor> {
  const isWhole = groupBy === 'BOOK' || groupBy === 'CURRENCY';
  const rows = merged(sums, (row) => groupOf(row, groupBy)).filter((row) => isWhole || !isNothing(row));
  const { after } = page;
  if (after !== undefined && !/^[^|]*\|[A-Z]{3}$/.test(after))
    throw new CursorUnknown('the cursor was not made by this list');
  const later = after === undefined ? rows : rows.filter((row) => cursorOf(row) > after);
  return pageOf(later.slice(0, page.first + 1), page.first, cursorOf);
}

/** `|` sorts after every character of an id, so cursors compare as the rows do. */
function cursorOf({ group, currency }: AgingRowMinor): string {
  return `${group ?? ''}|${currency}`;
}

function merged(sums: readonly PartySums[], groupOfSums: (sums: PartySums) => string | null): readonly AgingRowMinor[] {
  const rows = new Map<string, AgingRowMinor>();
  for (const { currency, buckets, unapplied, ...sum } of sums) {
    const row = { group: groupOfSums({ currency, buckets, unapplied, ...sum }), currency, buckets, unapplied };
    const key = cursorOf(row);
    const known = rows.get(key);
    rows.set(key, known === undefined ? row : added(known, row));
  }
  return [...rows.values()].toSorted((a, b) => (cursorOf(a) < cursorOf(b) ? -1 : 1));
}

function added(a: AgingRowMinor, b: AgingRowMinor): AgingRowMinor {
  const buckets = a.buckets.map((amount, index) => amount + (b.buckets[index] ?? 0n));
  return { ...a, buckets, unapplied: a.unapplied + b.unapplied };
}

function isNothing({ buckets, unapplied }: AgingRowMinor): boolean {
  return unapplied === 0n && buckets.every((amount) => amount === 0n);
}

/** Accounts looked at in one go while a page fills: many of them owe nothing. */
const accountsAtOnce = 500;

function accountPage(reader: BookReader, cut: Cut, request: AgingRequest, page: PageRequest): Paged<AgingRowMinor> {
  const rows: AgingRowMinor[] = [];
  let { after } = page;
  while (rows.length <= page.first) {
    const accounts = accountsAfter(reader, cut, request, after);
    rows.push(...rowsOfAccounts(reader, cut, request, accounts).filter((row) => !isNothing(row)));
    after = accounts.at(-1)?.accountId;
    if (accounts.length < accountsAtOnce) break;
  }
  return pageOf(rows, page.first, (row) => row.group ?? '');
}

interface ListedAccount {
  readonly id: number;
  readonly accountId: string;
  readonly currency: string;
}

function accountsAfter(
  reader: BookReader,
  cut: Cut,
  request: AgingRequest,
  after: string | undefined,
): readonly ListedAccount[] {
  const { sql, ledgerId } = reader;
  const isOne = request.accountId === undefined ? '' : 'AND stream = ?';
  const isCurrency = request.currency === undefined ? '' : 'AND currency = ?';
  const rows = sql.rows(
    `SELECT id, stream, currency FROM account
      WHERE stream > ? AND opened_at <= ? ${isOne} ${isCurrency} ORDER BY stream LIMIT ?`,
    accountStream(ledgerId, after ?? ''),
    cut.ordinal,
    ...(request.accountId === undefined ? [] : [accountStream(ledgerId, request.accountId)]),
    ...(request.currency === undefined ? [] : [request.currency]),
    accountsAtOnce,
  );
  return rows.map((row) => listedAccount(ledgerId, row));
}

function listedAccount(ledgerId: string, row: Row): ListedAccount {
  const accountId = accountOfStream(ledgerId, textOf(row, 'stream'));
  if (accountId === undefined) throw new Error('an account has a stream that is none');
  return { id: numberOf(row, 'id'), accountId, currency: textOf(row, 'currency') };
}

function rowsOfAccounts(
  reader: BookReader,
  cut: Cut,
  request: AgingRequest,
  accounts: readonly ListedAccount[],
): readonly AgingRowMinor[] {
  const ids = { text: accounts.map(() => '?').join(', '), values: accounts.map(({ id }) => id) };
  const sums = new Map(sumsOfAccounts(reader, cut, request, 'e.account', ids).map((sum) => [sum.key, sum] as const));
  return accounts.flatMap(({ id, accountId, currency }) => {
    const sum = sums.get(id);
    return sum === undefined ? [] : [{ group: accountId, currency, buckets: sum.buckets, unapplied: sum.unapplied }];
  });
}
