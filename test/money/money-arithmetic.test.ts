import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import {
  absolute,
  add,
  compare,
  equals,
  formatMoney,
  isNegative,
  isPositive,
  isZero,
  larger,
  moneyOf,
  negate,
  smaller,
  subtract,
  sum,
  toMinorText,
  zero,
} from '#money/money.ts';
import { bhd, jpy, usd } from './amounts.ts';

describe('arithmetic', () => {
  it.each([
    ['0.10', '0.20', '0.30', '-0.10'],
    ['5.00', '-5.00', '0.00', '10.00'],
    ['5.00', '5.00', '10.00', '0.00'],
    ['0.00', '5.00', '5.00', '-5.00'],
    ['5.00', '0.00', '5.00', '5.00'],
    ['0.00', '0.00', '0.00', '0.00'],
    ['-0.03', '0.02', '-0.01', '-0.05'],
    ['99999.99', '0.01', '100000.00', '99999.98'],
    ['-99999.99', '-0.01', '-100000.00', '-99999.98'],
    ['999999999999.99', '0.01', '1000000000000.00', '999999999999.98'],
    ['90071992547409.91', '0.01', '90071992547409.92', '90071992547409.90'],
    ['90071992547409.92', '0.01', '90071992547409.93', '90071992547409.91'],
    ['90071992547409.93', '90071992547409.93', '180143985094819.86', '0.00'],
    ['100000000000000.00', '100000000000000.00', '200000000000000.00', '0.00'],
    ['100000000000000.00', '-100000000000000.00', '0.00', '200000000000000.00'],
    ['100000000000000.00', '-0.01', '99999999999999.99', '100000000000000.01'],
  ])('%s and %s: sum %s, difference %s', (a, b, total, difference) => {
    expect(formatMoney(add(usd(a), usd(b)))).toBe(total);
    expect(formatMoney(subtract(usd(a), usd(b)))).toBe(difference);
    expect(formatMoney(negate(subtract(usd(b), usd(a))))).toBe(difference);
  });

  it.each([
    ['0.01', '0.02', -1],
    ['0.02', '0.01', 1],
    ['0.02', '0.02', 0],
    ['-0.01', '0.00', -1],
    ['-0.02', '-0.01', -1],
    ['0.00', '-0.00', 0],
    ['99999.99', '100000.00', -1],
    ['100000.00', '100000.01', -1],
    ['999999999999.99', '1000000000000.00', -1],
    ['90071992547409.92', '90071992547409.93', -1],
    ['-90071992547409.92', '-90071992547409.93', 1],
    ['100000000000000.00', '99999999999999.99', 1],
    ['100000000000000.00', '0.01', 1],
    ['-100000000000000.00', '0.01', -1],
  ] as const)('%s against %s is %i', (a, b, order) => {
    expect(compare(usd(a), usd(b))).toBe(order);
    expect(equals(usd(a), usd(b))).toBe(order === 0);
    expect(formatMoney(smaller(usd(a), usd(b)))).toBe(formatMoney(usd(order <= 0 ? a : b)));
    expect(formatMoney(larger(usd(a), usd(b)))).toBe(formatMoney(usd(order >= 0 ? a : b)));
  });

  it.each([
    ['5.00', true, false, false, '-5.00', '5.00'],
    ['-5.00', false, false, true, '5.00', '5.00'],
    ['0.00', false, true, false, '0.00', '0.00'],
    ['0.01', true, false, false, '-0.01', '0.01'],
    ['-90071992547409.93', false, false, true, '90071992547409.93', '90071992547409.93'],
  ])('%s: positive %s, zero %s, negative %s; negated %s, absolute %s', (text, above, none, below, negated, size) => {
    const money = usd(text);
    expect([isPositive(money), isZero(money), isNegative(money)]).toEqual([above, none, below]);
    expect(formatMoney(negate(money))).toBe(negated);
    expect(formatMoney(absolute(money))).toBe(size);
  });

  it('has no negative zero, however a zero comes about', () => {
    const zeros = [
      usd('-0'),
      usd('-0.00'),
      negate(zero('USD')),
      absolute(usd('-0')),
      subtract(usd('5'), usd('5')),
      subtract(usd('-5'), usd('-5')),
      add(usd('-5'), usd('5')),
      add(usd('-100000000000000'), usd('100000000000000')),
      sum('USD', [usd('-1'), usd('0.50'), usd('0.50')]),
      moneyOf('USD', new Decimal('-0')),
    ];
    for (const money of zeros) {
      expect(money).toBe(zero('USD'));
      expect(formatMoney(money)).toBe('0.00');
      expect(toMinorText(money)).toBe('0');
      expect(isNegative(money)).toBe(false);
    }
  });

  it('keeps one zero for each currency', () => {
    expect(zero('JPY')).toBe(zero('JPY'));
    expect(zero('JPY')).not.toBe(zero('USD'));
    expect(zero('JPY').currency).toBe('JPY');
    expect(Object.isFrozen(zero('JPY'))).toBe(true);
  });

  it('adds up any list, and nothing to zero', () => {
    expect(sum('USD', [])).toBe(zero('USD'));
    expect(formatMoney(sum('USD', [usd('1.10'), usd('2.20'), usd('-0.30')]))).toBe('3.00');
    expect(formatMoney(sum('USD', new Set([usd('1.10')])))).toBe('1.10');
  });

  it.each([
    ['add', add],
    ['subtract', subtract],
    ['compare', compare],
    ['equals', equals],
    ['smaller', smaller],
    ['larger', larger],
  ] as const)('%s throws on two currencies, even of zeros', (_name, operation) => {
    expect(() => operation(usd('1'), jpy('1'))).toThrow('two currencies');
    expect(() => operation(zero('USD'), zero('BHD'))).toThrow('two currencies');
    expect(() => operation(usd('1'), zero('BHD'))).toThrow('two currencies');
  });

  it('a sum throws on another currency among its amounts', () => {
    expect(() => sum('USD', [usd('1'), bhd('1')])).toThrow('two currencies');
    expect(() => sum('USD', [jpy('1')])).toThrow('two currencies');
  });
});
