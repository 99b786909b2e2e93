import { allocate } from '#money/allocate.ts';
import { compare, isPositive, type Money, sum, zero } from '#money/money.ts';
import { chargeAt, type Item, itemAt } from '../account.ts';
import { assertNever } from '../assert-never.ts';
import type { ChargeCategory } from '../charge-kinds.ts';
import { inOrder } from '../checks.ts';
import { isSameParty } from '../parties.ts';
import { fill, type Plan, roomOn } from './allocation-plan.ts';
import type { Strategy } from './strategy-names.ts';

/** A strategy with what it needs: of all strategies only BY_PRIORITY needs more than the books. */
export interface Spread {
  readonly strategy: Strategy;
  readonly priority: readonly ChargeCategory[] | undefined;
}

/** What was lent comes last: first the price of being late, then the service itself. */
const usualPriority: readonly ChargeCategory[] = ['INTEREST', 'LATE_FEE', 'SERVICE', 'OTHER'];

/** Spreads up to `amount` over the open items of the account as the strategy says; never over what is disputed. */
export function placeByStrategy(before: Plan, { strategy, priority }: Spread, amount: Money): Plan {
  if (strategy === 'NONE' || !isPositive(amount)) return before;
  const plan = { ...before, sparesDisputed: true };
  const items = inOrder([...plan.account.openItems].map((key) => itemAt(plan.account, key)));
  switch (strategy) {
    case 'OLDEST_DUE_FIRST':
      return fill(plan, items, amount);
    case 'SMALLEST_FIRST':
      return fill(plan, bySize(plan, items), amount);
    case 'PRO_RATA':
      return placeProRata(plan, items, amount);
    case 'BY_PARTY':
      return fill(plan, ofThePayer(plan, items), amount);
    case 'BY_PRIORITY':
      return fill(plan, byCategory(plan, items, priority ?? usualPriority), amount);
    default:
      return assertNever(strategy);
  }
}

/** By what can still be placed on each; items of the same size stay in their order. */
function bySize(plan: Plan, items: readonly Item[]): readonly Item[] {
  const rooms = new Map(items.map((item) => [item.key, roomOn(plan, item)]));
  const roomOf = (item: Item): Money => rooms.get(item.key) ?? zero(plan.unapplied.currency);
  return items.toSorted((a, b) => compare(roomOf(a), roomOf(b)));
}

function ofThePayer({ source }: Plan, items: readonly Item[]): readonly Item[] {
  return items.filter((item) => isSameParty(item.party, source.party));
}

/** Categories in the order stated; those that are not stated come last, in the usual order. Inside one, the items' own order. */
function byCategory(plan: Plan, items: readonly Item[], priority: readonly ChargeCategory[]): readonly Item[] {
  const order = [...new Set([...priority, ...usualPriority])];
  const rankOf = (item: Item): number => order.indexOf(chargeAt(plan.account, item.chargeId).category);
  return items.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** By what is open on each item; cents that do not divide go to the first (ledger-rules 4). */
function placeProRata(plan: Plan, items: readonly Item[], amount: Money): Plan {
  const rooms = items.map((item) => roomOn(plan, item));
  const total = sum(amount.currency, rooms);
  if (compare(amount, total) >= 0) return fill(plan, items, amount);
  const parts = allocate(amount, rooms);
  return items.reduce((next, item, index) => fill(next, [item], parts[index] ?? zero(amount.currency)), plan);
}
