import { type GlAccount, glAccounts } from '#ledger/posting-rules.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Minor } from '#projections/minor.ts';
import { type BookReader, cutOf } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import type { ClearingFilter, InTransit } from './general-ledger.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { PageRequest, View } from './read-models.ts';
import { bigintOf, numberOf, type Row, textOf } from './rows.ts';
import { cashClearing, transferClearing } from './schema.ts';

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

/**
 * The oldest day first. What moved on CashClearing stands there day by day; of what crosses TransferClearing only what has
 * not arrived, under the day on which it left.
 */
export function clearingOf({ sql }: BookReader, { view, filter, page }: ClearingQuestion): Paged<ClearingMinor> {
  const cut = cutOf(view);
  const [day, account, subject, currency] = page.after === undefined ? [] : numbersOfCursor(page.after, 4);
  const known = [cut.ordinal, cut.day];
  const after = [day ?? Number.MIN_SAFE_INTEGER, account ?? 0, subject ?? 0, currency ?? 0];
  const from = filter.from === undefined ? Number.MIN_SAFE_INTEGER : dayOf(filter.from);
  const isCurrency =
    filter.currency === undefined ? '' : 'AND currency = (SELECT id FROM term WHERE kind = ? AND text = ?)';
  const isAccount = filter.account === undefined ? '' : 'AND gl = (SELECT id FROM gl_account WHERE name = ?)';
  const rows = sql.rows(
    `SELECT s.effective, s.gl, s.subject, s.currency AS currency_id, g.name AS account, k.text AS key, c.text AS currency,
            s.debits, s.credits
       FROM (SELECT * FROM (${clearingSums})
              WHERE effective >= ? AND (effective, gl, subject, currency) > (?, ?, ?, ?) ${isAccount} ${isCurrency}
              ORDER BY effective, gl, subject, currency LIMIT ?) s
       JOIN gl_account g ON g.id = s.gl JOIN term k ON k.id = s.subject JOIN term c ON c.id = s.currency
      ORDER BY s.effective, s.gl, s.subject, s.currency`,
    ...known,
    ...known,
    from,
    ...after,
    ...(filter.account === undefined ? [] : [filter.account]),
    ...(filter.currency === undefined ? [] : ['currency', filter.currency]),
    page.first + 1,
  );
  const found = rows.map((row) => ({ row, place: placeOf(row) }));
  const paged = pageOf(found, page.first, ({ place }) => place);
  return { ...paged, rows: paged.rows.map(({ row, cursor }) => ({ ...clearingRowOf(row, cut.day), cursor })) };
}

const clearingSums = `
  SELECT gl, effective, subject, currency, ${sides} FROM posting
   WHERE gl = ${cashClearing} AND ordinal <= ? AND effective <= ? GROUP BY effective, subject, currency
  UNION ALL
  SELECT gl, min(effective) AS effective, subject, currency, ${sides} FROM posting
   WHERE gl = ${transferClearing} AND ordinal <= ? AND effective <= ? GROUP BY subject, currency HAVING sum(amount) <> 0`;

function placeOf(row: Row): string {
  return ['effective', 'gl', 'subject', 'currency_id'].map((column) => numberOf(row, column)).join('.');
}

function clearingRowOf(row: Row, asOf: number): ClearingMinor {
  const day = numberOf(row, 'effective');
  return { ...sidesOf(row), key: textOf(row, 'key'), date: dateOfDay(day), ageDays: asOf - day };
}

/** The oldest first. Of what is recorded, whatever its day: what is to come on a later day is on its way already. */
export function inTransitOf({ sql }: BookReader, { limit }: { readonly limit: number }): readonly InTransit[] {
  const rows = sql.rows(
    `SELECT a.stream, t.revision FROM transit t JOIN account a ON a.id = t.account
      WHERE t.is_begun = 1 AND NOT EXISTS (SELECT 1 FROM transit d WHERE d.key = t.key AND d.is_begun = 0)
      ORDER BY t.ordinal LIMIT ?`,
    limit,
  );
  return rows.map((row) => ({ stream: textOf(row, 'stream'), revision: numberOf(row, 'revision') }));
}

function sidesOf(row: Row): SidesMinor {
  const account = glAccounts.find((name) => name === row['account']);
  if (account === undefined) throw new Error('something is posted to an account that is not in the chart');
  const [debits, credits] = [bigintOf(row, 'debits'), -bigintOf(row, 'credits')];
  return { account, currency: textOf(row, 'currency'), debits, credits };
}
