import { isPartyClass } from '#ledger/parties.ts';
import { identifierPattern } from '#ledger/text.ts';
import { type CalendarDate, parseCalendarDate } from '#money/calendar-date.ts';
import { isCurrencyCode } from '#money/currencies.ts';
import { badInput } from './failures.ts';

/** Reads arguments of queries. A bad one is an error that names the argument and what it should be, never what it was. */

const mostRows = 200;
const usualRows = 50;

export function dateIn(text: string, inputPath: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === undefined) throw badInput(inputPath, 'a day that exists, YYYY-MM-DD');
  return date;
}

export function dateInIfGiven(text: string | null | undefined, inputPath: string): CalendarDate | undefined {
  return typeof text === 'string' ? dateIn(text, inputPath) : undefined;
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339, any offset; out comes UTC with milliseconds, the form in which entries are recorded. */
export function instantIn(text: string, inputPath: string): string {
  const instant = instantPattern.test(text) ? new Date(text) : undefined;
  if (instant === undefined || Number.isNaN(instant.getTime()) || isOtherDay(text)) {
    throw badInput(inputPath, 'an instant of RFC 3339, as in 2026-03-31T14:05:09.123Z');
  }
  return instant.toISOString();
}

/** Date rolls 30 February over into March; an instant on a day that does not exist is none. */
function isOtherDay(text: string): boolean {
  return parseCalendarDate(text.slice(0, 10)) === undefined;
}

/** The id of an account or of anything else: of the alphabet of ids, or an error that says which that is. */
export function idIn(text: string, inputPath: string): string {
  if (!identifierPattern.test(text)) throw badInput(inputPath, '1 to 64 of A-Z a-z 0-9 _ . : -');
  return text;
}

export function idInIfGiven(text: string | null | undefined, inputPath: string): string | undefined {
  return typeof text === 'string' ? idIn(text, inputPath) : undefined;
}

/** What cannot be a currency is refused: an empty list of `usd` reads as if nothing were owed. */
export function currencyInIfGiven(text: string | null | undefined, inputPath: string): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (!isCurrencyCode(text)) throw badInput(inputPath, 'a currency code of ISO 4217 in capitals, as in USD');
  return text;
}

/** Likewise: no class is called `self`. */
export function partyClassInIfGiven(text: string | null | undefined, inputPath: string): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (!isPartyClass(text)) throw badInput(inputPath, 'SELF, or a class of payers in capitals, as in MEDICARE');
  return text;
}

export function rowsIn(first: number | null | undefined): number {
  const rows = first ?? usualRows;
  if (rows < 1 || rows > mostRows) throw badInput('first', `1 to ${mostRows} rows a page`);
  return rows;
}

const mostDays = 100_000;

export function daysIn(days: number | null | undefined, inputPath: string): number | undefined {
  if (typeof days !== 'number') return undefined;
  if (days < 0 || days > mostDays) throw badInput(inputPath, `0 to ${mostDays} days`);
  return days;
}
