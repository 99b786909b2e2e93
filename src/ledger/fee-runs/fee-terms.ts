import { z } from 'zod';
import { moneyText } from '../command-input.ts';
import { positiveMinorText } from '../text.ts';

/** What a run charges for being late: an amount, a part of what is overdue, or interest for each day. */
export const feeMethods = ['FLAT', 'PERCENT', 'INTEREST'] as const;

const percentText = z
  .string()
  .regex(/^(?=.*[1-9])(0|[1-9][0-9]{0,2})(\.[0-9]{1,6})?$/, 'expected a percentage above zero as text, as in "1.5"');

const yearLength = z.int().min(360).max(366);
const days = z.int().min(0).max(366);

const amountFits = (terms: { readonly method: string; readonly amount?: string | undefined }): boolean =>
  (terms.method === 'FLAT') === (terms.amount !== undefined);
const percentFits = (terms: { readonly method: string; readonly percent?: string | undefined }): boolean =>
  (terms.method === 'FLAT') === (terms.percent === undefined);
const yearFits = (terms: { readonly method: string; readonly daysInYear?: number | undefined }): boolean =>
  terms.method === 'INTEREST' || terms.daysInYear === undefined;

/** The terms as a caller states them. */
export const feeTermsInput = z
  .strictObject({
    method: z
      .enum(feeMethods)
      .describe('FLAT: an amount. PERCENT: a part of what is overdue. INTEREST: for each day that it was.'),
    amount: moneyText.optional().describe('Of FLAT: the fee.'),
    percent: percentText.optional().describe('Of PERCENT and INTEREST: "1.5" is 1.5 %, of INTEREST in a year.'),
    daysInYear: yearLength.optional().describe('Of INTEREST: the days that a year is counted with; 365 when left out.'),
    graceDays: days
      .optional()
      .describe('An item is late when more than so many days have passed since it was due; 0 when left out.'),
    mostAmount: moneyText.optional().describe('The cap: a fee is at most this.'),
    leastAmount: moneyText
      .optional()
      .describe('A fee that comes to less is not charged. Interest goes on until it does.'),
    noticeDays: days
      .optional()
      .describe(
        'Notice first: the first run notes that the item is late, and only one at least so many days later fines it.',
      ),
  })
  .refine(amountFits, 'expected an amount with FLAT, and with nothing else')
  .refine(percentFits, 'expected a percentage with PERCENT and INTEREST, and with nothing else')
  .refine(yearFits, 'expected the days of a year with INTEREST only')
  .meta({ title: 'FeeTermsInput', description: 'What a late-fee run charges, and when an item is late enough.' });

export type FeeTermsInput = z.output<typeof feeTermsInput>;

/** The terms as they stand in the entry of the run. WARNING: history, as in events.ts. */
export const storedFeeTerms = z.strictObject({
  method: z.enum(feeMethods),
  amount: positiveMinorText.optional(),
  percent: percentText.optional(),
  daysInYear: yearLength.optional(),
  graceDays: days,
  mostAmount: positiveMinorText.optional(),
  leastAmount: positiveMinorText.optional(),
  noticeDays: days.optional(),
});

export type StoredFeeTerms = z.infer<typeof storedFeeTerms>;

/** Days of a year where the terms of an interest do not say. */
export const usualDaysInYear = 365;
