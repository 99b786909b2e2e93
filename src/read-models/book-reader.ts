import { accountStream } from '#journal/stream-names.ts';
import { type CalendarDate } from '#money/calendar-date.ts';
import { dateOfDay, dayOf } from './days.ts';
import type { PartyFilter, View } from './read-models.ts';
import { maybeNumberOf, maybeTextOf, numberOf, textOf } from './rows.ts';
import type { Sql } from './sql.ts';

/** What every query reads from: one connection to the tables of one ledger. */
export interface BookReader {
  readonly sql: Sql;
  readonly ledgerId: string;
}

/**
 * What a view lets through: entries 1..ordinal, effective on or before the day. Rows are only ever added, at higher
 * ordinals, so for a fixed view every sum over them is the same for ever (INV-35).
 */
export interface Cut {
  readonly day: number;
  readonly ordinal: number;
}

export function cutOf(view: Pick<View, 'asOf' | 'ordinal'>): Cut {
  return { day: dayOf(view.asOf), ordinal: view.ordinal };
}

export interface KnownAccount {
  readonly id: number;
  readonly accountId: string;
  readonly currency: string;
  readonly openedOn: CalendarDate;
  /** The ledger's, where the account is in another one. */
  readonly baseCurrency: string | undefined;
}

/** The account, if it has been opened in this view. */
export function knownAccount({ sql, ledgerId }: BookReader, cut: Cut, accountId: string): KnownAccount | undefined {
  const row = sql.row(
    'SELECT id, currency, opened_on, base_currency FROM account WHERE stream = ? AND opened_at <= ?',
    accountStream(ledgerId, accountId),
    cut.ordinal,
  );
  if (row === undefined) return undefined;
  const openedOn = dateOfDay(numberOf(row, 'opened_on'));
  const baseCurrency = maybeTextOf(row, 'base_currency');
  return { id: numberOf(row, 'id'), accountId, currency: textOf(row, 'currency'), openedOn, baseCurrency };
}

/** The base currency of the ledger; undefined before its opening is known here. */
export function baseCurrencyIn({ sql }: BookReader): string | undefined {
  const row = sql.row('SELECT base_currency FROM account WHERE currency IS NULL AND base_currency IS NOT NULL');
  return row === undefined ? undefined : textOf(row, 'base_currency');
}

/** How many postings the account has by now: what a query on it will cost. */
export function linesOf({ sql, ledgerId }: BookReader, accountId: string): number {
  const row = sql.row(
    'SELECT b.lines FROM account a JOIN balance b ON b.account = a.id WHERE a.stream = ?',
    accountStream(ledgerId, accountId),
  );
  return row === undefined ? 0 : (maybeNumberOf(row, 'lines') ?? 0);
}

/** The condition that a line belongs to the parties asked for, and its values. */
export interface Condition {
  readonly text: string;
  readonly values: readonly string[];
}

/** On a column that holds the number of a party. Empty where every party is meant. */
export function partyCondition(
  column: string,
  filter: PartyFilter & { readonly currency?: string | undefined },
): Condition {
  const tests = [
    { test: 'party_class = ?', value: filter.partyClass },
    { test: 'payer = ?', value: filter.payerId },
    { test: 'currency = ?', value: filter.currency },
  ].flatMap(({ test, value }) => (value === undefined ? [] : [{ test, value }]));
  if (tests.length === 0) return { text: '', values: [] };
  const where = tests.map(({ test }) => test).join(' AND ');
  return {
    text: `AND ${column} IN (SELECT id FROM party WHERE ${where})`,
    values: tests.map(({ value }) => value),
  };
}
