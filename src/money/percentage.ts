import { Decimal } from 'decimal.js';
import { type CurrencyCode, decimalsOf } from './currencies.ts';
import { exact, powerOfTen } from './exact.ts';
import { decimalTextPattern, type Money, moneyOf } from './money.ts';

/**
 * What happens to a fraction of a minor unit. Named at every call, because two contracts may want two of them.
 * - `HALF_UP`: to the nearest, a half away from zero: 0.5 becomes 1 and -0.5 becomes -1.
 * - `HALF_EVEN`: to the nearest, a half to the even neighbour: 0.5 becomes 0, 1.5 becomes 2.
 * - `DOWN`: towards zero, whatever the sign.
 * - `UP`: away from zero, whatever the sign.
 *
 * The results below are not held to `largestAmount`: ask `isTooLarge` before recording one that came from submitted figures.
 */
export type Rounding = 'HALF_UP' | 'HALF_EVEN' | 'DOWN' | 'UP';

const modes = {
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
  DOWN: Decimal.ROUND_DOWN,
  UP: Decimal.ROUND_UP,
} as const satisfies Record<Rounding, Decimal.Rounding>;

const minorUnitsPerUnit = { 0: powerOfTen(0), 2: powerOfTen(2), 3: powerOfTen(3) } as const;
const hundredth = powerOfTen(-2);

/** A percentage of an amount: "1.5" is 1.5 %. Throws on text outside `decimalTextPattern`. */
export function percentageOf(money: Money, percentText: string, rounding: Rounding): Money {
  return rounded(money.currency, money.minor.times(decimal(percentText)).times(hundredth), rounding);
}

/**
 * `total x part / whole`, in the currency of the total: the share of a total that belongs to a part. Part and whole are
 * of one currency, which need not be the total's (the base value of what is open of a face amount). Throws on two currencies
 * or a whole of zero.
 *
 * Rounded once and rightly: a quotient of integers is either exactly on a boundary, and then it ends within the 80 digits,
 * or away from it by at least 1 / (2 x whole), which the division does not lose.
 */
export function proportionOf(total: Money, part: Money, whole: Money, rounding: Rounding): Money {
  if (part.currency !== whole.currency) {
    throw new Error('A part and its whole are of one currency');
  }
  if (whole.minor.isZero()) {
    throw new Error('There is no proportion of zero');
  }
  return rounded(total.currency, total.minor.times(part.minor).div(whole.minor), rounding);
}

/**
 * Simple interest. `moneyDays` is what was owed on each day, added up: 200.00 owed for twenty days are 4,000.00. At 12 % and
 * 365 days in a year that is 1.32. Rounded once, of all days together. Throws on text outside `decimalTextPattern`.
 */
export function interestOf(moneyDays: Money, yearlyPercentText: string, daysInYear: number, rounding: Rounding): Money {
  const aYear = moneyDays.minor.times(decimal(yearlyPercentText)).times(hundredth);
  return rounded(moneyDays.currency, aYear.div(daysInYear), rounding);
}

/**
 * `unit price x units` in this currency. Both are plain decimal text; the price may have more decimals than the currency
 * ("0.0125" a unit), and only the product is rounded. Throws on text outside `decimalTextPattern`.
 */
export function multiply(unitPriceText: string, unitsText: string, currency: CurrencyCode, rounding: Rounding): Money {
  const product = decimal(unitPriceText).times(decimal(unitsText));
  return rounded(currency, product.times(minorUnitsPerUnit[decimalsOf(currency)]), rounding);
}

/**
 * The amount in another currency. The rate is units of that currency for one unit of the amount's: 100 JPY at "0.0065" are
 * 0.65 USD. Throws on text outside `decimalTextPattern`.
 */
export function convert(money: Money, rateText: string, toCurrency: CurrencyCode, rounding: Rounding): Money {
  const shift = powerOfTen(decimalsOf(toCurrency) - decimalsOf(money.currency));
  return rounded(toCurrency, money.minor.times(decimal(rateText)).times(shift), rounding);
}

function rounded(currency: CurrencyCode, minor: Decimal, rounding: Rounding): Money {
  return moneyOf(currency, minor.toDecimalPlaces(0, modes[rounding]));
}

function decimal(text: string): Decimal {
  if (!decimalTextPattern.test(text)) {
    throw new Error('A price, unit count, percentage or rate is not a plain decimal');
  }
  return exact(text);
}
