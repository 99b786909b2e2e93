import type { CalendarDate } from '#money/calendar-date.ts';
import { add, isPositive, type Money, negate, smaller, subtract, zero } from '#money/money.ts';
import { type Account, type Charge, type Item, itemAt, itemsOf } from '../account.ts';
import { inOrder } from '../checks.ts';
import { newestFirst, type Release, releasesFor } from '../payments/release-plan.ts';
import { datesAfter, supplyShortage } from '../supply.ts';
import { changeOn, type Shortage, smallestFrom } from '../timeline.ts';

/** How a charge comes to be worth less: what each item loses, and the allocations that no longer fit. */
export interface Reduction {
  readonly items: readonly { readonly item: Item; readonly amount: Money }[];
  readonly releases: readonly Release[];
}

export type Reduced =
  | { readonly outcome: 'REDUCED'; readonly reduction: Reduction }
  | { readonly outcome: 'NOT_WORTH_IT'; readonly shortage: Shortage }
  | { readonly outcome: 'NEGATIVE_DAY'; readonly bindingDate: CalendarDate; readonly earliestDate: CalendarDate | undefined };

/**
 * Takes `amount` off the items from `date` on: first what is open, in their order; then what has been paid,
 * newest allocation first, which is released (ledger-rules 3, 4 and 5).
 */
export function reduce(account: Account, items: readonly Item[], date: CalendarDate, amount: Money): Reduced {
  const worth = items.map((item) => item.worth);
  const shortage = supplyShortage(amount.currency, worth, date, amount);
  if (shortage !== undefined) return { outcome: 'NOT_WORTH_IT', shortage };
  const reduction = attempt(account, items, date, amount);
  if (reduction !== undefined) return { outcome: 'REDUCED', reduction };
  const later = datesAfter([...worth, ...items.map((item) => item.open)], date);
  const earliestDate = later.find((day) => attempt(account, items, day, amount) !== undefined);
  return { outcome: 'NEGATIVE_DAY', bindingDate: date, earliestDate };
}

function attempt(account: Account, items: readonly Item[], date: CalendarDate, amount: Money): Reduction | undefined {
  const losses = spread(account, items, date, amount);
  const releases: Release[] = [];
  for (const { item, amount: loss } of losses) {
    const released = releasesFor(account, item, changeOn(item.open, date, negate(loss)), date);
    if (released === undefined) return undefined;
    releases.push(...released);
  }
  return { items: losses, releases };
}

type Losses = Reduction['items'];

function spread(account: Account, items: readonly Item[], date: CalendarDate, amount: Money): Losses {
  const ordered = inOrder(items);
  const losses = new Map<string, Money>();
  let left = amount;
  const take = (item: Item, most: Money): void => {
    const lost = losses.get(item.key) ?? zero(amount.currency);
    const part = smaller(smaller(left, most), subtract(smallestFrom(item.worth, date), lost));
    if (!isPositive(part)) return;
    losses.set(item.key, add(lost, part));
    left = subtract(left, part);
  };
  for (const item of ordered) take(item, smallestFrom(item.open, date));
  for (const allocation of newestFirst(account, ordered.flatMap((item) => item.allocations))) {
    take(itemAt(account, allocation.itemKey), allocation.live);
  }
  for (const item of ordered) take(item, left);
  return ordered.flatMap((item) => {
    const loss = losses.get(item.key);
    return loss === undefined ? [] : [{ item, amount: loss }];
  });
}

/** The items a reduction may touch: the one named, or all of the charge. */
export function itemsToReduce(account: Account, charge: Charge, item: number | undefined): readonly Item[] {
  const items = itemsOf(account, charge);
  return item === undefined ? items : items.filter((one) => one.item === item);
}
