import type { CalendarDate } from '#money/calendar-date.ts';

/** A command that stands in the stream: where, and what it said. */
export interface RecordedCommand {
  readonly commandId: string;
  readonly hash: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** The first day on which something of it counts. */
  readonly effectiveDate: CalendarDate;
}
