import { addDays, type CalendarDate, calendarDate, daysBetween } from '#money/calendar-date.ts';

const epoch = calendarDate('1970-01-01');

/** A date as the tables keep it: days since 1970-01-01, negative before. Two bytes for a century around today. */
export function dayOf(date: CalendarDate): number {
  return daysBetween(epoch, date);
}

/** Dates that were written lately: a book has some thousand days, and is asked for one of them again and again. */
const written = new Map<number, CalendarDate>();
const mostWritten = 20_000;

export function dateOfDay(day: number): CalendarDate {
  const known = written.get(day);
  if (known !== undefined) return known;
  if (written.size >= mostWritten) written.clear();
  const date = addDays(epoch, day);
  written.set(day, date);
  return date;
}
