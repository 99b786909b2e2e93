import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { add, isPositive, type Money, negate, smaller, subtract, zero } from '#money/money.ts';
import { type Account, type Charge, type Item, itemAt, itemsOf } from '../account.ts';
import { inOrder } from '../checks.ts';
import { newestFirst, type Release, releasesFor } from '../payments/release-plan.ts';
import { supplyShortage } from '../supply.ts';
import { changeOn, smallestFrom, type Timeline } from '../timeline.ts';

/** What an item is worth less from now on. */
export interface Loss {
  readonly item: Item;
  readonly amount: Money;
}

/** How a charge comes to be worth less: what each item loses, and the allocations that no longer fit. */
export interface Reduction {
  readonly items: readonly Loss[];
  readonly releases: readonly Release[];
}

/** On some day less than the amount is there; on `earliestDate` it could be done. */
interface Refused {
  /** The items are not worth it; or they are, but what is paid on them cannot be released yet. */
  readonly outcome: 'NOT_WORTH_IT' | 'NEGATIVE_DAY';
  readonly available: Money;
  readonly bindingDate: CalendarDate;
  readonly earliestDate: CalendarDate | undefined;
}

export type Reduced = { readonly outcome: 'REDUCED'; readonly reduction: Reduction } | Refused;

/**
 * Takes `amount` off the items from `date` on: first what is open, in their order; then what has been paid,
 * newest allocation first, which is released (ledger-rules 3, 4 and 5).
 */
export function reduce(account: Account, items: readonly Item[], date: CalendarDate, amount: Money): Reduced {
  return unbearable(account, items, date, amount) ?? reduced(account, spread(account, items, date, amount), date);
}

/** Takes from each item exactly what is stated: what undoes an increase touches what the increase touched. */
export function reduceBy(account: Account, losses: readonly Loss[], date: CalendarDate): Reduced {
  const faults = losses.flatMap(({ item, amount }) => unbearable(account, [item], date, amount) ?? []);
  const [first] = faults;
  if (first === undefined) return reduced(account, losses, date);
  return { ...first, earliestDate: latestOf(faults.map((fault) => fault.earliestDate)) };
}

/** The latest of the days; none where one of them is missing. */
function latestOf(dates: readonly (CalendarDate | undefined)[]): CalendarDate | undefined {
  return dates.reduce((latest, date) =>
    latest === undefined || date === undefined ? undefined : laterOf(latest, date),
  );
}

/** Why the items cannot bear the loss: they are not worth it, or on a past day the money on them cannot be released yet. */
function unbearable(account: Account, items: readonly Item[], date: CalendarDate, amount: Money): Refused | undefined {
  const { currency } = amount;
  const freed = items.map((item) => freedFrom(account, item, date));
  const onADay = supplyShortage(currency, freed, date, amount);
  if (onADay === undefined) return undefined;
  const worth = items.map((item) => item.worth);
  const shortage = supplyShortage(currency, worth, date, amount);
  return shortage === undefined
    ? { outcome: 'NEGATIVE_DAY', ...onADay }
    : { outcome: 'NOT_WORTH_IT', ...shortage, earliestDate: onADay.earliestDate };
}

/**
 * What would be open if everything on the item were released, each allocation on its first possible day. Its smallest
 * value is what the item can lose; that is never more than it is worth.
 */
function freedFrom(account: Account, item: Item, date: CalendarDate): Timeline {
  return newestFirst(account, item.allocations).reduce(
    (open, { effectiveDate, live }) => changeOn(open, laterOf(date, effectiveDate), live),
    item.open,
  );
}

function reduced(account: Account, losses: readonly Loss[], date: CalendarDate): Reduced {
  const releases = losses.flatMap(({ item, amount }) =>
    releasesFor(account, item, changeOn(item.open, date, negate(amount)), date),
  );
  return { outcome: 'REDUCED', reduction: { items: losses, releases } };
}

function spread(account: Account, items: readonly Item[], date: CalendarDate, amount: Money): readonly Loss[] {
  const ordered = inOrder(items);
  const most = new Map(ordered.map((item) => [item.key, smallestFrom(freedFrom(account, item, date), date)]));
  const losses = new Map<string, Money>();
  let left = amount;
  const take = (item: Item, atMost: Money): void => {
    const lost = losses.get(item.key) ?? zero(amount.currency);
    const part = smaller(smaller(left, atMost), subtract(most.get(item.key) ?? lost, lost));
    if (!isPositive(part)) return;
    losses.set(item.key, add(lost, part));
    left = subtract(left, part);
  };
  for (const item of ordered) take(item, smallestFrom(item.open, date));
  const onThem = ordered.flatMap((item) => item.allocations);
  for (const allocation of newestFirst(account, onThem)) take(itemAt(account, allocation.itemKey), allocation.live);
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
