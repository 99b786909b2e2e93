import type { CalendarDate } from '#money/calendar-date.ts';
import { add, type Money, negate, smaller, zero } from '#money/money.ts';

/**
 * A figure over business days: changes by date, in ascending order, one per day.
 *
 * Back-dated entries may land on any day, so what a command may use is never "the balance" but the
 * smallest value on any day from its own date on (ledger-rules 3). That question is answered here and
 * nowhere else.
 */
export interface Timeline {
  readonly currency: string;
  readonly changes: readonly Change[];
}

interface Change {
  readonly date: CalendarDate;
  readonly amount: Money;
}

export function emptyTimeline(currency: string): Timeline {
  return { currency, changes: [] };
}

/** The timeline with one more change; the common case, a change on the last day or later, costs no search. */
export function changeOn(timeline: Timeline, date: CalendarDate, amount: Money): Timeline {
  const { currency, changes } = timeline;
  let index = changes.length;
  while (index > 0 && (changes[index - 1]?.date ?? date) > date) index -= 1;
  const same = changes[index - 1];
  if (same !== undefined && same.date === date) {
    return { currency, changes: changes.with(index - 1, { date, amount: add(same.amount, amount) }) };
  }
  // Not [...changes, change]: V8 leaves room for sixteen more in such a list, and every item of every account has four.
  return { currency, changes: changes.toSpliced(index, 0, { date, amount }) };
}

/** The figure less another one, day by day. */
export function less(timeline: Timeline, other: Timeline): Timeline {
  return other.changes.reduce((left, { date, amount }) => changeOn(left, date, negate(amount)), timeline);
}

/** The figure at the end of `date`. */
export function valueOn(timeline: Timeline, date: CalendarDate): Money {
  let value = zero(timeline.currency);
  for (const change of timeline.changes) {
    if (change.date > date) break;
    value = add(value, change.amount);
  }
  return value;
}

/** The figure over everything recorded, whatever its date. */
export function finalValue(timeline: Timeline): Money {
  return timeline.changes.reduce((value, change) => add(value, change.amount), zero(timeline.currency));
}

/**
 * What a command effective on `date` may use: the smallest value on that day or any later one; or, where `before` is
 * given, on the days before it only. `before` is later than `date`.
 */
export function smallestFrom(timeline: Timeline, date: CalendarDate, before?: CalendarDate): Money {
  let value = zero(timeline.currency);
  let smallest: Money | undefined;
  for (const change of timeline.changes) {
    if (before !== undefined && change.date >= before) break;
    if (change.date > date) smallest = smallest === undefined ? value : smaller(smallest, value);
    value = add(value, change.amount);
  }
  return smallest === undefined ? value : smaller(smallest, value);
}

/** Why a command is refused: the first day on which less than `amount` is there, and the first day that would do. */
export interface Shortage {
  readonly available: Money;
  readonly bindingDate: CalendarDate;
  readonly earliestDate: CalendarDate | undefined;
}
