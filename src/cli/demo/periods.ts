import { addDays, addMonths, type CalendarDate, endOfMonth } from '#money/calendar-date.ts';
import { monthEnds } from '../month-ends.ts';
import type { Step } from './steps.ts';

/** Days after its end on which a month is closed: what was posted some days late is there by then. */
const daysToClose = 6;
/** Months up to today that nobody has closed yet, and months to come that are in the calendar. */
const monthsLeftOpen = 2;
const monthsAhead = 6;

/** The months that finance has closed by today. */
function closedEnds(first: CalendarDate, today: CalendarDate): readonly CalendarDate[] {
  return monthEnds(first, addMonths(today, -monthsLeftOpen));
}

/** The calendar of the books, its closings, and one month that was reopened for a document and closed again. */
export function fiscalCalendar(first: CalendarDate, today: CalendarDate): readonly Step[] {
  const periodEnds = monthEnds(first, endOfMonth(addMonths(today, monthsAhead)));
  const closed = closedEnds(first, today);
  const closings = closed.map((end): Step => closing(end, addDays(end, daysToClose)));
  const looked = closed.at(-3);
  return [
    { on: first, role: 'finance', name: 'ExtendCalendar', input: { periodEnds } },
    ...closings,
    ...(looked === undefined ? [] : reopened(looked)),
  ];
}

function closing(periodEnd: CalendarDate, on: CalendarDate): Step {
  return { on, role: 'finance', name: 'ClosePeriod', input: { periodEnd } };
}

function reopened(periodEnd: CalendarDate): readonly Step[] {
  const input = { periodEnd, reasonCode: 'LATE_DOCUMENT', reference: 'remittance-late' };
  const on = addDays(periodEnd, daysToClose + 2);
  return [{ on, role: 'supervisor', name: 'ReopenPeriod', input }, closing(periodEnd, addDays(on, 2))];
}

/** The last day that is closed when somebody records something on a day; undefined before the first closing. */
export function closedThrough(first: CalendarDate, today: CalendarDate, on: CalendarDate): CalendarDate | undefined {
  return closedEnds(first, today).findLast((end) => addDays(end, daysToClose) <= on);
}
