import { type GlAccount, glAccounts } from '#ledger/posting-rules.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Minor } from '#projections/minor.ts';
import { type BookReader, cutOf } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import type { ClearingFilter } from './general-ledger.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { PageRequest, View } from './read-models.ts';
import { bigintOf, numberOf, type Row, textOf } from './rows.ts';
import { cashClearing } from './schema.ts';

/** Both sides of an account of the general ledger, each zero or above. */
export interface SidesMinor {
  readonly account: GlAccount;
  readonly currency: string;
  readonly debits: Minor;
  readonly credits: Minor;
}

/** And both sides in the base currency. */
export interface TrialBalanceMinor extends SidesMinor {
  readonly baseDebits: Minor;
  readonly baseCredits: Minor;
}

export interface ClearingMinor extends SidesMinor {
  readonly key: string;
  readonly date: CalendarDate;
  readonly ageDays: number;
}

const sides = 'sum(amount) FILTER (WHERE amount > 0) AS debits, sum(amount) FILTER (WHERE amount < 0) AS credits';

const baseSides = 'sum(base) FILTER (WHERE base > 0) AS base_debits, sum(base) FILTER (WHERE base < 0) AS base_credits';

/** One pass over all lines in the order of recording: a report for the end of a month, with no index of its own. */
export function trialBalanceOf(
  { sql }: BookReader,
  { view, currency }: { readonly view: View; readonly currency: string | undefined },
): readonly TrialBalanceMinor[] {
  const cut = cutOf(view);
  const isCurrency = currency === undefined ? '' : 'AND currency = (SELECT id FROM term WHERE kind = ? AND text = ?)';
  const rows = sql.rows(
    `SELECT g.name AS account, c.text AS currency, s.debits, s.credits, s.base_debits, s.base_credits
       FROM (SELECT gl, currency, ${sides}, ${baseSides} FROM posting WHERE ordinal <= ? AND effective <= ? ${isCurrency}
              GROUP BY currency, gl) s
       JOIN gl_account g ON g.id = s.gl JOIN term c ON c.id = s.currency
      ORDER BY c.text, s.gl`,
    cut.ordinal,
    cut.day,
    ...(currency === undefined ? [] : ['currency', currency]),
  );
  return rows.map((row) => ({
    ...sidesOf(row),
    baseDebits: bigintOf(row, 'base_debits'),
    baseCredits: -bigintOf(row, 'base_credits'),
  }));
}

interface ClearingQuestion {
  readonly view: View;
  readonly filter: ClearingFilter;
  readonly page: PageRequest;
}

/** The oldest day first. */
export function clearingOf({ sql }: BookReader, { view, filter, page }: ClearingQuestion): Paged<ClearingMinor> {
  const cut = cutOf(view);
  const [day, method, currency] = page.after === undefined ? [] : numbersOfCursor(page.after, 3);
  const from = filter.from === undefined ? Number.MIN_SAFE_INTEGER : dayOf(filter.from);
  const isCurrency =
    filter.currency === undefined ? '' : 'AND currency = (SELECT id FROM term WHERE kind = ? AND text = ?)';
  const rows = sql.rows(
    `SELECT s.effective, s.subject, s.currency AS currency_id, m.text AS method, c.text AS currency, s.debits, s.credits
       FROM (SELECT effective, subject, currency, ${sides} FROM posting
              WHERE gl = ${cashClearing} AND ordinal <= ? AND effective BETWEEN ? AND ?
                AND (effective, subject, currency) > (?, ?, ?) ${isCurrency}
              GROUP BY effective, subject, currency ORDER BY effective, subject, currency LIMIT ?) s
       JOIN term m ON m.id = s.subject JOIN term c ON c.id = s.currency
      ORDER BY s.effective, s.subject, s.currency`,
    cut.ordinal,
    from,
    cut.day,
    day ?? Number.MIN_SAFE_INTEGER,
    method ?? 0,
    currency ?? 0,
    ...(filter.currency === undefined ? [] : ['currency', filter.currency]),
    page.first + 1,
  );
  const found = rows.map((row) => ({ row, place: placeOf(row) }));
  const paged = pageOf(found, page.first, ({ place }) => place);
  return { ...paged, rows: paged.rows.map(({ row, cursor }) => ({ ...clearingRowOf(row, cut.day), cursor })) };
}

function placeOf(row: Row): string {
  return ['effective', 'subject', 'currency_id'].map((column) => numberOf(row, column)).join('.');
}

function clearingRowOf(row: Row, asOf: number): ClearingMinor {
  const day = numberOf(row, 'effective');
  return {
    ...sidesOf({ ...row, account: 'CashClearing' }),
    key: textOf(row, 'method'),
    date: dateOfDay(day),
    ageDays: asOf - day,
  };
}

function sidesOf(row: Row): SidesMinor {
  const account = glAccounts.find((name) => name === row['account']);
  if (account === undefined) throw new Error('something is posted to an account that is not in the chart');
  const [debits, credits] = [bigintOf(row, 'debits'), -bigintOf(row, 'credits')];
  return { account, currency: textOf(row, 'currency'), debits, credits };
}
