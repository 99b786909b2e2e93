import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, isTooLarge, toMinorText, zero } from '#money/money.ts';
import { convert, multiply, percentageOf, proportionOf, type Rounding } from '#money/percentage.ts';
import {
  amount,
  bhd,
  currencies,
  fractions,
  isTie,
  jpy,
  minorOf,
  minorUnits,
  ofMinor,
  roundedQuotient,
  roundings,
  usd,
} from './amounts.ts';

const decimals: Readonly<Record<string, bigint>> = { USD: 2n, JPY: 0n, BHD: 3n };
const modes = ['HALF_UP', 'HALF_EVEN', 'DOWN', 'UP'] as const satisfies readonly Rounding[];
const longTexts = fractions(10n ** 24n - 1n, 12);
const badTexts = ['', '+1', '1e3', '0x1f', '.5', '5.', '01', 'NaN', '1%', '1'.repeat(25), `0.${'0'.repeat(12)}1`];

/** Cents as a rate in dollars. */
function inDollars(cents: string): string {
  const [whole = '', fraction = ''] = cents.replace('-', '').split('.');
  return `${cents.startsWith('-') ? '-' : ''}0.${whole.padStart(2, '0')}${fraction}`;
}

describe('the rounding of a fraction of a cent', () => {
  //  cents before            HALF_UP HALF_EVEN  DOWN    UP
  it.each([
    ['0.5', '0.01', '0.00', '0.00', '0.01'],
    ['-0.5', '-0.01', '0.00', '0.00', '-0.01'],
    ['1.5', '0.02', '0.02', '0.01', '0.02'],
    ['-1.5', '-0.02', '-0.02', '-0.01', '-0.02'],
    ['2.5', '0.03', '0.02', '0.02', '0.03'],
    ['-2.5', '-0.03', '-0.02', '-0.02', '-0.03'],
    ['2.4999999999', '0.02', '0.02', '0.02', '0.03'],
    ['2.5000000001', '0.03', '0.03', '0.02', '0.03'],
    ['-2.5000000001', '-0.03', '-0.03', '-0.02', '-0.03'],
    ['2.0000000001', '0.02', '0.02', '0.02', '0.03'],
    ['2.9999999999', '0.03', '0.03', '0.02', '0.03'],
    ['2', '0.02', '0.02', '0.02', '0.02'],
    ['0', '0.00', '0.00', '0.00', '0.00'],
  ])('%s cents: HALF_UP %s, HALF_EVEN %s, DOWN %s, UP %s', (cents, ...expected) => {
    expect(modes.map((rounding) => formatMoney(multiply('0.01', cents, 'USD', rounding)))).toEqual(expected);
    expect(modes.map((rounding) => formatMoney(percentageOf(usd('1.00'), cents, rounding)))).toEqual(expected);
    expect(modes.map((rounding) => formatMoney(convert(jpy('1'), inDollars(cents), 'USD', rounding)))).toEqual(
      expected,
    );
  });
});

describe('percentages', () => {
  it.each([
    ['200.00', '1.5', '3.00'],
    ['33.33', '1.5', '0.50'],
    ['0.33', '1.5', '0.00'],
    ['100.00', '0', '0.00'],
    ['100.00', '-12.5', '-12.50'],
    ['100.00', '100', '100.00'],
    ['100.00', '250', '250.00'],
    ['90071992547409.93', '100', '90071992547409.93'],
    ['100000000000000.00', '0.000000000001', '1.00'],
    ['-0.01', '49.999999999999', '0.00'],
    ['-0.01', '50', '-0.01'],
  ])('of %s, %s %% is %s, half up', (money, percent, expected) => {
    expect(formatMoney(percentageOf(usd(money), percent, 'HALF_UP'))).toBe(expected);
  });

  it('of yen are whole yen and of dinars thousandths', () => {
    expect(formatMoney(percentageOf(jpy('101'), '50', 'HALF_UP'))).toBe('51');
    expect(formatMoney(percentageOf(bhd('0.101'), '50', 'HALF_EVEN'))).toBe('0.050');
  });

  it.each(badTexts)('throw on %j', (text) => {
    expect(() => percentageOf(usd('1'), text, 'HALF_UP')).toThrow('not a plain decimal');
  });

  it('agree with whole numbers for any amount, percentage and rounding', () => {
    let ties = 0;
    const percentages = fc.oneof(
      fractions(10n ** 9n, 12),
      fractions(999n, 1),
      fc.constant({ text: '50', digits: 50n, scale: 0n }),
    );
    fc.assert(
      fc.property(minorUnits, percentages, roundings, (minor, percent, rounding) => {
        const divisor = 100n * 10n ** percent.scale;
        ties += isTie(minor * percent.digits, divisor) ? 1 : 0;
        const expected = roundedQuotient(minor * percent.digits, divisor, rounding);
        const result = percentageOf(ofMinor(minor), percent.text, rounding);
        expect(BigInt(result.minor.toString())).toBe(expected);
      }),
      { numRuns: 2000 },
    );
    expect(ties).toBeGreaterThan(50);
  });
});

