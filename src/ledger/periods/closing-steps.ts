import type { CalendarDate } from '#money/calendar-date.ts';
import type { Books, Ledger } from '../books.ts';
import type { FactOf } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { dayOfRecord } from './fiscal-calendar.ts';
import type { StoredTotals } from './period-events.ts';

interface StepFields {
  readonly commandId: string;
  readonly periodEnd: CalendarDate;
  readonly dryRun?: undefined;
  readonly reference?: undefined;
  readonly source?: undefined;
}

/**
 * What the ledger itself does to carry a closing through, under ids made of the closing's: nobody sends these, so they are in
 * no table of commands and no mutation is made of them.
 */
export type ClosingStep =
  | { readonly name: 'FencePeriod'; readonly input: StepFields }
  | {
      readonly name: 'FreezePeriod';
      readonly input: StepFields & { readonly position: number; readonly totals: StoredTotals };
    };

export const closingStepNames = ['FencePeriod', 'FreezePeriod'] as const satisfies readonly ClosingStep['name'][];

/** The fact of the step, or that there is no such closing (any more): it was reopened, or another process was faster. */
export function decideClosingStep(
  { calendar }: Ledger,
  { name, input }: ClosingStep,
  books: Books,
): FactOf<'PeriodFenced' | 'PeriodClosed'> | Rejection {
  const { periodEnd } = input;
  const isDue =
    calendar.ends[calendar.closed] === periodEnd && calendar.closing === (name === 'FencePeriod' ? 'BEGUN' : 'FENCED');
  if (!isDue) return reject('PERIOD_NOT_CLOSING', {}, 'periodEnd');
  const effectiveDate = dayOfRecord(calendar, books);
  if (name === 'FencePeriod') return { type: 'PeriodFenced', effectiveDate, data: { periodEnd } };
  const { position, totals } = input;
  return { type: 'PeriodClosed', effectiveDate, data: { periodEnd, position, totals } };
}
