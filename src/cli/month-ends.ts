import { addDays, type CalendarDate, endOfMonth } from '#money/calendar-date.ts';

/** Last days of the months from the one of the first day on, up to the second day. */
export function monthEnds(first: CalendarDate, until: CalendarDate): readonly CalendarDate[] {
  const ends: CalendarDate[] = [];
  for (let end = endOfMonth(first); end <= until; end = endOfMonth(addDays(end, 1))) ends.push(end);
  return ends;
}