describe('proportions', () => {
  it('give back 9.00 carried at 10.00 in parts of 3.00, each rounded from what is still open', () => {
    const bases = ['9.00', '6.00', '3.00', '0.00'].map((open) =>
      formatMoney(proportionOf(usd('10.00'), usd(open), usd('9.00'), 'HALF_UP')),
    );
    expect(bases).toEqual(['10.00', '6.67', '3.33', '0.00']);
  });

  it('are in the currency of the total', () => {
    expect(proportionOf(usd('10.00'), jpy('1'), jpy('3'), 'HALF_UP')).toMatchObject({ currency: 'USD' });
    expect(formatMoney(proportionOf(usd('10.00'), jpy('1'), jpy('3'), 'HALF_UP'))).toBe('3.33');
  });

  it.each([
    ['0.01', '1', '2', 'HALF_UP', '0.01'],
    ['0.01', '1', '2', 'HALF_EVEN', '0.00'],
    ['0.03', '1', '2', 'HALF_EVEN', '0.02'],
    ['0.01', '-1', '2', 'HALF_UP', '-0.01'],
    ['0.01', '1', '-2', 'HALF_UP', '-0.01'],
    ['-0.01', '-1', '2', 'HALF_UP', '0.01'],
    ['0.01', '1', '3', 'UP', '0.01'],
    ['-0.01', '1', '3', 'UP', '-0.01'],
    ['-0.01', '2', '3', 'DOWN', '0.00'],
    ['100000000000000.00', '99999999999999.99', '100000000000000.00', 'DOWN', '99999999999999.99'],
  ] as const)('%s x %s / %s, %s, is %s', (total, part, whole, rounding, expected) => {
    expect(formatMoney(proportionOf(usd(total), usd(part), usd(whole), rounding))).toBe(expected);
  });

  it('throw on a whole of zero and on a part and a whole of two currencies', () => {
    expect(() => proportionOf(usd('1'), usd('1'), zero('USD'), 'HALF_UP')).toThrow('zero');
    expect(() => proportionOf(usd('1'), usd('1'), jpy('1'), 'HALF_UP')).toThrow('one currency');
  });

  it('agree with whole numbers for any total, part, whole and rounding', () => {
    let ties = 0;
    const wholes = fc.oneof(minorUnits, fc.constantFrom(2n, -2n, 8n)).filter((whole) => whole !== 0n);
    fc.assert(
      fc.property(minorUnits, minorUnits, wholes, roundings, (total, part, whole, rounding) => {
        ties += isTie(total * part, whole) ? 1 : 0;
        const result = proportionOf(ofMinor(total), ofMinor(part), ofMinor(whole), rounding);
        expect(BigInt(result.minor.toString())).toBe(roundedQuotient(total * part, whole, rounding));
      }),
      { numRuns: 2000 },
    );
    expect(ties).toBeGreaterThan(50);
  });

  it('do not round twice next to a half, with the largest wholes there are', () => {
    // total x part / whole = k + 1/2 -+ 1/(2 x whole): as near to a half as a quotient of these sizes comes.
    const odd = fc.bigInt({ min: 10n ** 15n, max: 10n ** 16n - 2n }).map((value) => value | 1n);
    fc.assert(
      fc.property(odd, roundings, fc.boolean(), (whole, rounding, above) => {
        const part = (whole + (above ? 1n : -1n)) / 2n;
        const result = proportionOf(ofMinor(1n), ofMinor(part), ofMinor(whole), rounding);
        expect(minorOf(result)).toBe(roundedQuotient(part, whole, rounding));
        expect(minorOf(result)).toBe(rounding === 'UP' || (above && rounding !== 'DOWN') ? 1n : 0n);
      }),
    );
  });
});

