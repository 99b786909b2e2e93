import { type CalendarDate, parseCalendarDate } from '#money/calendar-date.ts';
import { failure } from './failures.ts';

/**
 * A cursor carries the view of the page it stands on, so that a walk through pages is one consistent report while
 * writes go on: the day, the last entry that counts, and the row.
 */
export interface Cursor {
  readonly asOf: CalendarDate;
  readonly ordinal: number;
  readonly row: string;
}

export function writeCursor({ asOf, ordinal, row }: Cursor): string {
  return Buffer.from(`${asOf} ${ordinal} ${row}`).toString('base64url');
}

export function readCursor(text: string): Cursor {
  const [, day = '', ordinal = '', row = ''] = /^(\S{10}) (\d{1,15}) (.+)$/s.exec(decoded(text)) ?? [];
  const asOf = parseCalendarDate(day);
  if (asOf === undefined) throw notACursor();
  return { asOf, ordinal: Number(ordinal), row };
}

export function notACursor(): Error {
  return failure('CURSOR_UNKNOWN', { inputPath: 'after' });
}

// Longer than any cursor of ours: not worth decoding.
const longest = 1_024;

function decoded(text: string): string {
  return text.length > longest ? '' : Buffer.from(text, 'base64url').toString();
}
