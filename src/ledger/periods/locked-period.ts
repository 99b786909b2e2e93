import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import type { Books } from '../books.ts';
import { type Rejection, reject } from '../rejections.ts';
import { firstOpenDay } from './fiscal-calendar.ts';

/** Everything dated on or before the end of a period that is closed, or being closed, is locked. */
export function lockedOn({ lockedThrough }: Pick<Books, 'lockedThrough'>, date: CalendarDate): Rejection | undefined {
  if (lockedThrough === undefined || date > lockedThrough) return undefined;
  return reject('PERIOD_LOCKED', { lockedThrough, firstOpenDay: firstOpenDay(lockedThrough) }, 'effectiveDate');
}

/** The day of a later step of a process: that of its command, or the first open one where its period was closed meanwhile. */
export function dayOfStep(asked: CalendarDate, { lockedThrough }: Books): CalendarDate {
  return lockedThrough === undefined ? asked : laterOf(asked, firstOpenDay(lockedThrough));
}
