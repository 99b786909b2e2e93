import { Decimal } from 'decimal.js';

/**
 * Numbers for money: the only constructor of decimals in the project.
 *
 * A clone of our own with every setting stated, because `Decimal.set` anywhere in the process changes the shared one. The
 * longest product of two decimal texts has 72 digits (see `decimalTextPattern`): at 80 only a division can round.
 *
 * Its traps, and where they are closed: it takes `0x1f`, `1e3` and `Infinity` (every text is matched by a pattern first),
 * it has a negative zero that prints as "-0.00" (`moneyOf` in money.ts drops it), it prints large numbers with an
 * exponent (switched off here), and JSON.stringify drops the zeros of a scale (only `formatMoney` and `toMinorText` write).
 */
const Exact = Decimal.clone({
  defaults: true,
  precision: 80,
  rounding: Decimal.ROUND_HALF_UP,
  modulo: Decimal.ROUND_DOWN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  crypto: false,
});

/** The decimal of a safe integer, or of text that one of our patterns has accepted. */
export function exact(value: number | string): Decimal {
  return new Exact(value);
}

/** The decimal of a minus and digits. decimal.js has a short cut for a number of up to seven digits, not for its text. */
export function exactInteger(digits: string): Decimal {
  return new Exact(digits.length < 9 ? Number(digits) : digits);
}

/** 10 to the power of an integer, negative for a fraction. */
export function powerOfTen(power: number): Decimal {
  return new Exact(`1e${power}`);
}

/**
 * Minor units below 10^14 as a plain number, exactly; undefined for larger ones. Nearly every amount is below, and to compare
 * or add two of them as numbers takes a fraction of the time, because decimal.js copies its operands first.
 *
 * Only for integers, which minor units always are. `e` is the decimal exponent and `d` the digits in words of base 10^7,
 * where trailing words of zeros are left out.
 */
export function asSmallInteger(integer: Decimal): number | undefined {
  const { d, e, s } = integer;
  const leading = d[0];
  if (leading === undefined || e > 13) {
    return undefined;
  }
  return e < 7 ? s * leading : s * (leading * 1e7 + (d[1] ?? 0));
}
