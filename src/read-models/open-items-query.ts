import { accountOfStream } from '#journal/stream-names.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Minor } from '#projections/minor.ts';
import { type BookReader, type Cut, cutOf, knownAccount, partyCondition } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { OpenItemFilter, PageRequest, View } from './read-models.ts';
import { bigintOf, maybeNumberOf, numberOf, type Row, textOf } from './rows.ts';
import { receivable } from './schema.ts';

export interface OpenItemMinor {
  readonly accountId: string;
  readonly currency: string;
  readonly chargeId: string;
  readonly item: number;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly category: string;
  readonly dueDate: CalendarDate;
  readonly serviceDate: CalendarDate | undefined;
  readonly effectiveDate: CalendarDate;
  readonly amount: Minor;
  readonly open: Minor;
  readonly ageDays: number;
}

interface OpenItemsQuestion {
  readonly view: View;
  readonly filter: OpenItemFilter;
  readonly page: PageRequest;
}

/** An item with something open, and its place in the order: due date, then its own beginning, then recording. */
interface OpenSum {
  readonly id: number;
  readonly due: number;
  readonly began: number;
  readonly open: Minor;
}

export function openItemsOf(reader: BookReader, { view, filter, page }: OpenItemsQuestion): Paged<OpenItemMinor> {
  const cut = cutOf(view);
  const after = page.after === undefined ? undefined : placeOf(page.after);
  const sums =
    filter.accountId === undefined
      ? bookPage(reader, cut, filter, page.first, after)
      : accountSums(reader, cut, filter, filter.accountId).filter((sum) => isAfter(sum, after));
  const found = sums.toSorted(inOrder).slice(0, page.first + 1);
  const rows = found.map((sum) => ({ sum, row: itemOf(reader, cut, sum) }));
  const paged = pageOf(rows, page.first, ({ sum }) => `${sum.due}.${sum.began}.${sum.id}`);
  return { ...paged, rows: paged.rows.map(({ row, cursor }) => ({ ...row, cursor })) };
}

type OrderPlace = Pick<OpenSum, 'id' | 'due' | 'began'>;

function placeOf(cursor: string): OrderPlace {
  const [due = 0, began = 0, id = 0] = numbersOfCursor(cursor, 3);
  return { due, began, id };
}

function inOrder(a: OrderPlace, b: OrderPlace): number {
  return a.due - b.due || a.began - b.began || a.id - b.id;
}

function isAfter(sum: OrderPlace, after: OrderPlace | undefined): boolean {
  return after === undefined || inOrder(sum, after) > 0;
}

/** Due before this day, or ever. */
function lastDue(filter: OpenItemFilter): number {
  return filter.dueBefore === undefined ? Number.MAX_SAFE_INTEGER : dayOf(filter.dueBefore) - 1;
}

function accountSums(reader: BookReader, cut: Cut, filter: OpenItemFilter, accountId: string): readonly OpenSum[] {
  const account = knownAccount(reader, cut, accountId);
  if (account === undefined) return [];
  const isParty = partyCondition('p.party', filter);
  const rows = reader.sql.rows(
    `SELECT i.id, i.due, i.responsible, s.open
       FROM (SELECT p.subject, sum(p.amount) AS open
               FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
              WHERE e.account = ? AND e.ordinal <= ? AND e.effective <= ? AND p.gl = ${receivable} AND p.due <= ?
                ${isParty.text}
              GROUP BY p.subject HAVING sum(p.amount) <> 0) s
       JOIN item i ON i.id = s.subject`,
    account.id,
    cut.ordinal,
    cut.day,
    lastDue(filter),
    ...isParty.values,
  );
  return rows.map(openSumOf);
}

/**
 * A page of the whole book: the covering index is read a stretch of due dates at a time, twice as long each time, until
 * the page is full. Most old items are paid, so how far that is nobody knows beforehand.
 */
function bookPage(
  reader: BookReader,
  cut: Cut,
  filter: OpenItemFilter,
  first: number,
  after: OrderPlace | undefined,
): readonly OpenSum[] {
  const bounds = dueBounds(reader);
  if (bounds === undefined) return [];
  const last = Math.min(bounds.last, lastDue(filter));
  const found: OpenSum[] = [];
  let from = Math.max(bounds.first, after?.due ?? bounds.first);
  for (let days = 16; from <= last && found.length <= first; days *= 2) {
    const to = Math.min(last, from + days - 1);
    found.push(...stretch(reader, cut, filter, from, to).filter((sum) => isAfter(sum, after)));
    from = to + 1;
  }
  return found;
}

/** The first and the last due date there is: each party's own is the first or last key of its stretch of the index. */
function dueBounds({ sql }: BookReader): { readonly first: number; readonly last: number } | undefined {
  const first = maybeNumberOf(sql.row(boundOfAll('min')) ?? {}, 'day');
  const last = maybeNumberOf(sql.row(boundOfAll('max')) ?? {}, 'day');
  return first === undefined || last === undefined ? undefined : { first, last };
}

function boundOfAll(which: 'min' | 'max'): string {
  return `SELECT ${which}((SELECT ${which}(due) FROM posting INDEXED BY posting_aging
    WHERE gl = ${receivable} AND party = p.id AND party IS NOT NULL)) AS day FROM party p`;
}

function stretch({ sql }: BookReader, cut: Cut, filter: OpenItemFilter, from: number, to: number): readonly OpenSum[] {
  const isParty = partyCondition('party', filter);
  const rows = sql.rows(
    `SELECT i.id, i.due, i.responsible, s.open
       FROM (SELECT subject, sum(amount) AS open FROM posting INDEXED BY posting_aging
              WHERE gl = ${receivable} AND party IN (SELECT id FROM party) AND party IS NOT NULL
                AND due BETWEEN ? AND ? AND ordinal <= ? AND effective <= ? ${isParty.text}
              GROUP BY party, due, subject HAVING sum(amount) <> 0) s
       JOIN item i ON i.id = s.subject`,
    from,
    to,
    cut.ordinal,
    cut.day,
    ...isParty.values,
  );
  return rows.map(openSumOf);
}

function openSumOf(row: Row): OpenSum {
  const [id, due, began] = [numberOf(row, 'id'), numberOf(row, 'due'), numberOf(row, 'responsible')];
  return { id, due, began, open: bigintOf(row, 'open') };
}

function itemOf({ sql, ledgerId }: BookReader, cut: Cut, { id, open }: OpenSum): OpenItemMinor {
  const row = sql.row(
    `SELECT i.*, a.stream, p.currency, p.party_class, p.payer, c.text AS category_text
       FROM item i JOIN account a ON a.id = i.account JOIN party p ON p.id = i.party JOIN term c ON c.id = i.category
      WHERE i.id = ?`,
    id,
  );
  const accountId = row === undefined ? undefined : accountOfStream(ledgerId, textOf(row, 'stream'));
  if (row === undefined || accountId === undefined) throw new Error('an open item has no account');
  const service = maybeNumberOf(row, 'service');
  const due = numberOf(row, 'due');
  const payer = textOf(row, 'payer');
  return {
    accountId,
    currency: textOf(row, 'currency'),
    chargeId: textOf(row, 'charge'),
    item: numberOf(row, 'item'),
    partyClass: textOf(row, 'party_class'),
    payerId: payer === '' ? undefined : payer,
    category: textOf(row, 'category_text'),
    dueDate: dateOfDay(due),
    serviceDate: service === undefined ? undefined : dateOfDay(service),
    effectiveDate: dateOfDay(numberOf(row, 'charged')),
    amount: bigintOf(row, 'amount'),
    open,
    ageDays: cut.day - due,
  };
}
