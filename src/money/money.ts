import type { Decimal } from 'decimal.js';
import { type CurrencyCode, decimalsOf } from './currencies.ts';
import { asSmallInteger, exact, exactInteger } from './exact.ts';

/**
 * An amount of one currency. `minor` is an integer of minor units: cents for USD, yen for JPY, fils for BHD. Never a
 * negative zero, and never rounded: only the functions of percentage.ts round, with the mode named at the call.
 */
export interface Money {
  readonly currency: CurrencyCode;
  readonly minor: Decimal;
}

/** Minor units as entries and tables keep them: `^(0|-?[1-9][0-9]{0,18})$`. Stored for ever: this form does not change. */
export type MinorText = string;

export const minorTextPattern: RegExp = /^(0|-?[1-9][0-9]{0,18})$/;

/**
 * A plain decimal on the wire: optional minus, no plus, no exponent, no leading zeros, no bare point, at most 24 digits
 * before the point and 12 after it. Amounts, prices, units, percentages and rates all take this form.
 */
export const decimalTextPattern: RegExp = /^-?(0|[1-9][0-9]{0,23})(\.[0-9]{1,12})?$/;

/**
 * The largest single amount, in minor units, either sign: 10^16 (a hundred trillion dollars). Beyond 2^53, so nothing may
 * pass through a float on the way.
 */
export const largestAmount: MinorText = '10000000000000000';

/**
 * The largest total, in minor units, either sign: 10^18, a hundred of the largest amounts. Nine such totals still add up
 * inside a signed 64-bit integer, where the read models sum them. Arithmetic beyond it throws.
 */
export const largestTotal: MinorText = '1000000000000000000';

/** Why a submitted text is no amount of its currency. */
export type MoneyFault = 'NOT_A_DECIMAL' | 'TOO_MANY_DECIMALS' | 'TOO_LARGE';

const amountLimit = exact(largestAmount);
const totalLimit = exact(largestTotal);
const zeros = new Map<CurrencyCode, Money>();

/** 0 in this currency; the same object every time. Throws on an unknown currency. */
export function zero(currency: CurrencyCode): Money {
  return zeros.get(currency) ?? keptZero(currency);
}

function keptZero(currency: CurrencyCode): Money {
  // Asked only for its refusal of an unknown currency, so that no such key is ever kept.
  decimalsOf(currency);
  const kept = Object.freeze({ currency, minor: exact(0) });
  zeros.set(currency, kept);
  return kept;
}

/**
 * The amount of these minor units, whatever their size. Throws on an unknown currency and on a fraction of a minor unit:
 * something forgot to round.
 */
export function moneyOf(currency: CurrencyCode, minor: Decimal): Money {
  const none = zero(currency);
  if (minor.isZero()) {
    return none;
  }
  if (!minor.isInteger()) {
    throw new Error('An amount is a whole number of minor units');
  }
  return { currency, minor };
}

/** Whether an amount is beyond `largestAmount`: such an amount is refused, not recorded. Ask after `multiply` and `convert`. */
export function isTooLarge(money: Money): boolean {
  return isBeyond(money.minor, amountLimit);
}

/** Reads stored minor units. Throws on text outside `minorTextPattern` or beyond `largestTotal`: a bug or a corrupt book. */
export function fromMinorText(text: MinorText, currency: CurrencyCode): Money {
  if (!minorTextPattern.test(text)) {
    throw new Error('Stored minor units are malformed');
  }
  return totalOf(currency, exactInteger(text));
}

/** Reads a stored sum over a whole book: it may have more digits than an amount, and its event has checked the form. */
export function fromTotalText(text: string, currency: CurrencyCode): Money {
  return moneyOf(currency, exactInteger(text));
}

/** Writes minor units for an entry or a table. Throws beyond `largestTotal`. */
export function toMinorText(money: Money): MinorText {
  return withinTotal(money.minor).toString();
}

/** Reads a submitted amount, in units of the currency: "15" and "15.00" are 1500 cents. The text is not repeated in a fault. */
export function parseMoney(text: string, currency: CurrencyCode): Money | MoneyFault {
  const decimals = decimalsOf(currency);
  if (!decimalTextPattern.test(text)) {
    return 'NOT_A_DECIMAL';
  }
  const point = text.indexOf('.');
  const written = point < 0 ? 0 : text.length - point - 1;
  if (written > decimals) {
    return 'TOO_MANY_DECIMALS';
  }
  const units = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
  const money = moneyOf(currency, exactInteger(units + '0'.repeat(decimals - written)));
  return isTooLarge(money) ? 'TOO_LARGE' : money;
}

