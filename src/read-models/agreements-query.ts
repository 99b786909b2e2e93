import { accountOfStream, accountStream } from '#journal/stream-names.ts';
import { type DisputeOutcome, disputeOutcomes } from '#ledger/disputes/dispute-events.ts';
import { holdKinds } from '#ledger/holds/hold-events.ts';
import { type PromiseState, promiseStateOn } from '#ledger/promises/promise-state.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { AgreementForm } from '#projections/agreements.ts';
import type { Minor } from '#projections/minor.ts';
import {
  type AgreementFilter,
  type DisputeFilter,
  type HoldFilter,
  type HoldRow,
  type PromiseFilter,
} from './agreements.ts';
import { type BookReader, type Cut, cutOf } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { PageRequest, View } from './read-models.ts';
import { bigintOf, maybeNumberOf, maybeTextOf, numberOf, type Row, textOf } from './rows.ts';
import { formNumbers, receivable } from './schema.ts';

/** Holds, disputes and whatever else is agreed, in the order in which it was recorded. */
export interface Asked<Filter extends AgreementFilter> {
  readonly view: View;
  readonly filter: Filter;
  readonly page: PageRequest;
}

interface Condition {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

export function holdsOf(reader: BookReader, asked: Asked<HoldFilter>): Paged<HoldRow> {
  const { kind } = asked.filter;
  const ofKind = kind === undefined ? [] : [{ text: 'g.kind = ?', values: [kind] }];
  return pageOfAgreements(reader, 'HOLD', asked, ofKind, (row) => ({
    accountId: accountIn(reader, row),
    holdId: textOf(row, 'name'),
    kind: oneOf(holdKinds, textOf(row, 'kind')),
    ...itemIn(row),
    placedOn: dateOfDay(numberOf(row, 'effective')),
    releasedOn: dateIn(row, 'ended'),
  }));
}

export interface DisputeMinor {
  readonly accountId: string;
  readonly disputeId: string;
  readonly chargeId: string;
  readonly item: number;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly currency: string;
  readonly amount: Minor;
  readonly disputed: Minor;
  readonly openedOn: CalendarDate;
  readonly resolvedOn: CalendarDate | undefined;
  readonly outcome: DisputeOutcome | undefined;
}

export function disputesOf(reader: BookReader, asked: Asked<DisputeFilter>): Paged<DisputeMinor> {
  const cut = cutOf(asked.view);
  return pageOfAgreements(reader, 'DISPUTE', asked, [], (row) => {
    return {
      accountId: accountIn(reader, row),
      disputeId: textOf(row, 'name'),
      chargeId: textOf(row, 'charge'),
      item: numberOf(row, 'item'),
      ...partyIn(row),
      currency: textOf(row, 'currency'),
      amount: bigintOf(row, 'amount'),
      disputed: disputedNow(reader, cut, row),
      openedOn: dateOfDay(numberOf(row, 'effective')),
      resolvedOn: dateIn(row, 'ended'),
      outcome: row['outcome'] === null ? undefined : oneOf(disputeOutcomes, textOf(row, 'outcome')),
    };
  });
}

export interface PromiseMinor {
  readonly accountId: string;
  readonly promiseId: string;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly currency: string;
  readonly amount: Minor;
  readonly received: Minor;
  readonly promisedDate: CalendarDate;
  readonly recordedOn: CalendarDate;
  readonly cancelledOn: CalendarDate | undefined;
  readonly state: PromiseState;
}

export function promisesOf(reader: BookReader, asked: Asked<PromiseFilter>): Paged<PromiseMinor> {
  const { dueFrom, dueTo, state: wanted } = asked.filter;
  const from = dueFrom === undefined ? [] : [{ text: 'g.due >= ?', values: [dayOf(dueFrom)] }];
  const to = dueTo === undefined ? [] : [{ text: 'g.due <= ?', values: [dayOf(dueTo)] }];
  const { asOf } = asked.view;
  return wantedPage(
    asked,
    ({ state }) => state === (wanted ?? state),
    (one) =>
      pageOfAgreements(reader, 'PROMISE', one, [...from, ...to], (row) => {
        const [promisedDate, cancelledOn] = [dateOfDay(numberOf(row, 'due')), dateIn(row, 'ended')];
        const [amount, received] = [bigintOf(row, 'amount'), receivedOn(reader, cutOf(asked.view), row)];
        return {
          accountId: accountIn(reader, row),
          promiseId: textOf(row, 'name'),
          ...partyIn(row),
          currency: textOf(row, 'currency'),
          amount,
          received,
          promisedDate,
          recordedOn: dateOfDay(numberOf(row, 'effective')),
          cancelledOn,
          state: promiseStateOn(asOf, { promisedDate, cancelledOn, amount, received }),
        };
      }),
  );
}

/** What payments that began in the days of the promise have paid on its items, less what was taken back or refunded. */
function receivedOn({ sql }: BookReader, { day, ordinal }: Cut, row: Row): Minor {
  const account = numberOf(row, 'account');
  const found = sql.row(
    `SELECT coalesce(sum(p.amount), 0) AS moved FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
      WHERE e.account = ? AND e.ordinal <= ? AND e.effective <= ? AND p.gl = ${receivable}
        AND p.subject IN (SELECT item FROM agreement_item WHERE agreement = ?)
        AND e.payment IN (SELECT b.payment FROM entry b JOIN term t ON t.id = b.type
          WHERE b.account = ? AND b.ordinal <= ? AND t.text IN ('PaymentReceived', 'PaymentSettled', 'PaymentIdentified')
            AND b.effective BETWEEN ? AND ?)`,
    account,
    ordinal,
    day,
    numberOf(row, 'id'),
    account,
    ordinal,
    numberOf(row, 'effective'),
    numberOf(row, 'due'),
  );
  return -bigintOf(found ?? {}, 'moved');
}

/** A page of those that are wanted for what only the view makes of them: read on until there are enough. */
export function wantedPage<Filter extends AgreementFilter, Shown>(
  asked: Asked<Filter>,
  isWanted: (shown: Shown) => boolean,
  pageFor: (asked: Asked<Filter>) => Paged<Shown>,
): Paged<Shown> {
  const { first } = asked.page;
  const rows: Paged<Shown>['rows'][number][] = [];
  let { after } = asked.page;
  for (;;) {
    const page = pageFor({ ...asked, page: { first: Math.max(first + 1, 200), after } });
    rows.push(...page.rows.filter(isWanted));
    after = page.rows.at(-1)?.cursor;
    if (rows.length > first || !page.hasNextPage) break;
  }
  return { rows: rows.slice(0, first), hasNextPage: rows.length > first };
}

/** Standing on the day, as far as it is known. */
const isStanding = `NOT EXISTS (SELECT 1 FROM agreement_end x
  WHERE x.agreement = g.id AND x.ordinal <= ? AND x.effective <= ?)`;

/** What of the dispute is open: what those that were opened before it leave of the item, and at most its own amount. */
function disputedNow(reader: BookReader, cut: Cut, row: Row): Minor {
  if (row['ended'] !== null) return 0n;
  const [id, itemId] = [numberOf(row, 'id'), numberOf(row, 'item_id')];
  const before = reader.sql.row(
    `SELECT coalesce(sum(g.amount), 0) AS amount FROM agreement g
      WHERE g.account = ? AND g.form = ${formNumbers.DISPUTE} AND g.item = ? AND g.id < ? AND g.effective <= ? AND ${isStanding}`,
    numberOf(row, 'account'),
    itemId,
    id,
    cut.day,
    cut.ordinal,
    cut.day,
  );
  const left = openOfItem(reader, cut, itemId) - bigintOf(before ?? {}, 'amount');
  const amount = bigintOf(row, 'amount');
  if (left <= 0n) return 0n;
  return left < amount ? left : amount;
}

/** What of the open items of an account is disputed in this view; of each item at most what is open. */
export function disputedOf(reader: BookReader, account: number, cut: Cut, isParty: Condition): Minor {
  const rows = reader.sql.rows(
    `SELECT g.item, sum(g.amount) AS amount FROM agreement g JOIN item p ON p.id = g.item
      WHERE g.account = ? AND g.form = ${formNumbers.DISPUTE} AND g.id <= ? AND g.effective <= ? AND ${isStanding}
        ${isParty.text}
      GROUP BY g.item`,
    account,
    cut.ordinal,
    cut.day,
    cut.ordinal,
    cut.day,
    ...isParty.values,
  );
  return rows.reduce((total, row) => {
    const [open, disputed] = [openOfItem(reader, cut, numberOf(row, 'item')), bigintOf(row, 'amount')];
    return total + (open < disputed ? open : disputed);
  }, 0n);
}

/** Its lines lie together in the index of aging. */
function openOfItem({ sql }: BookReader, cut: Cut, itemId: number): Minor {
  const row = sql.row(
    `SELECT coalesce(sum(p.amount), 0) AS open FROM item i JOIN posting p INDEXED BY posting_aging
         ON p.gl = ${receivable} AND p.party = i.party AND p.due = i.due AND p.subject = i.id AND p.party IS NOT NULL
      WHERE i.id = ? AND p.effective <= ? AND p.ordinal <= ?`,
    itemId,
    cut.day,
    cut.ordinal,
  );
  return bigintOf(row ?? {}, 'open');
}

export function pageOfAgreements<Filter extends AgreementFilter, Shown>(
  reader: BookReader,
  form: AgreementForm,
  { view, filter, page }: Asked<Filter>,
  conditions: readonly Condition[],
  shownOf: (row: Row) => Shown,
): Paged<Shown> {
  const cut = cutOf(view);
  const [after = 0] = page.after === undefined ? [] : numbersOfCursor(page.after, 1);
  const all = [...commonConditions(reader, filter), ...conditions];
  const rows = reader.sql.rows(
    `SELECT g.id, g.account, g.name, g.kind, g.effective, g.amount, g.due, g.item AS item_id, a.stream, a.currency,
            i.charge, i.item, p.party_class, p.payer, x.effective AS ended, x.outcome
       FROM agreement g JOIN account a ON a.id = g.account
       LEFT JOIN item i ON i.id = g.item LEFT JOIN party p ON p.id = coalesce(g.party, i.party)
       LEFT JOIN agreement_end x ON x.agreement = g.id AND x.ordinal <= ? AND x.effective <= ?
      WHERE g.form = ${formNumbers[form]} AND g.id > ? AND g.id <= ? AND g.effective <= ?
        ${all.map(({ text }) => `AND ${text}`).join(' ')}
      ORDER BY g.id LIMIT ?`,
    cut.ordinal,
    cut.day,
    after,
    cut.ordinal,
    cut.day,
    ...all.flatMap(({ values }) => values),
    page.first + 1,
  );
  const paged = pageOf(rows, page.first, (row) => String(numberOf(row, 'id')));
  return { ...paged, rows: paged.rows.map(({ cursor, ...row }) => ({ ...shownOf(row), cursor })) };
}

function commonConditions({ ledgerId }: BookReader, { accountId, isStanding: stands }: AgreementFilter): Condition[] {
  const conditions: Condition[] = [];
  if (accountId !== undefined) conditions.push({ text: 'a.stream = ?', values: [accountStream(ledgerId, accountId)] });
  if (stands !== undefined) conditions.push({ text: `x.agreement IS ${stands ? '' : 'NOT'} NULL`, values: [] });
  return conditions;
}

export function accountIn({ ledgerId }: BookReader, row: Row): string {
  const accountId = accountOfStream(ledgerId, textOf(row, 'stream'));
  if (accountId === undefined) throw new Error('an agreement has no account');
  return accountId;
}

export function partyIn(row: Row): { readonly partyClass: string; readonly payerId: string | undefined } {
  const payer = textOf(row, 'payer');
  return { partyClass: textOf(row, 'party_class'), payerId: payer === '' ? undefined : payer };
}

function itemIn(row: Row): { readonly chargeId: string | undefined; readonly item: number | undefined } {
  return { chargeId: maybeTextOf(row, 'charge'), item: maybeNumberOf(row, 'item') };
}

export function oneOf<Value extends string>(values: readonly Value[], text: string): Value {
  const known = values.find((value) => value === text);
  if (known === undefined) throw new Error('an agreement has an unknown kind or outcome');
  return known;
}

export function dateIn(row: Row, column: string): CalendarDate | undefined {
  const day = maybeNumberOf(row, column);
  return day === undefined ? undefined : dateOfDay(day);
}
