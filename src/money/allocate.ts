import type { Decimal } from 'decimal.js';
import { exact } from './exact.ts';
import { add, isNegative, type Money, moneyOf, sum } from './money.ts';

/**
 * Splits a total in proportion to weights, one part per weight, in their order. The parts add up to the total, to the
 * minor unit: each is rounded down towards zero, and what is left over goes by single minor units to the first parts that
 * have a weight. A weight of zero gets zero; a negative total gives the mirror image of the positive one.
 *
 * Where the total is at most the sum of the weights, no part exceeds its weight: money spread over open items in
 * proportion to what is open never overpays one of them.
 *
 * The weights share one currency, which need not be that of the total: only their ratios count. Throws where no weight is
 * above zero (also for no weights at all) or one is negative.
 */
export function allocate(total: Money, weights: readonly Money[]): readonly Money[] {
  const whole = sumOfWeights(weights);
  const parts = weights.map((weight) => moneyOf(total.currency, total.minor.times(weight.minor).divToInt(whole)));
  return spreadRest(total, parts, (index) => weights[index]?.minor.isZero() === false);
}

/**
 * Splits a total into a number of equal parts that differ by at most one minor unit, the larger ones first. Throws where
 * the number is not a whole number of at least 1.
 */
export function allocateEqually(total: Money, parts: number): readonly Money[] {
  if (!Number.isSafeInteger(parts) || parts < 1) {
    throw new Error('A total is split into a whole number of parts');
  }
  const part = moneyOf(total.currency, total.minor.divToInt(exact(parts)));
  return spreadRest(total, Array<Money>(parts).fill(part), () => true);
}

function sumOfWeights(weights: readonly Money[]): Decimal {
  const [first] = weights;
  if (first === undefined || weights.some(isNegative)) {
    throw new Error('A total is split by weights that are not negative');
  }
  const whole = sum(first.currency, weights).minor;
  if (whole.isZero()) {
    throw new Error('A total is split by at least one weight above zero');
  }
  return whole;
}

// Rounding down loses less than one minor unit per part with a weight, so the rest never reaches past the last of them.
function spreadRest(total: Money, parts: readonly Money[], takesPart: (index: number) => boolean): readonly Money[] {
  let rest = total.minor.minus(sum(total.currency, parts).minor).abs().toNumber();
  if (rest === 0) {
    return parts;
  }
  const unit = moneyOf(total.currency, exact(isNegative(total) ? -1 : 1));
  return parts.map((part, index) => {
    if (rest === 0 || !takesPart(index)) {
      return part;
    }
    rest -= 1;
    return add(part, unit);
  });
}
