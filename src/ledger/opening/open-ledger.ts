import { z } from 'zod';
import { isTimeZone } from '#money/calendar-date.ts';
import type { Books, Ledger } from '../books.ts';
import { dateOf } from '../checks.ts';
import { commandFields, effectiveDateField } from '../command-input.ts';
import { type FactOf, ledgerModes } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { currencyCode } from '../text.ts';

export const openLedgerInput = z
  .strictObject({
    ...commandFields,
    effectiveDate: effectiveDateField.describe('The opening date: nothing but opening items lies before it.'),
    baseCurrency: currencyCode.describe('The currency the books are kept in.'),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'expected a time zone of the IANA database, as in America/New_York')
      .describe('Decides which day it is in this ledger.'),
    mode: z.enum(ledgerModes).describe('LIVE, or SANDBOX for trying things out; fixed for ever.'),
    fiscalYearStartMonth: z.int().min(1).max(12).optional().describe('1 to 12; January when left out.'),
  })
  .describe('Opens the books of one legal entity. What it says is fixed for ever.');

export type OpenLedger = z.output<typeof openLedgerInput>;

/** The opening of the ledger, the first entry of its own stream; or the refusal to open it twice. */
export function decideOpenLedger(ledger: Ledger, input: OpenLedger, books: Books): FactOf<'LedgerOpened'> | Rejection {
  if (ledger.terms !== undefined) {
    const { openedOn, baseCurrency } = ledger.terms;
    return reject('LEDGER_ALREADY_OPEN', { openedOn, baseCurrency });
  }
  const { baseCurrency, timeZone, mode, fiscalYearStartMonth = 1 } = input;
  const data = { baseCurrency, timeZone, mode, fiscalYearStartMonth };
  return { type: 'LedgerOpened', effectiveDate: dateOf(input, books), data };
}
