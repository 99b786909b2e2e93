import { Decimal } from 'decimal.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  add,
  decimalTextPattern,
  equals,
  formatMoney,
  fromMinorText,
  fromTotalText,
  isMoneyFault,
  isTooLarge,
  largestAmount,
  largestTotal,
  minorTextPattern,
  moneyOf,
  negate,
  normaliseDecimal,
  parseMoney,
  subtract,
  sum,
  toMinorText,
  zero,
} from '#money/money.ts';
import { amount, ofMinor, usd } from './amounts.ts';

const notDecimals = [
  '',
  ' ',
  '-',
  '.',
  '+1',
  '1.',
  '.5',
  '-.5',
  '01',
  '-01',
  '00',
  '00.1',
  '1e3',
  '1E3',
  '0x1f',
  '0b1',
  '0o7',
  '1_000',
  '1,000.00',
  '1.0.0',
  '--1',
  '1-',
  '$1',
  ' 1',
  '1 ',
  '1\n',
  '\u00a01',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  '\u0661\u0662',
  '\uff11',
  '\u22121',
  '\ud800',
  '1'.repeat(25),
  `0.${'1'.repeat(13)}`,
  '9'.repeat(100_000),
];

describe('reading an amount', () => {
  it.each([
    ['15', 'USD', '1500', '15.00'],
    ['15.0', 'USD', '1500', '15.00'],
    ['15.00', 'USD', '1500', '15.00'],
    ['15.5', 'USD', '1550', '15.50'],
    ['0.05', 'USD', '5', '0.05'],
    ['-0.05', 'USD', '-5', '-0.05'],
    ['-15', 'USD', '-1500', '-15.00'],
    ['0', 'USD', '0', '0.00'],
    ['-0', 'USD', '0', '0.00'],
    ['-0.00', 'USD', '0', '0.00'],
    ['99999.99', 'USD', '9999999', '99999.99'],
    ['-99999.99', 'USD', '-9999999', '-99999.99'],
    ['100000.00', 'USD', '10000000', '100000.00'],
    ['1500', 'JPY', '1500', '1500'],
    ['-1', 'JPY', '-1', '-1'],
    ['0', 'JPY', '0', '0'],
    ['-0', 'JPY', '0', '0'],
    ['1.5', 'BHD', '1500', '1.500'],
    ['0.001', 'BHD', '1', '0.001'],
    ['-0.015', 'BHD', '-15', '-0.015'],
    ['90071992547409.91', 'USD', '9007199254740991', '90071992547409.91'],
    ['90071992547409.92', 'USD', '9007199254740992', '90071992547409.92'],
    ['90071992547409.93', 'USD', '9007199254740993', '90071992547409.93'],
    ['-90071992547409.93', 'USD', '-9007199254740993', '-90071992547409.93'],
    ['9007199254740993', 'JPY', '9007199254740993', '9007199254740993'],
    ['9007199254740.993', 'BHD', '9007199254740993', '9007199254740.993'],
    ['100000000000000.00', 'USD', '10000000000000000', '100000000000000.00'],
    ['10000000000000000', 'JPY', '10000000000000000', '10000000000000000'],
    ['10000000000000.000', 'BHD', '10000000000000000', '10000000000000.000'],
  ])('%s %s is %s minor units, written %s', (text, currency, minor, written) => {
    const money = amount(text, currency);
    expect(money.currency).toBe(currency);
    expect(toMinorText(money)).toBe(minor);
    expect(formatMoney(money)).toBe(written);
    expect(normaliseDecimal(text, currency)).toBe(written);
    expect(equals(fromMinorText(minor, currency), money)).toBe(true);
  });

  it.each(notDecimals)('%j is not a decimal', (text) => {
    expect(parseMoney(text, 'USD')).toBe('NOT_A_DECIMAL');
    expect(decimalTextPattern.test(text)).toBe(false);
    expect(normaliseDecimal(text, 'USD')).toBe(text);
  });

  it.each([
    ['15.000', 'USD'],
    ['15.001', 'USD'],
    ['0.001', 'USD'],
    ['1.0', 'JPY'],
    ['0.1', 'JPY'],
    ['1.0000', 'BHD'],
    ['999999999999999999999999.001', 'USD'],
  ])('%s %s has more decimals than the currency, zeros too', (text, currency) => {
    expect(parseMoney(text, currency)).toBe('TOO_MANY_DECIMALS');
    expect(normaliseDecimal(text, currency)).toBe(text);
  });

  it.each([
    ['100000000000000.01', 'USD'],
    ['-100000000000000.01', 'USD'],
    ['10000000000000001', 'JPY'],
    ['-10000000000000001', 'JPY'],
    ['10000000000000.001', 'BHD'],
    ['999999999999999999999999', 'USD'],
    ['-999999999999999999999999.99', 'USD'],
  ])('%s %s is one minor unit or more beyond the largest amount', (text, currency) => {
    expect(parseMoney(text, currency)).toBe('TOO_LARGE');
    expect(normaliseDecimal(text, currency)).toBe(text);
  });

  it.each(['XXX', 'usd', '', '__proto__'])('an amount in the unknown currency %j is a bug', (currency) => {
    expect(() => parseMoney('1', currency)).toThrow(/iso4217/);
    expect(() => fromMinorText('1', currency)).toThrow(/iso4217/);
    expect(() => zero(currency)).toThrow(/iso4217/);
    expect(() => sum(currency, [])).toThrow(/iso4217/);
    expect(() => moneyOf(currency, usd('1').minor)).toThrow(/iso4217/);
  });

  it('tells a fault from an amount', () => {
    expect(isMoneyFault('TOO_LARGE')).toBe(true);
    expect(isMoneyFault(usd('1'))).toBe(false);
  });
});

