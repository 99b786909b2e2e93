import * as fc from 'fast-check';
import { fromMinorText, isMoneyFault, type Money, parseMoney, toMinorText } from '#money/money.ts';
import type { Rounding } from '#money/percentage.ts';

/** An amount from units, such as usd('15.00'), where the test is sure that it is one. */
export function amount(text: string, currency: string): Money {
  const money = parseMoney(text, currency);
  if (isMoneyFault(money)) {
    throw new Error(`The test has a bad amount: ${text} ${currency}, ${money}`);
  }
  return money;
}

export const usd = (text: string): Money => amount(text, 'USD');
export const jpy = (text: string): Money => amount(text, 'JPY');
export const bhd = (text: string): Money => amount(text, 'BHD');

/** An amount from minor units in plain bigint, the number type of the oracles: it shares nothing with decimal.js. */
export const ofMinor = (minor: bigint, currency = 'USD'): Money => fromMinorText(minor.toString(), currency);
export const minorOf = (money: Money): bigint => BigInt(toMinorText(money));

export const largest = 10n ** 16n;

/** Minor units of a single amount: small ones, the neighbours of 2^53, of decimal.js's word sizes and of the limit. */
export const minorUnits: fc.Arbitrary<bigint> = fc
  .oneof(
    fc.bigInt({ min: 0n, max: 1000n }),
    fc.bigInt({ min: 0n, max: largest }),
    nearTo(2n ** 53n),
    nearTo(10n ** 7n),
    nearTo(10n ** 14n),
    fc.bigInt({ min: largest - 3n, max: largest }),
  )
  .chain((minor) => fc.constantFrom(minor, -minor));

function nearTo(value: bigint): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: value - 3n, max: value + 3n });
}

/** One currency for each number of decimals. */
export const currencies: fc.Arbitrary<string> = fc.constantFrom('USD', 'JPY', 'BHD');

export const roundings: fc.Arbitrary<Rounding> = fc.constantFrom('HALF_UP', 'HALF_EVEN', 'DOWN', 'UP');

/** Plain decimal text and the fraction it stands for: digits / 10^scale. */
export interface Fraction {
  readonly text: string;
  readonly digits: bigint;
  readonly scale: bigint;
}

export function fractions(largestDigits: bigint, largestScale: number): fc.Arbitrary<Fraction> {
  return fc
    .record({
      digits: fc.oneof(fc.bigInt({ min: 0n, max: 999n }), fc.bigInt({ min: 0n, max: largestDigits })),
      scale: fc.nat({ max: largestScale }),
      negative: fc.boolean(),
    })
    .map(({ digits, scale, negative }) => {
      const padded = digits.toString().padStart(scale + 1, '0');
      const point = padded.length - scale;
      const unsigned = scale === 0 ? padded : `${padded.slice(0, point)}.${padded.slice(point)}`;
      return { text: negative ? `-${unsigned}` : unsigned, digits: negative ? -digits : digits, scale: BigInt(scale) };
    });
}

/** The oracle of every rounding: a quotient of two integers in whole numbers, from remainders only. */
export function roundedQuotient(numerator: bigint, divisor: bigint, rounding: Rounding): bigint {
  const sign = numerator < 0n === divisor < 0n ? 1n : -1n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = divisor < 0n ? -divisor : divisor;
  const down = n / d;
  const twiceRest = 2n * (n % d);
  const away = {
    HALF_UP: twiceRest >= d,
    HALF_EVEN: twiceRest > d || (twiceRest === d && down % 2n === 1n),
    DOWN: false,
    UP: twiceRest > 0n,
  }[rounding];
  return sign * (away ? down + 1n : down);
}

export const isTie = (numerator: bigint, divisor: bigint): boolean =>
  (2n * numerator) % divisor === 0n && numerator % divisor !== 0n;
