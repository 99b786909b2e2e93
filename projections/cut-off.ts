import type { CalendarDate } from '#money/calendar-date.ts';

/** Months of the calendar, as YYYY-MM. */
export interface CutOff {
  readonly effectiveMonth: string;
  readonly recordedMonth: string;
}

function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}

/** Given for an entry that was recorded in another month than the one it is dated in; both days are of the ledger's time zone. */
export function cutOffOf(effectiveOn: CalendarDate, recordedOn: CalendarDate): CutOff | undefined {
  const [effectiveMonth, recordedMonth] = [monthOf(effectiveOn), monthOf(recordedOn)];
  return effectiveMonth === recordedMonth ? undefined : { effectiveMonth, recordedMonth };
}