export function isMoneyFault(value: Money | MoneyFault): value is MoneyFault {
  return typeof value === 'string';
}

/** Units of the currency with all its decimals: "15.00", "-0.05", "1500" for JPY. Throws beyond `largestTotal`. */
export function formatMoney(money: Money): string {
  const decimals = decimalsOf(money.currency);
  const minor = toMinorText(money);
  if (decimals === 0) {
    return minor;
  }
  const sign = minor.startsWith('-') ? '-' : '';
  const digits = minor.slice(sign.length).padStart(decimals + 1, '0');
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/**
 * One way to write each amount: "15" becomes "15.00", "-0" becomes "0.00". Text that `parseMoney` refuses comes back as it
 * was: the content of a command is hashed before its amounts are checked.
 */
export function normaliseDecimal(text: string, currency: CurrencyCode): string {
  const money = parseMoney(text, currency);
  return isMoneyFault(money) ? text : formatMoney(money);
}

/** a + b. Throws on two currencies or beyond `largestTotal`. */
export function add(a: Money, b: Money): Money {
  requireSameCurrency(a, b);
  if (b.minor.isZero()) {
    return a;
  }
  if (a.minor.isZero()) {
    return b;
  }
  const left = asSmallInteger(a.minor);
  const right = asSmallInteger(b.minor);
  return left === undefined || right === undefined
    ? totalOf(a.currency, a.minor.plus(b.minor))
    : smallTotal(a.currency, left + right);
}

/** a - b. Throws on two currencies or beyond `largestTotal`. */
export function subtract(a: Money, b: Money): Money {
  requireSameCurrency(a, b);
  if (b.minor.isZero()) {
    return a;
  }
  const left = asSmallInteger(a.minor);
  const right = asSmallInteger(b.minor);
  return left === undefined || right === undefined
    ? totalOf(a.currency, a.minor.minus(b.minor))
    : smallTotal(a.currency, left - right);
}

/** The amount with the other sign; 0 stays 0. */
export function negate(money: Money): Money {
  return money.minor.isZero() ? money : { currency: money.currency, minor: money.minor.neg() };
}

export function absolute(money: Money): Money {
  return money.minor.isNegative() ? negate(money) : money;
}

/** -1 where a is less than b, 0 where they are equal, 1 where a is more. Throws on two currencies. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  requireSameCurrency(a, b);
  const left = asSmallInteger(a.minor);
  const right = asSmallInteger(b.minor);
  const difference = left === undefined || right === undefined ? a.minor.cmp(b.minor) : left - right;
  if (difference === 0) {
    return 0;
  }
  return difference < 0 ? -1 : 1;
}

/** Whether two amounts are the same. Throws on two currencies, even of zeros. */
export function equals(a: Money, b: Money): boolean {
  return compare(a, b) === 0;
}

export function isZero(money: Money): boolean {
  return money.minor.isZero();
}

/** Above zero. */
export function isPositive(money: Money): boolean {
  return money.minor.isPositive() && !money.minor.isZero();
}

/** Below zero. */
export function isNegative(money: Money): boolean {
  return money.minor.isNegative();
}

/** The lesser of two amounts of one currency, not the one nearer to zero. */
export function smaller(a: Money, b: Money): Money {
  return compare(a, b) <= 0 ? a : b;
}

/** The greater of two amounts of one currency. */
export function larger(a: Money, b: Money): Money {
  return compare(a, b) >= 0 ? a : b;
}

/** The total of any number of amounts, 0 for none. Throws on another currency among them or beyond `largestTotal`. */
export function sum(currency: CurrencyCode, amounts: Iterable<Money>): Money {
  let total = zero(currency);
  for (const amount of amounts) {
    total = add(total, amount);
  }
  return total;
}

function requireSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) {
    throw new Error('Amounts of two currencies do not mix');
  }
}

function totalOf(currency: CurrencyCode, minor: Decimal): Money {
  return moneyOf(currency, withinTotal(minor));
}

// Two numbers below 10^14 add up exactly and far below the largest total, so there is nothing left to check.
function smallTotal(currency: CurrencyCode, minor: number): Money {
  return minor === 0 ? zero(currency) : { currency, minor: exact(minor) };
}

function withinTotal(minor: Decimal): Decimal {
  if (isBeyond(minor, totalLimit)) {
    throw new Error('An amount is beyond the largest total');
  }
  return minor;
}

function isBeyond(minor: Decimal, limit: Decimal): boolean {
  return asSmallInteger(minor) === undefined && minor.abs().gt(limit);
}
