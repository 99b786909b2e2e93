import type { CalendarDate } from '#money/calendar-date.ts';
import { add, compare, type Money, sum, zero } from '#money/money.ts';
import { type Shortage, smallestFrom, type Timeline } from './timeline.ts';

/**
 * Several timelines that together must bear an amount: the open items that a line may fill. Each gives at
 * most its own smallest value from the day on, so a sum of figures is never trusted where one of them is short.
 */
export function supplyFrom(currency: string, timelines: readonly Timeline[], date: CalendarDate): Money {
  return sum(
    currency,
    timelines.map((timeline) => smallestFrom(timeline, date)),
  );
}

/** Why the timelines together cannot bear `amount` from `date` on; undefined if they can. */
export function supplyShortage(
  currency: string,
  timelines: readonly Timeline[],
  date: CalendarDate,
  amount: Money,
): Shortage | undefined {
  const available = supplyFrom(currency, timelines, date);
  if (compare(available, amount) >= 0) return undefined;
  return {
    available,
    bindingDate: firstDayBelow(currency, timelines, date, amount) ?? date,
    earliestDate: firstDateThat(
      datesAfter(timelines, date),
      (day) => compare(supplyFrom(currency, timelines, day), amount) >= 0,
    ),
  };
}

/** The first day from `date` on when the figures together are below `amount`; perhaps none, though each has a low day. */
function firstDayBelow(
  currency: string,
  timelines: readonly Timeline[],
  date: CalendarDate,
  amount: Money,
): CalendarDate | undefined {
  const changes = timelines.flatMap((timeline) => timeline.changes).toSorted((a, b) => compareDates(a.date, b.date));
  let value = zero(currency);
  let counted = 0;
  for (const day of [date, ...datesAfter(timelines, date)]) {
    for (let next = changes[counted]; next !== undefined && next.date <= day; next = changes[counted]) {
      value = add(value, next.amount);
      counted += 1;
    }
    if (compare(value, amount) < 0) return day;
  }
  return undefined;
}

/** The days after `date` on which any of the figures changes, in order: the only days on which an answer can differ. */
export function datesAfter(timelines: readonly Timeline[], date: CalendarDate): readonly CalendarDate[] {
  const dates = timelines.flatMap((timeline) => timeline.changes.map((change) => change.date));
  return [...new Set(dates)].filter((day) => day > date).toSorted();
}

/** The first of the dates that suffices. What suffices on one day suffices on every later one: the smallest value from a day on only grows. */
export function firstDateThat(
  dates: readonly CalendarDate[],
  suffices: (date: CalendarDate) => boolean,
): CalendarDate | undefined {
  let low = 0;
  let high = dates.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const date = dates[middle];
    if (date !== undefined && suffices(date)) high = middle;
    else low = middle + 1;
  }
  return dates[low];
}

export function compareDates(a: CalendarDate, b: CalendarDate): number {
  return a < b ? -1 : Number(a > b);
}
