import { addDays, type CalendarDate, calendarDate, daysBetween } from '#money/calendar-date.ts';

const epoch = calendarDate('1970-01-01');

/** A date as the tables keep it: days since 1970-01-01, negative before. Two bytes for a century around today. */
export function dayOf(date: CalendarDate): number {
  return daysBetween(epoch, date);
}

export function dateOfDay(day: number): CalendarDate {
  return addDays(epoch, day);
}