describe('minor units in the book', () => {
  it.each(['', '-0', '00', '01', '+1', '1.0', '1e3', '0x1f', ' 1', '1\n', '--1', 'NaN', '1'.repeat(20), '\u0661'])(
    '%j is a corrupt book',
    (text) => {
      expect(minorTextPattern.test(text)).toBe(false);
      expect(() => fromMinorText(text, 'USD')).toThrow('Stored minor units are malformed');
    },
  );

  it('a sum over a whole book may have more digits than an amount', () => {
    const sum = '123456789012345678901234567890';
    expect(fromTotalText(sum, 'USD').minor.toFixed()).toBe(sum);
    expect(fromTotalText('0', 'USD')).toBe(zero('USD'));
  });

  it.each(['0', '1', '-1', '10', '9999999', '10000000', '-10000000', largestAmount, `-${largestAmount}`, largestTotal])(
    '%s comes back as it was written',
    (text) => {
      expect(minorTextPattern.test(text)).toBe(true);
      expect(toMinorText(fromMinorText(text, 'USD'))).toBe(text);
    },
  );

  it('reads nothing beyond the largest total', () => {
    expect(() => fromMinorText('1000000000000000001', 'USD')).toThrow('largest total');
    expect(() => fromMinorText('-1000000000000000001', 'USD')).toThrow('largest total');
    expect(() => fromMinorText('9999999999999999999', 'USD')).toThrow('largest total');
  });

  it('does not repeat a malformed text in its error', () => {
    expect(() => fromMinorText('canary', 'USD')).not.toThrow(/canary/);
  });

  it('refuses a fraction of a cent: something forgot to round', () => {
    expect(() => moneyOf('USD', usd('0.01').minor.div(2))).toThrow('whole number of minor units');
  });

  it('never writes an exponent, whatever the size', () => {
    expect(toMinorText(fromMinorText(largestTotal, 'JPY'))).not.toMatch(/e/);
    expect(JSON.stringify(fromMinorText(largestTotal, 'JPY').minor)).toBe(`"${largestTotal}"`);
  });
});

describe('the limits', () => {
  it('a hundred of the largest amounts make a total, a cent more does not', () => {
    const most = Array.from({ length: 100 }, () => fromMinorText(largestAmount, 'USD'));
    const total = sum('USD', most);
    expect(toMinorText(total)).toBe(largestTotal);
    expect(formatMoney(total)).toBe('10000000000000000.00');
    expect(() => add(total, usd('0.01'))).toThrow('largest total');
    expect(() => subtract(negate(total), usd('0.01'))).toThrow('largest total');
    expect(() => subtract(total, negate(total))).toThrow('largest total');
    expect(toMinorText(subtract(total, total))).toBe('0');
  });

  it.each([
    ['10000000000000000', false],
    ['10000000000000001', true],
    ['-10000000000000000', false],
    ['-10000000000000001', true],
    ['0', false],
    ['99999999999999', false],
  ])('%s minor units are too large to record: %s', (minor, tooLarge) => {
    expect(isTooLarge(fromMinorText(minor, 'USD'))).toBe(tooLarge);
  });

  it('nine of the largest totals fit a signed 64-bit integer, in which the read models add', () => {
    expect(BigInt.asIntN(64, BigInt(largestTotal) * 9n)).toBe(BigInt(largestTotal) * 9n);
    expect(BigInt(largestAmount)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  });

  it('an amount beyond the largest total is not written', () => {
    const beyond = moneyOf('USD', ofMinor(10n ** 18n).minor.plus(1));
    expect(() => toMinorText(beyond)).toThrow('largest total');
    expect(() => formatMoney(beyond)).toThrow('largest total');
  });
});

describe('settings of decimal.js made elsewhere in the process', () => {
  const before = {
    precision: Decimal.precision,
    rounding: Decimal.rounding,
    toExpPos: Decimal.toExpPos,
    maxE: Decimal.maxE,
  };
  afterEach(() => {
    Decimal.set(before);
  });

  it.each([
    ['after', false],
    ['before', true],
  ])('%s the books were opened change no amount', async (_when, reopened) => {
    Decimal.set({ precision: 3, rounding: Decimal.ROUND_DOWN, toExpPos: 2, maxE: 5 });
    if (reopened) {
      vi.resetModules();
    }
    const money = await import('#money/money.ts');
    const total = money.add(
      money.fromMinorText('9007199254740993', 'USD'),
      money.fromMinorText('9007199254740993', 'USD'),
    );
    expect(money.formatMoney(total)).toBe('180143985094819.86');
    expect(money.toMinorText(total)).toBe('18014398509481986');
  });
});
