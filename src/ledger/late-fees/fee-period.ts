import { z } from 'zod';
import { parseCalendarDate } from '#money/calendar-date.ts';

/** 2024-02 or 2024-02-29; every month and day has to exist. */
function isPeriod(text: string): boolean {
  return parseCalendarDate(text.length === 7 ? `${text}-01` : text) !== undefined;
}

export const feePeriodInput = z
  .string()
  .refine(isPeriod, 'expected a month YYYY-MM or the last day of a period')
  .describe('The period: a month YYYY-MM or its last day. One fee for each item and period, for ever.');
