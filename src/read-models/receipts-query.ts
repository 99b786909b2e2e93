import { paymentMethods } from '#ledger/payments/payment-methods.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Minor } from '#projections/minor.ts';
import { type BookReader, type Cut, cutOf } from './book-reader.ts';
import { dateOfDay } from './days.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { PageRequest, View } from './read-models.ts';
import {
  type ReceiptFilter,
  type ReceiptPartRow,
  type ReceiptRow,
  type ReceiptState,
  receiptStates,
  type UnidentifiedCause,
  unidentifiedCauses,
} from './receipts.ts';
import { bigintOf, maybeTextOf, numberOf, type Row, textOf } from './rows.ts';

type ReceiptPartMinor = Omit<ReceiptPartRow, 'amount'> & { readonly amount: Minor };

type Amounts = 'amount' | 'unidentified' | 'identified' | 'returned' | 'reversed';

export type ReceiptMinor = Omit<ReceiptRow, Amounts | 'parts'> & { readonly [Name in Amounts]: Minor } & {
  readonly parts: readonly ReceiptPartMinor[];
};

interface ReceiptsQuestion {
  readonly view: View;
  readonly filter: ReceiptFilter;
  readonly page: PageRequest;
}

/** What the steps of each receipt come to in a view; `raised`: the last one that made something unidentified. */
const sums = `
  SELECT receipt, max(step = 'REVERSED') AS is_reversed,
         sum(CASE WHEN step IN ('RECORDED', 'REFUSED', 'TAKEN_BACK') THEN amount
                  WHEN step IN ('IDENTIFIED', 'RETURNED', 'REVERSED') THEN -amount ELSE 0 END) AS unidentified,
         sum(CASE WHEN step = 'IDENTIFIED' THEN amount WHEN step IN ('REFUSED', 'TAKEN_BACK') THEN -amount ELSE 0 END) AS given,
         sum(CASE step WHEN 'RETURNED' THEN amount ELSE 0 END) AS returned,
         sum(CASE step WHEN 'REVERSED' THEN amount ELSE 0 END) AS taken,
         max(CASE WHEN step IN ('RECORDED', 'REFUSED', 'TAKEN_BACK') THEN ordinal END) AS raised
    FROM receipt_step WHERE receipt > ? AND receipt <= ? AND ordinal <= ? AND effective <= ?
   GROUP BY receipt HAVING max(step = 'RECORDED') = 1`;

const states = `CASE WHEN s.is_reversed THEN 'REVERSED' WHEN s.unidentified > 0 AND s.given = 0 THEN 'UNIDENTIFIED'
  WHEN s.unidentified > 0 THEN 'PARTLY_IDENTIFIED' WHEN s.given > 0 THEN 'IDENTIFIED' ELSE 'RETURNED' END`;

/** In the order of recording, which is that of their numbers: a page folds no more receipts than it has to look at. */
export function receiptsOf(reader: BookReader, { view, filter, page }: ReceiptsQuestion): Paged<ReceiptMinor> {
  const cut = cutOf(view);
  const [after = 0] = page.after === undefined ? [] : numbersOfCursor(page.after, 1);
  const tests = testsOf(cut, filter);
  const rows = reader.sql.rows(
    `SELECT * FROM (
       SELECT s.receipt AS id, r.receipt, r.currency, r.method, r.effective, r.amount, s.*, ${states} AS state, c.step AS cause
         FROM (${sums} ORDER BY receipt) s JOIN receipt r ON r.id = s.receipt
         JOIN receipt_step c ON c.receipt = s.receipt AND c.ordinal = s.raised) f
      WHERE ${tests.map(({ sql }) => sql).join(' AND ')} ORDER BY f.id LIMIT ?`,
    ...rangeOf(reader, after, filter.receiptId),
    cut.ordinal,
    cut.day,
    ...tests.flatMap(({ values }) => values),
    page.first + 1,
  );
  const paged = pageOf(rows, page.first, (row) => String(numberOf(row, 'id')));
  return { ...paged, rows: paged.rows.map(({ cursor, ...row }) => ({ ...receiptOf(reader, cut, row), cursor })) };
}

/** After the first number, up to the second: all that follow, or the one that is asked for. */
function rangeOf({ sql }: BookReader, after: number, receiptId: string | undefined): readonly [number, number] {
  if (receiptId === undefined) return [after, Number.MAX_SAFE_INTEGER];
  const [row] = sql.rows('SELECT id FROM receipt WHERE receipt = ?', receiptId);
  const id = row === undefined ? 0 : numberOf(row, 'id');
  return [Math.max(after, id - 1), id];
}

