import { add, isNegative, isZero, larger, type Money, negate, smaller, subtract, zero } from '#money/money.ts';
import { proportionOf } from '#money/percentage.ts';

/**
 * An amount in the currency of the account with the value at which the books carry it in the base currency (ledger-rules 8).
 * What came in at once sets the rate, for ever; what is left of it moves.
 */
export interface Carried {
  readonly face: Money;
  readonly base: Money;
  /** What is left of the face, over everything recorded; an increase may take it beyond the face. */
  readonly left: Money;
  /** Base value of what is left; zero where nothing is left, and never below. */
  readonly carried: Money;
}

/** All of it is there, at the value it came in at. */
export function carry(face: Money, base: Money): Carried {
  return { face, base, left: face, carried: base };
}

/**
 * The base value that leaves with `amount`. The base of what is left is `round(base x left / face)`, and the part is the
 * difference, so rounding never adds up: the last part takes the rest.
 */
export function partOf({ face, base, left, carried }: Carried, amount: Money): Money {
  const rest = subtract(left, amount);
  if (isZero(rest)) return carried;
  return larger(zero(base.currency), subtract(carried, proportionOf(base, rest, face, 'HALF_UP')));
}

/** The base value that leaves where what is undone says how much: exactly that, as long as so much is carried. */
export function exactPartOf({ left, carried }: Carried, amount: Money, stored: Money): Money {
  return isZero(subtract(left, amount)) ? carried : smaller(stored, carried);
}

/** An increase at the rate at which it came in. */
export function atItsRate({ face, base }: Carried, amount: Money): Money {
  return proportionOf(base, amount, face, 'HALF_UP');
}

/** Both move the same way. Throws where the base would contradict the amount: a corrupt book. */
export function moved(one: Carried, amount: Money, base: Money): Carried {
  const left = add(one.left, amount);
  const carried = add(one.carried, base);
  if (isNegative(left) || isNegative(carried) || (isZero(left) && !isZero(carried))) {
    throw new Error('INV-08: a base value is left of nothing, or less than nothing is left');
  }
  return { ...one, left, carried };
}

export function lessBy(one: Carried, amount: Money, base: Money): Carried {
  return moved(one, negate(amount), negate(base));
}
