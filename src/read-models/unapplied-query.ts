import { accountOfStream, accountStream } from '#journal/stream-names.ts';
import { paymentMethods } from '#ledger/payments/payment-methods.ts';
import type { Minor } from '#projections/minor.ts';
import { type UnappliedCause, unappliedCauses } from '#projections/unapplied-causes.ts';
import { type BookReader, type Cut, cutOf } from './book-reader.ts';
import { dateOfDay } from './days.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { PageRequest, View } from './read-models.ts';
import type { UnappliedFilter, UnappliedPaymentRow } from './receipts.ts';
import { type CashByCauseMinor, cashByCauseOf } from './receipts-query.ts';
import { bigintOf, numberOf, type Row, textOf } from './rows.ts';
import { unappliedCash } from './schema.ts';
import { partyOfRow } from './stored-items.ts';

export type UnappliedPaymentMinor = Omit<UnappliedPaymentRow, 'unapplied'> & { readonly unapplied: Minor };

/** One pass over the lines of UnappliedCash, payment by payment; `raised`: the last entry that made something unapplied. */
const left = `
  SELECT party, subject, -sum(amount) AS unapplied, min(effective) AS oldest, max(CASE WHEN amount < 0 THEN ordinal END) AS raised
    FROM posting INDEXED BY posting_aging
   WHERE gl = ${unappliedCash} AND party IS NOT NULL AND ordinal <= ? AND effective <= ?
   GROUP BY party, due, subject HAVING sum(amount) <> 0`;

/** What nobody has said the use of, by why. */
export function unappliedCashOf(
  { sql }: BookReader,
  { view }: { readonly view: View },
): readonly CashByCauseMinor<UnappliedCause>[] {
  const cut = cutOf(view);
  const rows = sql.rows(
    `SELECT p.currency, ${causes} AS cause, sum(s.unapplied) AS amount, count(*) AS count, min(s.oldest) AS oldest
       FROM (${left}) s JOIN party p ON p.id = s.party JOIN entry e ON e.ordinal = s.raised JOIN term t ON t.id = e.type
      GROUP BY p.currency, 2 ORDER BY p.currency, 2`,
    cut.ordinal,
    cut.day,
  );
  return rows.map((row) => cashByCauseOf(row, cut, causeIn(row)));
}

const causes = `CASE ${Object.entries(unappliedCauses)
  .map(([type, cause]) => `WHEN t.text = '${type}' THEN '${cause}'`)
  .join(' ')} ELSE t.text END`;

function causeIn(row: Row): UnappliedCause {
  const cause = Object.values(unappliedCauses).find((known) => known === row['cause']);
  if (cause === undefined) throw new Error('an entry made something unapplied for a cause that nobody has named');
  return cause;
}

interface UnappliedQuestion {
  readonly view: View;
  readonly filter: UnappliedFilter;
  readonly page: PageRequest;
}

/** The oldest first. */
export function unappliedPaymentsOf(
  reader: BookReader,
  { view, filter, page }: UnappliedQuestion,
): Paged<UnappliedPaymentMinor> {
  const cut = cutOf(view);
  const [day, id] = page.after === undefined ? [] : numbersOfCursor(page.after, 2);
  const tests = testsOf(reader, cut, filter);
  const rows = reader.sql.rows(
    `SELECT * FROM (
       SELECT s.oldest, s.unapplied, m.id, m.payment, a.stream, p.currency, p.party_class, p.payer, w.text AS method,
              ${causes} AS cause, e.effective AS since
         FROM (${left}) s JOIN payment m ON m.id = s.subject JOIN account a ON a.id = m.account JOIN party p ON p.id = s.party
         JOIN term w ON w.id = m.method JOIN entry e ON e.ordinal = s.raised JOIN term t ON t.id = e.type) f
      WHERE (f.oldest, f.id) > (?, ?) ${tests.map(({ sql }) => `AND ${sql}`).join(' ')} ORDER BY f.oldest, f.id LIMIT ?`,
    cut.ordinal,
    cut.day,
    day ?? Number.MIN_SAFE_INTEGER,
    id ?? 0,
    ...tests.map(({ value }) => value),
    page.first + 1,
  );
  const paged = pageOf(rows, page.first, (row) => `${numberOf(row, 'oldest')}.${numberOf(row, 'id')}`);
  return { ...paged, rows: paged.rows.map(({ cursor, ...row }) => ({ ...paymentOf(reader, cut, row), cursor })) };
}

interface Test {
  readonly sql: string;
  readonly value: string | number;
}

function testsOf({ ledgerId }: BookReader, cut: Cut, filter: UnappliedFilter): readonly Test[] {
  const { accountId, currency, cause, olderThanDays } = filter;
  const stream = accountId === undefined ? undefined : accountStream(ledgerId, accountId);
  const before = olderThanDays === undefined ? undefined : cut.day - olderThanDays;
  const asked = [
    { sql: 'f.stream = ?', value: stream },
    { sql: 'f.currency = ?', value: currency },
    { sql: 'f.cause = ?', value: cause },
    { sql: 'f.oldest < ?', value: before },
  ];
  return asked.flatMap(({ sql, value }) => (value === undefined ? [] : [{ sql, value }]));
}

function paymentOf({ ledgerId }: BookReader, cut: Cut, row: Row): UnappliedPaymentMinor {
  const method = paymentMethods.find((known) => known === row['method']);
  const accountId = accountOfStream(ledgerId, textOf(row, 'stream'));
  if (method === undefined || accountId === undefined) throw new Error('a payment came in no way, or to no account');
  const day = numberOf(row, 'oldest');
  return {
    accountId,
    paymentId: textOf(row, 'payment'),
    party: partyOfRow(row),
    method,
    currency: textOf(row, 'currency'),
    unapplied: bigintOf(row, 'unapplied'),
    receivedOn: dateOfDay(day),
    ageDays: cut.day - day,
    cause: causeIn(row),
    since: dateOfDay(numberOf(row, 'since')),
  };
}
