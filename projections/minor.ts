import type { MinorText } from '#money/money.ts';

/**
 * Minor units of one currency as a whole number, exact at any size. Read models add up millions of them, and a bigint is
 * what a column of integers holds; a figure becomes Money where it leaves them (decisions/0007).
 */
export type Minor = bigint;

export function minorOf(text: MinorText): Minor {
  return BigInt(text);
}

export function absoluteMinor(amount: Minor): Minor {
  return amount < 0n ? -amount : amount;
}
