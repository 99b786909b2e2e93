import type { CalendarDate } from '#money/calendar-date.ts';
import type { Books } from '../books.ts';
import { type Rejection, reject } from '../rejections.ts';
import { firstOpenDay } from './fiscal-calendar.ts';

/** Everything dated on or before the end of a period that is closed, or being closed, is locked. */
export function lockedOn({ lockedThrough }: Books, date: CalendarDate): Rejection | undefined {
  if (lockedThrough === undefined || date > lockedThrough) return undefined;
  return reject('PERIOD_LOCKED', { lockedThrough, firstOpenDay: firstOpenDay(lockedThrough) }, 'effectiveDate');
}
