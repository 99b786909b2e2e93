import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, allocateEqually } from '#money/allocate.ts';
import { formatMoney, type Money, negate, zero } from '#money/money.ts';
import { bhd, currencies, jpy, minorOf, minorUnits, ofMinor, usd } from './amounts.ts';

const texts = (parts: readonly Money[]): readonly string[] => parts.map(formatMoney);

describe('allocating a total by weights', () => {
  it.each([
    ['100.00', ['80', '80', '80'], ['33.34', '33.33', '33.33']],
    ['0.02', ['1', '1', '1'], ['0.01', '0.01', '0.00']],
    ['0.01', ['0', '5', '5'], ['0.00', '0.01', '0.00']],
    ['0.05', ['0', '1', '0', '1'], ['0.00', '0.03', '0.00', '0.02']],
    ['10.00', ['1', '2'], ['3.34', '6.66']],
    ['10.00', ['2', '1'], ['6.67', '3.33']],
    ['-10.00', ['1', '2'], ['-3.34', '-6.66']],
    ['-0.02', ['1', '1', '1'], ['-0.01', '-0.01', '0.00']],
    ['0.00', ['1', '2'], ['0.00', '0.00']],
    ['7.77', ['3'], ['7.77']],
    ['7.77', ['0', '3', '0'], ['0.00', '7.77', '0.00']],
    ['0.99', ['0.01', '0.01', '0.97'], ['0.01', '0.01', '0.97']],
    ['0.98', ['0.01', '0.01', '0.97'], ['0.01', '0.01', '0.96']],
    ['90071992547409.93', ['1', '1'], ['45035996273704.97', '45035996273704.96']],
    ['100000000000000.00', ['1', '1', '1'], ['33333333333333.34', '33333333333333.33', '33333333333333.33']],
  ])('%s by %j is %j', (total, weights, parts) => {
    expect(texts(allocate(usd(total), weights.map(usd)))).toEqual(parts);
  });

  it('splits whole yen and thousandths of a dinar', () => {
    expect(texts(allocate(jpy('100'), [jpy('1'), jpy('1'), jpy('1')]))).toEqual(['34', '33', '33']);
    expect(texts(allocate(bhd('0.100'), [bhd('1'), bhd('1'), bhd('1')]))).toEqual(['0.034', '0.033', '0.033']);
  });

  it('takes weights of another currency than the total: only their ratios count', () => {
    expect(texts(allocate(usd('10.00'), [jpy('1'), jpy('3')]))).toEqual(['2.50', '7.50']);
  });

  it('throws without a weight above zero, on a negative one, on two currencies among the weights', () => {
    expect(() => allocate(usd('1'), [])).toThrow('weights');
    expect(() => allocate(usd('1'), [zero('USD'), zero('USD')])).toThrow('above zero');
    expect(() => allocate(usd('0'), [zero('USD')])).toThrow('above zero');
    expect(() => allocate(usd('1'), [usd('2'), usd('-1')])).toThrow('not negative');
    expect(() => allocate(usd('1'), [usd('2'), jpy('1')])).toThrow('two currencies');
  });
});

