declare const calendarDateBrand: unique symbol;

/**
 * A day of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31, written YYYY-MM-DD. Dates compare as text, so `<`,
 * sorting and an SQL index are right. A day has no time and no zone; which day an instant falls on is `dateInZone`'s answer.
 */
export type CalendarDate = string & { readonly [calendarDateBrand]: 'CalendarDate' };

/** The number of a day: 0 for 0001-01-01, one more for each day after it. */
type DayNumber = number;

const lastDayNumber: DayNumber = 3_652_058;
const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** Undefined where the text is not a day that exists, such as 2023-02-29, 2024-2-1 or 0000-01-01. */
export function parseCalendarDate(text: string): CalendarDate | undefined {
  return isCalendarDate(text) ? text : undefined;
}

/** For literals and stored values. Throws where the text is not a day that exists: a bug or a corrupt book. */
export function calendarDate(text: string): CalendarDate {
  if (!isCalendarDate(text)) {
    throw new Error('Not a calendar date');
  }
  return text;
}

export function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

export function earlierOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a < b ? a : b;
}

/** Strictly: a date is not before itself. */
export function isBefore(date: CalendarDate, other: CalendarDate): boolean {
  return date < other;
}

/** Strictly: a date is not after itself. */
export function isAfter(date: CalendarDate, other: CalendarDate): boolean {
  return date > other;
}

/** The date a whole number of days later, earlier where it is negative. Throws outside the years 0001 to 9999. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDay(dayNumberOf(date) + days);
}

/** Days from one date to another: 1 from a day to the next, negative where `to` is the earlier one. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/**
 * The same day of the month a whole number of months later (earlier where negative), or the last day of a month that is too
 * short: one month after 31 January is 28 or 29 February. Throws outside the years 0001 to 9999.
 */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const month = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(month / 12);
  const monthOfYear = month - year * 12 + 1;
  return dateOf(year, monthOfYear, Math.min(dayOf(date), daysInMonth(year, monthOfYear)));
}

/** The last day of the date's month. */
export function endOfMonth(date: CalendarDate): CalendarDate {
  return dateOf(yearOf(date), monthOf(date), daysInMonth(yearOf(date), monthOf(date)));
}

function isCalendarDate(text: string): text is CalendarDate {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) {
    return false;
  }
  const [year, month, day] = [yearOf(text), monthOf(text), dayOf(text)];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

const yearOf = (date: string): number => digits(date, 0, 4);
const monthOf = (date: string): number => digits(date, 5, 7);
const dayOf = (date: string): number => digits(date, 8, 10);

// Read digit by digit: aging asks for millions of day numbers, and this allocates nothing.
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    value = value * 10 + text.charCodeAt(index) - 48;
  }
  return value;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return isLeapYear(year) ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function dayNumberOf(date: CalendarDate): DayNumber {
  const year = yearOf(date);
  return firstDayOfYear(year) + daysIntoYear(year, monthOf(date)) + dayOf(date) - 1;
}

function firstDayOfYear(year: number): DayNumber {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

/** Days of the year before the first of this month. */
function daysIntoYear(year: number, month: number): number {
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return (daysBeforeMonth[month - 1] ?? 0) + leapDay;
}

function dateOfDay(day: DayNumber): CalendarDate {
  if (!Number.isInteger(day) || day < 0 || day > lastDayNumber) {
    throw new Error('A date is outside the years 0001 to 9999');
  }
  // A year starts less than a day after its share of mean years (0.72 at most) but up to 1.5 days before it, so the
  // quotient is right or one year short.
  const estimate = Math.floor(day / 365.2425) + 1;
  const year = day < firstDayOfYear(estimate + 1) ? estimate : estimate + 1;
  const dayOfYear = day - firstDayOfYear(year);
  let month = 12;
  while (daysIntoYear(year, month) > dayOfYear) {
    month -= 1;
  }
  return dateOf(year, month, dayOfYear - daysIntoYear(year, month) + 1);
}

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

function dateOf(year: number, month: number, day: number): CalendarDate {
  // Also refuses a year outside the calendar and a fraction of a month, which do not print as a date.
  return calendarDate(`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`);
}

/**
 * Whether the text names a time zone of the IANA database, such as `America/New_York`. An offset such as "+02:00" is none:
 * it knows no summer time, so "today" would be wrong for half of the year.
 */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) {
    return false;
  }
  try {
    formatterOf(text);
    return true;
  } catch {
    return false;
  }
}

/** The last answer for a zone. "Today" is asked for by every command, and formatting a date takes microseconds. */
interface DayInZone {
  readonly formatter: Intl.DateTimeFormat;
  readonly minute: number;
  readonly date: CalendarDate;
}

const minuteInMilliseconds = 60_000;
// From 1973 on every zone differs from UTC by whole minutes and changes on a whole minute, so a minute has a single date.
const firstWholeMinute = 94_694_400_000 / minuteInMilliseconds;
// One day inside the calendar at both ends, because a zone may be on the day before or after that of UTC.
const firstInstant = -62_135_510_400_000;
const lastInstant = 253_402_214_400_000;
const mostZonesKept = 64;
const lastDays = new Map<string, DayInZone>();

/**
 * The day it is in a time zone at an instant, given in milliseconds since 1970-01-01T00:00:00Z. Depends on nothing else: not
 * on the clock, not on the zone of the machine. Throws on an instant outside the years 0001 to 9999 and on an unknown zone.
 */
export function dateInZone(epochMilliseconds: number, timeZone: string): CalendarDate {
  const minute = Math.floor(epochMilliseconds / minuteInMilliseconds);
  const last = lastDays.get(timeZone);
  if (last !== undefined && last.minute === minute && minute >= firstWholeMinute) {
    return last.date;
  }
  if (!(epochMilliseconds >= firstInstant && epochMilliseconds <= lastInstant)) {
    throw new Error('An instant is outside the years 0001 to 9999');
  }
  const formatter = last?.formatter ?? formatterOf(timeZone);
  const date = dateOfParts(formatter.formatToParts(Math.floor(epochMilliseconds)));
  if (last === undefined && lastDays.size >= mostZonesKept) {
    lastDays.clear();
  }
  lastDays.set(timeZone, { formatter, minute, date });
  return date;
}

// The calendar and the digits are stated, or the locale of the zone's formatter could choose others.
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
}

function dateOfParts(parts: readonly Intl.DateTimeFormatPart[]): CalendarDate {
  const valueOf = (type: 'year' | 'month' | 'day'): number => Number(parts.find((part) => part.type === type)?.value);
  return dateOf(valueOf('year'), valueOf('month'), valueOf('day'));
}