describe('unit price times units', () => {
  it.each([
    ['12.50', '3', 'USD', '37.50'],
    ['0.0125', '1000', 'USD', '12.50'],
    ['0.0125', '2', 'USD', '0.03'],
    ['33.333333', '3', 'USD', '100.00'],
    ['12.50', '-1', 'USD', '-12.50'],
    ['1.5', '3', 'JPY', '5'],
    ['0.0005', '1', 'BHD', '0.001'],
    ['0', '5', 'USD', '0.00'],
    ['90071992547409.93', '1', 'USD', '90071992547409.93'],
    ['0.000000000001', '0.000000000001', 'USD', '0.00'],
  ])('%s x %s %s is %s, half up', (price, units, currency, expected) => {
    expect(formatMoney(multiply(price, units, currency, 'HALF_UP'))).toBe(expected);
  });

  it.each([
    ['987654321098765432109876.543210987653', '123456789012345678901234.567890123457'],
    // Leaves 10^-21 of a fils, the last of 75 digits: lost in the product, it would not round up.
    ['999999999999999999999999.999999999999', '999999999999999999999999.999999999999'],
  ])('%s x %s is exact to the last digit, too large to record, and never written', (price, units) => {
    const numerator = BigInt(price.replace('.', '')) * BigInt(units.replace('.', '')) * 1000n;
    const products = modes.map((rounding) => multiply(price, units, 'BHD', rounding));
    expect(products.map(({ minor }) => BigInt(minor.toString()))).toEqual(
      modes.map((rounding) => roundedQuotient(numerator, 10n ** 24n, rounding)),
    );
    expect(products.every(isTooLarge)).toBe(true);
    expect(() => products.map(toMinorText)).toThrow('largest total');
  });

  it.each(badTexts)('throws on %j', (text) => {
    expect(() => multiply(text, '1', 'USD', 'HALF_UP')).toThrow('not a plain decimal');
    expect(() => multiply('1', text, 'USD', 'HALF_UP')).toThrow('not a plain decimal');
  });

  it('throws on an unknown currency', () => {
    expect(() => multiply('1', '1', 'XXX', 'HALF_UP')).toThrow(/iso4217/);
  });

  it('agrees with whole numbers for any price, units, currency and rounding', () => {
    let ties = 0;
    const prices = fc.oneof(fractions(10n ** 9n, 6), longTexts);
    const counts = fc.oneof(fractions(10n ** 6n, 6), longTexts);
    fc.assert(
      fc.property(prices, counts, currencies, roundings, (price, units, code, rounding) => {
        const numerator = price.digits * units.digits * 10n ** (decimals[code] ?? 0n);
        const divisor = 10n ** (price.scale + units.scale);
        ties += isTie(numerator, divisor) ? 1 : 0;
        const result = multiply(price.text, units.text, code, rounding);
        expect(BigInt(result.minor.toString())).toBe(roundedQuotient(numerator, divisor, rounding));
      }),
      { numRuns: 3000 },
    );
    expect(ties).toBeGreaterThan(5);
  });
});

describe('conversion', () => {
  it.each([
    ['100', 'JPY', '0.0065', 'USD', '0.65'],
    ['0.65', 'USD', '153.846', 'JPY', '100'],
    ['1.000', 'BHD', '2.6596', 'USD', '2.66'],
    ['2.66', 'USD', '0.376', 'BHD', '1.000'],
    ['1', 'JPY', '0.0024', 'BHD', '0.002'],
    ['10.00', 'EUR', '1', 'USD', '10.00'],
    ['-10.00', 'EUR', '1.1', 'USD', '-11.00'],
    ['0.00', 'EUR', '1.1', 'USD', '0.00'],
    ['90071992547409.93', 'EUR', '1', 'USD', '90071992547409.93'],
    ['10.00', 'USD', '0.123456789012', 'USD', '1.23'],
  ])('%s %s at %s %s is %s, half up', (money, from, rate, to, expected) => {
    const converted = convert(amount(money, from), rate, to, 'HALF_UP');
    expect(formatMoney(converted)).toBe(expected);
    expect(converted.currency).toBe(to);
  });

  it.each(badTexts)('throws on the rate %j', (text) => {
    expect(() => convert(usd('1'), text, 'JPY', 'HALF_UP')).toThrow('not a plain decimal');
  });

  it('throws on an unknown currency', () => {
    expect(() => convert(usd('1'), '1', 'XXX', 'HALF_UP')).toThrow(/iso4217/);
  });

  it('agrees with whole numbers for any amount, rate, currencies and rounding', () => {
    const rates = fractions(10n ** 9n, 12);
    fc.assert(
      fc.property(minorUnits, rates, currencies, currencies, roundings, (minor, rate, from, to, rounding) => {
        const numerator = minor * rate.digits * 10n ** (decimals[to] ?? 0n);
        const divisor = 10n ** (rate.scale + (decimals[from] ?? 0n));
        const result = convert(ofMinor(minor, from), rate.text, to, rounding);
        expect(BigInt(result.minor.toString())).toBe(roundedQuotient(numerator, divisor, rounding));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('no result of rounding', () => {
  it('is a negative zero', () => {
    expect(multiply('-0.001', '1', 'USD', 'HALF_UP')).toBe(zero('USD'));
    expect(percentageOf(usd('-0.01'), '1', 'DOWN')).toBe(zero('USD'));
    expect(proportionOf(usd('-0.01'), usd('1'), usd('3'), 'HALF_EVEN')).toBe(zero('USD'));
    expect(convert(usd('-0.01'), '0.1', 'JPY', 'DOWN')).toBe(zero('JPY'));
  });

  it('repeats a malformed text in its error', () => {
    expect(() => percentageOf(usd('1'), 'canary', 'DOWN')).not.toThrow(/canary/);
  });
});
