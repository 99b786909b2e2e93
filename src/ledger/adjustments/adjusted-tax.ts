import { add, compare, isNegative, isZero, type Money, zero } from '#money/money.ts';
import { proportionOf } from '#money/percentage.ts';
import type { Charge } from '../account.ts';
import { amountOf } from '../checks.ts';
import { type Rejection, reject } from '../rejections.ts';

/** The tax part of a change: as stated, or in the proportion of tax to worth, so that the last change takes the last cent. */
export function taxPart(charge: Charge, amount: Money, stated: string | undefined): Money {
  if (stated !== undefined) return amountOf(stated, amount.currency);
  if (isZero(charge.taxLeft) || isZero(charge.worth)) return zero(amount.currency);
  return proportionOf(amount, charge.taxLeft, charge.worth, 'HALF_UP');
}

export function taxOutOfBounds(charge: Charge, amount: Money, taxAmount: Money): Rejection | undefined {
  const tax = add(charge.taxLeft, taxAmount);
  const worth = add(charge.worth, amount);
  // A worth below zero has a refusal of its own that says more.
  if (isNegative(worth)) return undefined;
  if (!isNegative(tax) && compare(tax, worth) <= 0) return undefined;
  return reject('EXCEEDS_TAX', { taxLeft: charge.taxLeft, worth: charge.worth }, 'taxAmount');
}
