import { addDays, type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { assertNever } from '../assert-never.ts';
import type { Books } from '../books.ts';
import type { FactOf } from '../events.ts';

/** The periods of a ledger: closed in order, from the first on, and reopened from the last backwards. */
export interface FiscalCalendar {
  /** Last days, ascending. */
  readonly ends: readonly CalendarDate[];
  /** How many of them are closed. */
  readonly closed: number;
  /** How far the closing of the next one is; undefined where none is under way. */
  readonly closing: 'BEGUN' | 'FENCED' | undefined;
}

export const periodFactTypes = [
  'CalendarExtended',
  'PeriodClosing',
  'PeriodFenced',
  'PeriodClosed',
  'PeriodReopened',
] as const;

export type PeriodFact = FactOf<(typeof periodFactTypes)[number]>;

export const emptyCalendar: FiscalCalendar = { ends: [], closed: 0, closing: undefined };

export function evolveCalendar(calendar: FiscalCalendar, fact: PeriodFact): FiscalCalendar {
  switch (fact.type) {
    case 'CalendarExtended':
      return { ...calendar, ends: [...calendar.ends, ...fact.data.periodEnds] };
    case 'PeriodClosing':
      requireNext(calendar, fact.data.periodEnd, undefined);
      return { ...calendar, closing: 'BEGUN' };
    case 'PeriodFenced':
      requireNext(calendar, fact.data.periodEnd, 'BEGUN');
      return { ...calendar, closing: 'FENCED' };
    case 'PeriodClosed':
      requireNext(calendar, fact.data.periodEnd, 'FENCED');
      return { ...calendar, closed: calendar.closed + 1, closing: undefined };
    case 'PeriodReopened':
      return reopened(calendar, fact.data.periodEnd);
    default:
      return assertNever(fact);
  }
}

function requireNext({ ends, closed, closing }: FiscalCalendar, end: string, step: FiscalCalendar['closing']): void {
  if (ends[closed] !== end || closing !== step)
    throw new Error('INV-23: a closing does not follow on the one before it');
}

function reopened(calendar: FiscalCalendar, end: string): FiscalCalendar {
  if (lockedThrough(calendar) !== end) throw new Error('INV-23: a period is reopened that is not the last one locked');
  const { closed, closing } = calendar;
  return { ...calendar, closed: closing === undefined ? closed - 1 : closed, closing: undefined };
}

/** The last day on which nothing is recorded any more; undefined where every day is open. */
export function lockedThrough({ ends, closed, closing }: FiscalCalendar): CalendarDate | undefined {
  return ends[closing === undefined ? closed - 1 : closed];
}

/** What stays locked when the last period is reopened. */
export function lockedBefore({ ends, closed, closing }: FiscalCalendar): CalendarDate | undefined {
  return ends[closing === undefined ? closed - 2 : closed - 1];
}

export function firstOpenDay(locked: CalendarDate): CalendarDate {
  return addDays(locked, 1);
}

/** The day of what the ledger records of its own periods: today, and never a day that is locked. */
export function dayOfRecord(calendar: FiscalCalendar, { today }: Books): CalendarDate {
  const locked = lockedThrough(calendar);
  return locked === undefined ? today : laterOf(today, firstOpenDay(locked));
}
