import { type CalendarDate, dateInZone } from '#money/calendar-date.ts';
import type { BookEntry } from './book-entry.ts';

/** Months of the calendar, as YYYY-MM. */
export interface CutOff {
  readonly effectiveMonth: string;
  readonly recordedMonth: string;
}

function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}

/** Given for an entry that was recorded in another month, in the time zone of the ledger, than the one it is dated in. */
export function cutOffOf({ effectiveDate, recordedAt }: BookEntry, timeZone: string): CutOff | undefined {
  const effectiveMonth = monthOf(effectiveDate);
  const recordedMonth = monthOf(dateInZone(Date.parse(recordedAt), timeZone));
  return effectiveMonth === recordedMonth ? undefined : { effectiveMonth, recordedMonth };
}
