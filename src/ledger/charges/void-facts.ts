import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { isPositive, isZero, toMinorText } from '#money/money.ts';
import { type Account, type Adjustment, type Charge, itemsOf } from '../account.ts';
import type { EventData, FactOf } from '../events.ts';
import { finalValue } from '../timeline.ts';

/** The last day on which the worth of any item changed: a void takes all of these changes back, and precedes none. */
export function lastChangeOf(account: Account, charge: Charge): CalendarDate {
  const changes = itemsOf(account, charge).flatMap(({ worth }) => worth.changes);
  return changes.reduce((last, { date }) => laterOf(last, date), charge.effectiveDate);
}

/** The mirror of a charge and of the adjustments that stand on it. The caller has released what was applied to it. */
export function chargeVoided(account: Account, charge: Charge, effectiveDate: CalendarDate): FactOf<'ChargeVoided'> {
  const { chargeId, category, origin, rechargeOf, amount, taxAmount } = charge;
  if (origin === 'TRANSFER') throw new Error('a charge that came from another account is never voided');
  const worth = itemsOf(account, charge).map((item) => ({ item: item.item, amount: finalValue(item.worth) }));
  const data = {
    chargeId,
    category,
    origin,
    rechargeOf,
    currency: amount.currency,
    amount: toMinorText(amount),
    taxAmount: isZero(taxAmount) ? undefined : toMinorText(taxAmount),
    adjustments: standingOn(account, charge).map(fallen),
    items: worth.filter((one) => isPositive(one.amount)).map((one) => ({ ...one, amount: toMinorText(one.amount) })),
  };
  return { type: 'ChargeVoided', effectiveDate, data };
}

/**
 * An adjustment and the one that takes it back cancel out. An undoing may itself be undone: then the last one of the chain
 * says again what the first had said, and stands in its place.
 */
function standingOn(account: Account, { chargeId }: Charge): readonly Adjustment[] {
  return [...account.adjustments.values()].filter(
    (one) => one.chargeId === chargeId && one.undoneOn === undefined && !isUndoing(account, one),
  );
}

function isUndoing({ adjustments }: Account, adjustment: Adjustment): boolean {
  let isOdd = false;
  for (let one: Adjustment | undefined = adjustment; one?.undoes !== undefined; one = adjustments.get(one.undoes)) {
    isOdd = !isOdd;
  }
  return isOdd;
}

function fallen(adjustment: Adjustment): EventData<'ChargeVoided'>['adjustments'][number] {
  const { adjustmentId, contraAccount, amount, taxAmount, items, reasonCode } = adjustment;
  return {
    adjustmentId,
    contraAccount,
    amount: toMinorText(amount),
    taxAmount: isZero(taxAmount) ? undefined : toMinorText(taxAmount),
    items: items.map((one) => ({ item: one.item, amount: toMinorText(one.amount) })),
    reasonCode,
  };
}
