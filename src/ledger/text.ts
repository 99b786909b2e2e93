import { z } from 'zod';
import { parseCalendarDate } from '#money/calendar-date.ts';
import { isCurrencyCode } from '#money/currencies.ts';
import { minorTextPattern } from '#money/money.ts';

/**
 * The vocabulary of plain values that commands and entries share.
 *
 * Every identifier is the caller's and opaque. The alphabet is narrow on purpose: names, addresses and
 * sentences do not fit through it, so an entry that is kept for ever cannot pick them up by accident.
 */
export const identifierPattern = /^[A-Za-z0-9_.:-]{1,64}$/;

export const identifier = z.string().regex(identifierPattern, 'expected 1 to 64 of A-Z a-z 0-9 _ . : -');

/** A class of payers, the caller's own code list: MEDICARE, COMMERCIAL, RETAIL ... SELF is not a payer class. */
export const payerClass = z
  .string()
  .regex(/^(?!SELF$)[A-Z][A-Z0-9_]{0,31}$/, 'expected an upper-case code of up to 32 characters other than SELF');

export const currencyCode = z.string().refine(isCurrencyCode, 'expected a currency code of ISO 4217');

/** A calendar date YYYY-MM-DD; 2023-02-29 is refused. */
export const dateText = z.string().transform((text, context) => {
  const date = parseCalendarDate(text);
  if (date !== undefined) return date;
  context.addIssue({ code: 'custom', message: 'expected a calendar date YYYY-MM-DD' });
  return z.NEVER;
});

/**
 * What a code of a list means, for everybody. The one text that people write into the books: too narrow for addresses of
 * mail and for what does not belong there at length, and only those who keep the list write it.
 */
export const reasonLabel = z
  .string()
  .regex(/^[A-Za-z0-9 ,.'()/&-]{1,80}$/, "expected 1 to 80 of A-Z a-z 0-9 space , . ' ( ) / & -");

/** Minor units as text; the only form of an amount in an entry. Cents of USD, whole JPY, thousandths of BHD. */
export const minorText = z.string().regex(minorTextPattern);
export const positiveMinorText = z.string().regex(/^[1-9][0-9]{0,18}$/);
export const notNegativeMinorText = z.string().regex(/^(0|[1-9][0-9]{0,18})$/);

/** How many, and the price of one: plain decimals, never negative; a price may be finer than its currency. */
export const unitsText = z.string().regex(/^(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?$/, 'expected a plain decimal as text');
export const unitPriceText = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,14})(\.[0-9]{1,8})?$/, 'expected a plain decimal as text');

/** An amount in the base currency, whose decimals only the books know; never negative. */
export const baseAmountText = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,23})(\.[0-9]{1,12})?$/, 'expected a plain decimal as text, not negative');

/** Units of one currency for one unit of another; greater than zero. */
export const rateText = z
  .string()
  .regex(/^(?!0(\.0+)?$)(0|[1-9][0-9]{0,8})(\.[0-9]{1,12})?$/, 'expected a rate above zero as decimal text');

export const itemNumber = z.int().min(1).max(999_999);
