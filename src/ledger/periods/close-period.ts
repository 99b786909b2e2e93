import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Books, Ledger } from '../books.ts';
import { commandFields, dateInput } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { dayOfRecord, type FiscalCalendar } from './fiscal-calendar.ts';

export const closePeriodInput = z
  .strictObject({
    ...commandFields,
    periodEnd: dateInput.describe('The last day of the period. Periods are closed in order.'),
  })
  .describe(
    'Closes a period for good: from now on nothing is recorded on its days. Once nothing of it can be under way any more, its ' +
      'control totals are frozen at that position. A dry run answers the totals that it would freeze now.',
  );

export type ClosePeriod = z.output<typeof closePeriodInput>;

/** The first step of a closing; the others follow by themselves (processes/period-closing.ts). */
export function decideClosePeriod(
  ledger: Ledger,
  { periodEnd }: ClosePeriod,
  books: Books,
): FactOf<'PeriodClosing'> | Rejection {
  const { calendar } = ledger;
  if (ledger.terms === undefined) return reject('LEDGER_NOT_OPEN', {});
  return (
    unknownPeriod(calendar, periodEnd) ??
    notNext(calendar, periodEnd) ??
    (periodEnd < books.today ? undefined : reject('PERIOD_NOT_OVER', { today: books.today }, 'periodEnd')) ?? {
      type: 'PeriodClosing',
      effectiveDate: dayOfRecord(calendar, books),
      data: { periodEnd },
    }
  );
}

export function unknownPeriod({ ends }: FiscalCalendar, periodEnd: CalendarDate): Rejection | undefined {
  if (ends.includes(periodEnd)) return undefined;
  return reject('PERIOD_UNKNOWN', { nextEnd: ends.find((end) => end > periodEnd), lastEnd: ends.at(-1) }, 'periodEnd');
}

function notNext({ ends, closed, closing }: FiscalCalendar, periodEnd: CalendarDate): Rejection | undefined {
  const next = ends[closed];
  if (next === undefined || periodEnd < next) {
    return reject('PERIOD_ALREADY_CLOSED', { closedThrough: ends[closed - 1] }, 'periodEnd');
  }
  if (closing !== undefined) return reject('PERIOD_CLOSING', { periodEnd: next }, 'periodEnd');
  return periodEnd === next ? undefined : reject('PERIOD_NOT_NEXT', { nextEnd: next }, 'periodEnd');
}
