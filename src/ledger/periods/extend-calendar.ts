import { z } from 'zod';
import type { Books, Ledger } from '../books.ts';
import { commandFields, dateInput } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { dayOfRecord } from './fiscal-calendar.ts';

export const extendCalendarInput = z
  .strictObject({
    ...commandFields,
    periodEnds: z
      .array(dateInput)
      .min(1)
      .max(120)
      .describe('The last day of each period, ascending. A period begins the day after the one before it ends.'),
  })
  .describe(
    'Adds periods to the fiscal calendar, after the last there is; the first begins when the ledger was opened.',
  );

export type ExtendCalendar = z.output<typeof extendCalendarInput>;

export function decideExtendCalendar(
  ledger: Ledger,
  { periodEnds }: ExtendCalendar,
  books: Books,
): FactOf<'CalendarExtended'> | Rejection {
  const { terms, calendar } = ledger;
  const disorder = periodEnds.findIndex((end, index) => end <= (periodEnds[index - 1] ?? ''));
  if (disorder >= 0) {
    return reject('INPUT_INVALID', { expected: 'days in ascending order' }, `periodEnds.${disorder}`);
  }
  if (terms === undefined) return reject('LEDGER_NOT_OPEN', {});
  const [first = terms.openedOn] = periodEnds;
  if (first < terms.openedOn) {
    return reject('BEFORE_LEDGER_OPENING', { openedOn: terms.openedOn }, 'periodEnds.0');
  }
  const lastEnd = calendar.ends.at(-1);
  if (lastEnd !== undefined && first <= lastEnd) return reject('CALENDAR_COVERS', { lastEnd }, 'periodEnds.0');
  return { type: 'CalendarExtended', effectiveDate: dayOfRecord(calendar, books), data: { periodEnds } };
}
