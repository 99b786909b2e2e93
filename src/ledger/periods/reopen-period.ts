import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Books, Ledger } from '../books.ts';
import { invalidReason } from '../checks.ts';
import { commandFields, dateInput, reasonField } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { reasonsInForce } from '../reasons/published-lists.ts';
import { type Rejection, reject } from '../rejections.ts';
import { unknownPeriod } from './close-period.ts';
import { dayOfRecord, type FiscalCalendar, lockedBefore, lockedThrough } from './fiscal-calendar.ts';

export const reopenPeriodInput = z
  .strictObject({
    ...commandFields,
    periodEnd: dateInput.describe('The last day of the period: of the one closed last, or of the one being closed.'),
    reasonCode: reasonField,
  })
  .describe(
    'Reopens the period that was closed last, or gives up the closing under way. It shows in every later report.',
  );

export type ReopenPeriod = z.output<typeof reopenPeriodInput>;

/** `books.reasons` is the list that ships, as for every command of the ledger. */
export function decideReopenPeriod(
  ledger: Ledger,
  { periodEnd, reasonCode }: ReopenPeriod,
  books: Books,
): FactOf<'PeriodReopened'> | Rejection {
  const { calendar } = ledger;
  if (ledger.terms === undefined) return reject('LEDGER_NOT_OPEN', {});
  const effectiveDate = dayOfRecord(calendar, books);
  const reasons = reasonsInForce(books.reasons, ledger.reasonLists, effectiveDate);
  const kept = lockedBefore(calendar);
  return (
    unknownPeriod(calendar, periodEnd) ??
    invalidReason({ ...books, reasons }, 'ReopenPeriod', reasonCode, effectiveDate) ??
    notLast(calendar, periodEnd) ?? {
      type: 'PeriodReopened',
      effectiveDate,
      data: { periodEnd, ...(kept === undefined ? {} : { lockedThrough: kept }) },
    }
  );
}

function notLast(calendar: FiscalCalendar, periodEnd: CalendarDate): Rejection | undefined {
  const last = lockedThrough(calendar);
  if (last === undefined || periodEnd > last) return reject('PERIOD_NOT_CLOSED', {}, 'periodEnd');
  return periodEnd === last ? undefined : reject('PERIOD_NOT_LAST', { lastClosed: last }, 'periodEnd');
}