describe('any split by weights', () => {
  const weightLists = fc
    .array(
      fc.oneof(
        fc.constant(0n),
        fc.bigInt({ min: 0n, max: 9n }),
        minorUnits.map((w) => (w < 0n ? -w : w)),
      ),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    .filter((weights) => weights.some((weight) => weight > 0n));

  it('adds up to the whole, each part within one minor unit of its share, zero weights at zero', () => {
    let withRest = 0;
    fc.assert(
      fc.property(minorUnits, weightLists, currencies, (total, weights, currency) => {
        const whole = weights.reduce((a, b) => a + b, 0n);
        const parts = allocate(
          ofMinor(total, currency),
          weights.map((weight) => ofMinor(weight)),
        ).map(minorOf);
        const down = weights.map((weight) => (total * weight) / whole);
        const extra = parts.map((part, index) => (total < 0n ? -1n : 1n) * (part - (down[index] ?? 0n)));
        const rest = extra.reduce((a, b) => a + b, 0n);
        withRest += rest > 0n ? 1 : 0;

        expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
        expect(parts).toHaveLength(weights.length);
        // The cents left over: one each to the first parts with a weight, none to any other.
        const weighted = extra.filter((_, index) => (weights[index] ?? 0n) > 0n);
        expect(weighted).toEqual(weighted.map((_, index) => (BigInt(index) < rest ? 1n : 0n)));
        expect(parts.filter((_, index) => weights[index] === 0n).every((part) => part === 0n)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(withRest).toBeGreaterThan(50);
  });

  it('never gives a part more than its weight where the total is at most the sum of the weights', () => {
    let tight = 0;
    const cases = fc
      .array(fc.bigInt({ min: 0n, max: 50n }), { minLength: 1, maxLength: 12 })
      .filter((weights) => weights.some((weight) => weight > 0n))
      .chain((weights) =>
        fc.tuple(fc.constant(weights), fc.bigInt({ min: 0n, max: weights.reduce((a, b) => a + b, 0n) })),
      );
    fc.assert(
      fc.property(cases, ([weights, total]) => {
        const parts = allocate(
          ofMinor(total),
          weights.map((weight) => ofMinor(weight)),
        ).map(minorOf);
        for (const [index, part] of parts.entries()) {
          expect(part).toBeLessThanOrEqual(weights[index] ?? 0n);
          tight += part === weights[index] && part > 0n ? 1 : 0;
        }
      }),
      { numRuns: 500 },
    );
    expect(tight).toBeGreaterThan(20);
  });

  it('of a negative total is the mirror image', () => {
    fc.assert(
      fc.property(minorUnits, weightLists, (total, weights) => {
        const amounts = weights.map((weight) => ofMinor(weight));
        const mirrored = allocate(negate(ofMinor(total)), amounts).map(negate);
        expect(texts(mirrored)).toEqual(texts(allocate(ofMinor(total), amounts)));
      }),
    );
  });
});

describe('allocating a total equally', () => {
  it.each([
    ['100.00', 3, ['33.34', '33.33', '33.33']],
    ['-100.00', 3, ['-33.34', '-33.33', '-33.33']],
    ['0.02', 3, ['0.01', '0.01', '0.00']],
    ['0.00', 2, ['0.00', '0.00']],
    ['5.00', 1, ['5.00']],
    ['240.00', 3, ['80.00', '80.00', '80.00']],
  ])('%s in %i parts is %j', (total, parts, expected) => {
    expect(texts(allocateEqually(usd(total), parts))).toEqual(expected);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('throws on %s parts', (parts) => {
    expect(() => allocateEqually(usd('1'), parts)).toThrow('whole number of parts');
  });

  it('adds up to the whole, the parts differ by one minor unit at most and never grow', () => {
    fc.assert(
      fc.property(minorUnits, fc.integer({ min: 1, max: 60 }), currencies, (total, count, currency) => {
        const parts = allocateEqually(ofMinor(total, currency), count).map(minorOf);
        const sizes = parts.map((part) => (part < 0n ? -part : part));
        expect(parts).toHaveLength(count);
        expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
        expect(sizes).toEqual(sizes.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
        expect((sizes[0] ?? 0n) - (sizes.at(-1) ?? 0n)).toBeLessThanOrEqual(1n);
      }),
    );
  });

  it('is the split by equal weights', () => {
    fc.assert(
      fc.property(minorUnits, fc.integer({ min: 1, max: 20 }), (total, count) => {
        const weights = Array.from({ length: count }, () => usd('3.00'));
        expect(texts(allocateEqually(ofMinor(total), count))).toEqual(texts(allocate(ofMinor(total), weights)));
      }),
    );
  });
});
