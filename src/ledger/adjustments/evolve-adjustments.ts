import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText } from '#money/money.ts';
import { type Account, allocationAt, chargeAt, itemKey } from '../account.ts';
import { withTurnover, withWorth } from '../account-changes.ts';
import type { EventData, FactOf } from '../events.ts';

export function chargeAdjusted(account: Account, fact: FactOf<'ChargeAdjusted'>): Account {
  const { adjustmentId, chargeId, kind, currency, undoes, contraAccount } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
  const taxAmount = fromMinorText(fact.data.taxAmount ?? '0', currency);
  const items = fact.data.items.map((item) => ({ item: item.item, amount: fromMinorText(item.amount, currency) }));
  const charge = chargeAt(account, chargeId);
  const changed = { ...charge, worth: add(charge.worth, amount), taxLeft: add(charge.taxLeft, taxAmount) };
  const adjustment = {
    adjustmentId,
    chargeId,
    kind,
    effectiveDate,
    amount,
    taxAmount,
    items,
    undoneOn: undefined,
    undoes,
    reasonCode: fact.reasonCode,
    contraAccount,
  };
  const adjusted = {
    ...account,
    charges: account.charges.set(chargeId, changed),
    adjustments: markUndone(account.adjustments, undoes, effectiveDate).set(adjustmentId, adjustment),
    allocations: withShortfall(account, fact.data),
    totals: withTurnover(account, amount),
  };
  return items.reduce(
    (state, item) => withWorth(state, itemKey(chargeId, item.item), effectiveDate, item.amount),
    adjusted,
  );
}

function markUndone(
  adjustments: Account['adjustments'],
  undone: string | undefined,
  undoneOn: CalendarDate,
): Account['adjustments'] {
  const original = undone === undefined ? undefined : adjustments.get(undone);
  return original === undefined ? adjustments : adjustments.set(original.adjustmentId, { ...original, undoneOn });
}

/** An allocation remembers what was given up for it, or that it was taken back, because the two go together. */
function withShortfall(account: Account, { adjustmentId, shortfallOf }: EventData<'ChargeAdjusted'>) {
  if (shortfallOf === undefined) return account.allocations;
  const allocation = allocationAt(account, shortfallOf.allocation);
  return account.allocations.set(allocation.allocation, { ...allocation, shortfall: adjustmentId });
}
