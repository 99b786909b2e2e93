import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absolute,
  add,
  compare,
  equals,
  formatMoney,
  fromMinorText,
  isMoneyFault,
  isNegative,
  isPositive,
  isTooLarge,
  isZero,
  larger,
  minorTextPattern,
  negate,
  normaliseDecimal,
  parseMoney,
  smaller,
  subtract,
  sum,
  toMinorText,
  zero,
} from '#money/money.ts';
import { amount, currencies, fractions, largest, minorOf, minorUnits, ofMinor } from './amounts.ts';

const decimals: Readonly<Record<string, bigint>> = { USD: 2n, JPY: 0n, BHD: 3n };

describe('any amount', () => {
  it('is read back from its text and from its minor units, in every currency', () => {
    fc.assert(
      fc.property(minorUnits, currencies, (minor, currency) => {
        const money = fromMinorText(minor.toString(), currency);
        expect(toMinorText(money)).toBe(minor.toString());
        expect(toMinorText(money)).toMatch(minorTextPattern);
        const text = formatMoney(money);
        expect(toMinorText(amount(text, currency))).toBe(minor.toString());
        expect(normaliseDecimal(text, currency)).toBe(text);
      }),
    );
  });

  it('is written with exactly the decimals of its currency and no negative zero', () => {
    fc.assert(
      fc.property(minorUnits, (minor) => {
        expect(formatMoney(ofMinor(minor, 'JPY'))).toMatch(/^(0|-?[1-9][0-9]*)$/);
        expect(formatMoney(ofMinor(minor, 'USD'))).toMatch(/^-?(0|[1-9][0-9]*)\.[0-9]{2}$/);
        expect(formatMoney(ofMinor(minor, 'BHD'))).toMatch(/^-?(0|[1-9][0-9]*)\.[0-9]{3}$/);
        expect(formatMoney(ofMinor(minor, 'USD'))).not.toMatch(/^-0\.00$/);
      }),
    );
  });

  it('read from any plain decimal agrees with whole numbers, and so does every fault', () => {
    const seen = new Map<string, number>();
    const count = (answer: string): void => void seen.set(answer, (seen.get(answer) ?? 0) + 1);
    fc.assert(
      fc.property(fractions(10n ** 18n, 4), currencies, ({ text, digits, scale }, currency) => {
        const places = decimals[currency] ?? 0n;
        const tooMany = scale > places;
        const minor = tooMany ? 0n : digits * 10n ** (places - scale);
        const tooLarge = minor > largest || minor < -largest;
        const money = parseMoney(text, currency);
        expect(isMoneyFault(money) ? money : minorOf(money)).toBe(
          tooMany ? 'TOO_MANY_DECIMALS' : tooLarge ? 'TOO_LARGE' : minor,
        );
        expect(isMoneyFault(money) || !isTooLarge(money)).toBe(true);
        count(isMoneyFault(money) ? money : 'read');
      }),
      { numRuns: 1000 },
    );
    expect([...seen.keys()].toSorted()).toEqual(['TOO_LARGE', 'TOO_MANY_DECIMALS', 'read']);
    expect(Math.min(...seen.values())).toBeGreaterThan(20);
  });

  it('any text at all is an amount or a fault, and neither throws', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'-+.0123456789eExX'.split('')), maxLength: 30 }),
    );
    fc.assert(
      fc.property(texts, currencies, (text, currency) => {
        const money = parseMoney(text, currency);
        expect(normaliseDecimal(text, currency)).toBe(isMoneyFault(money) ? text : formatMoney(money));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('arithmetic on any amounts', () => {
  it('agrees with whole numbers', () => {
    fc.assert(
      fc.property(minorUnits, minorUnits, currencies, (a, b, currency) => {
        const [left, right] = [ofMinor(a, currency), ofMinor(b, currency)];
        expect(minorOf(add(left, right))).toBe(a + b);
        expect(minorOf(subtract(left, right))).toBe(a - b);
        expect(minorOf(negate(left))).toBe(-a);
        expect(minorOf(absolute(left))).toBe(a < 0n ? -a : a);
        expect(add(left, right).currency).toBe(currency);
      }),
      { numRuns: 1000 },
    );
  });

  it('orders them as whole numbers', () => {
    const near = minorUnits.chain((a) =>
      fc.tuple(fc.constant(a), fc.oneof(minorUnits, fc.constantFrom(a, a - 1n, -a))),
    );
    const seen = { less: 0, equal: 0, more: 0 };
    fc.assert(
      fc.property(near, ([a, b]) => {
        const order = a < b ? -1 : a > b ? 1 : 0;
        seen[order < 0 ? 'less' : order > 0 ? 'more' : 'equal'] += 1;
        const [left, right] = [ofMinor(a), ofMinor(b)];
        expect(compare(left, right)).toBe(order);
        expect(equals(left, right)).toBe(a === b);
        expect(minorOf(smaller(left, right))).toBe(a < b ? a : b);
        expect(minorOf(larger(left, right))).toBe(a > b ? a : b);
        expect([isNegative(left), isZero(left), isPositive(left)]).toEqual([a < 0n, a === 0n, a > 0n]);
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.less, seen.equal, seen.more)).toBeGreaterThan(20);
  });

  it('subtracting takes back what adding did', () => {
    fc.assert(
      fc.property(minorUnits, minorUnits, (a, b) => {
        const [left, right] = [ofMinor(a), ofMinor(b)];
        expect(equals(subtract(add(left, right), right), left)).toBe(true);
        expect(equals(add(subtract(left, right), right), left)).toBe(true);
        expect(add(left, negate(left))).toBe(zero('USD'));
      }),
    );
  });

  it('a total does not depend on the order of its amounts', () => {
    const lists = fc.array(minorUnits, { maxLength: 60 });
    fc.assert(
      fc.property(lists, (list) => {
        const total = list.reduce((a, b) => a + b, 0n);
        const amounts = list.map((minor) => ofMinor(minor));
        expect(minorOf(sum('USD', amounts))).toBe(total);
        expect(minorOf(sum('USD', amounts.toReversed()))).toBe(total);
      }),
    );
  });

  it('leaves its operands as they were', () => {
    fc.assert(
      fc.property(minorUnits, minorUnits, (a, b) => {
        const [left, right] = [ofMinor(a), ofMinor(b)];
        add(left, right);
        subtract(left, right);
        compare(left, right);
        negate(left);
        expect([minorOf(left), minorOf(right)]).toEqual([a, b]);
      }),
    );
  });
});
