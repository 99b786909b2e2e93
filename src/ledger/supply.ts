import type { CalendarDate } from '#money/calendar-date.ts';
import { add, compare, type Money, sum, zero } from '#money/money.ts';
import { smallestFrom, type Shortage, type Timeline, valueOn } from './timeline.ts';

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
  const laterDates = datesAfter(timelines, date);
  const valueAt = (day: CalendarDate) =>
    timelines.reduce((value, timeline) => add(value, valueOn(timeline, day)), zero(currency));
  return {
    available,
    bindingDate: [date, ...laterDates].find((day) => compare(valueAt(day), amount) < 0) ?? date,
    earliestDate: laterDates.find((day) => compare(supplyFrom(currency, timelines, day), amount) >= 0),
  };
}

/** The days after `date` on which any of the figures changes, in order: the only days on which an answer can differ. */
export function datesAfter(timelines: readonly Timeline[], date: CalendarDate): readonly CalendarDate[] {
  const dates = timelines.flatMap((timeline) => timeline.changes.map((change) => change.date));
  return [...new Set(dates)].filter((day) => day > date).toSorted();
}