interface Test {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

function testsOf(cut: Cut, { state, currency, accountId }: ReceiptFilter): readonly Test[] {
  const isForAccount =
    'EXISTS (SELECT 1 FROM receipt_step p WHERE p.receipt = f.id AND p.account = ? AND p.ordinal <= ? AND p.effective <= ?)';
  const asked = [
    { sql: 'f.state = ?', value: state },
    { sql: 'f.currency = ?', value: currency },
    { sql: isForAccount, value: accountId, more: [cut.ordinal, cut.day] },
  ];
  const tests = asked.flatMap(({ sql, value, more = [] }) =>
    value === undefined ? [] : [{ sql, values: [value, ...more] }],
  );
  return [{ sql: 'true', values: [] }, ...tests];
}

function receiptOf(reader: BookReader, cut: Cut, row: Row): ReceiptMinor {
  const state = stateIn(row);
  const [given, returned] = [bigintOf(row, 'given'), bigintOf(row, 'returned')];
  const [unidentified, isReversed] = [bigintOf(row, 'unidentified'), state === 'REVERSED'];
  const method = paymentMethods.find((known) => known === row['method']);
  if (method === undefined) throw new Error('a receipt came in no way that is known');
  const day = numberOf(row, 'effective');
  return {
    receiptId: textOf(row, 'receipt'),
    currency: textOf(row, 'currency'),
    method,
    receivedOn: dateOfDay(day),
    amount: bigintOf(row, 'amount'),
    unidentified,
    identified: isReversed ? 0n : given,
    // A receipt of which something was returned does not bounce: what went after it bounced went to the bank.
    returned: isReversed ? 0n : returned,
    reversed: isReversed ? bigintOf(row, 'taken') + given + returned : 0n,
    state,
    ageDays: cut.day - day,
    cause: unidentified > 0n ? causeIn(row) : undefined,
    parts: partsOf(reader, cut, numberOf(row, 'id'), isReversed),
  };
}

function stateIn(row: Row): ReceiptState {
  const state = receiptStates.find((known) => known === row['state']);
  if (state === undefined) throw new Error('a receipt is in no state that is known');
  return state;
}

function causeIn(row: Row): UnidentifiedCause {
  return unidentifiedCauses.find((known) => known === row['cause']) ?? 'NOT_IDENTIFIED';
}

interface PartSoFar {
  readonly about: Omit<ReceiptPartMinor, 'state'>;
  readonly step: string;
}

function partsOf({ sql }: BookReader, cut: Cut, id: number, isReversed: boolean): readonly ReceiptPartMinor[] {
  const rows = sql.rows(
    `SELECT part, account, payment, amount, effective, step FROM receipt_step
      WHERE receipt = ? AND ordinal <= ? AND effective <= ? AND part IS NOT NULL ORDER BY ordinal`,
    id,
    cut.ordinal,
    cut.day,
  );
  const parts = new Map<number, PartSoFar>();
  for (const row of rows) {
    const part = numberOf(row, 'part');
    const [step, before] = [textOf(row, 'step'), parts.get(part)];
    // What has gone back stays so, whatever the receipt hears of its arrival.
    const isOver = before?.step === 'TAKEN_BACK' || before?.step === 'REFUSED';
    parts.set(part, { about: before?.about ?? aboutOf(row, part), step: isOver ? before.step : step });
  }
  return [...parts.values()].map(({ about, step }) => ({ ...about, state: partState(step, isReversed) }));
}

function aboutOf(row: Row, part: number): PartSoFar['about'] {
  const identifiedOn: CalendarDate = dateOfDay(numberOf(row, 'effective'));
  const [accountId, paymentId] = [maybeTextOf(row, 'account') ?? '', maybeTextOf(row, 'payment') ?? ''];
  return { part, accountId, paymentId, amount: bigintOf(row, 'amount'), identifiedOn };
}

function partState(step: string, isReversed: boolean): ReceiptPartMinor['state'] {
  if (step === 'TAKEN_BACK' || step === 'REFUSED') return 'BACK';
  if (isReversed) return 'REVERSED';
  return step === 'IDENTIFIED' ? 'IN_TRANSIT' : 'ARRIVED';
}

export interface CashByCauseMinor<Cause extends string> {
  readonly currency: string;
  readonly cause: Cause;
  readonly amount: Minor;
  readonly count: number;
  readonly oldestOn: CalendarDate;
  readonly oldestAgeDays: number;
}

/** What nobody knows the owner of, by why. */
export function unidentifiedCashOf(
  { sql }: BookReader,
  { view }: { readonly view: View },
): readonly CashByCauseMinor<UnidentifiedCause>[] {
  const cut = cutOf(view);
  const rows = sql.rows(
    `SELECT r.currency, c.step AS cause, sum(s.unidentified) AS amount, count(*) AS count, min(r.effective) AS oldest
       FROM (${sums}) s JOIN receipt r ON r.id = s.receipt JOIN receipt_step c ON c.receipt = s.receipt AND c.ordinal = s.raised
      WHERE s.unidentified > 0 GROUP BY r.currency, c.step ORDER BY r.currency, c.step`,
    0,
    Number.MAX_SAFE_INTEGER,
    cut.ordinal,
    cut.day,
  );
  return rows.map((row) => cashByCauseOf(row, cut, causeIn(row)));
}

export function cashByCauseOf<Cause extends string>(row: Row, cut: Cut, cause: Cause): CashByCauseMinor<Cause> {
  const oldest = numberOf(row, 'oldest');
  return {
    currency: textOf(row, 'currency'),
    cause,
    amount: bigintOf(row, 'amount'),
    count: numberOf(row, 'count'),
    oldestOn: dateOfDay(oldest),
    oldestAgeDays: cut.day - oldest,
  };
}
