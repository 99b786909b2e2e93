import { Map as PersistentMap } from 'immutable';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { isPositive, type Money, negate, smaller, subtract, toMinorText } from '#money/money.ts';
import {
  type Account,
  type Allocation,
  type Item,
  itemAt,
  type Source,
  type SourceName,
  sourceAt,
} from '../account.ts';
import { type Draft, record } from '../books.ts';
import type { EventData, Fact } from '../events.ts';
import { changeOn, smallestFrom, type Timeline } from '../timeline.ts';

/** One command may make or take back at most so many allocations; more is several commands. */
export const mostAllocations = 500;

interface Placed {
  readonly itemKey: string;
  readonly date: CalendarDate;
  readonly amount: Money;
  readonly restores?: number;
}

/**
 * Allocations of one payment or credit in the making. An allocation is effective on the command's date or, where the
 * item or the source begins later, on that later day (ledger-rules 3).
 */
export interface Plan {
  readonly account: Account;
  readonly source: Source;
  readonly date: CalendarDate;
  readonly unapplied: Timeline;
  /** Open amounts as the plan so far leaves them. */
  readonly open: PersistentMap<string, Timeline>;
  readonly placed: readonly Placed[];
}

export function planFor(account: Account, name: SourceName, date: CalendarDate): Plan {
  const source = sourceAt(account, name);
  return {
    account,
    source,
    date: laterOf(date, source.effectiveDate),
    unapplied: source.unapplied,
    open: PersistentMap(),
    placed: [],
  };
}

export function openOf(plan: Plan, item: Item): Timeline {
  return plan.open.get(item.key) ?? item.open;
}

function startOf(plan: Plan, item: Item): CalendarDate {
  return laterOf(plan.date, item.effectiveDate);
}

/** What the item can still take, whatever the source has left. */
export function roomOn(plan: Plan, item: Item): Money {
  return smallestFrom(openOf(plan, item), startOf(plan, item));
}

/** What can still be placed on the item from this source. */
function placeableOn(plan: Plan, item: Item, date: CalendarDate): Money {
  return smaller(smallestFrom(openOf(plan, item), date), smallestFrom(plan.unapplied, date));
}

/** Fills the items in their order with up to `amount`; stops where the plan has become too large to be recorded. */
export function fill(plan: Plan, items: readonly Item[], amount: Money): Plan {
  let next = plan;
  let left = amount;
  for (const item of items) {
    if (!isPositive(left) || next.placed.length > mostAllocations) break;
    const date = startOf(next, item);
    const part = smaller(left, placeableOn(next, item, date));
    if (!isPositive(part)) continue;
    next = place(next, item, { itemKey: item.key, date, amount: part });
    left = subtract(left, part);
  }
  return next;
}

function place(plan: Plan, item: Item, placed: Placed): Plan {
  const taken = negate(placed.amount);
  return {
    ...plan,
    open: plan.open.set(item.key, changeOn(openOf(plan, item), placed.date, taken)),
    unapplied: changeOn(plan.unapplied, placed.date, taken),
    placed: [...plan.placed, placed],
  };
}

/**
 * Places as much as the item can take of what a dropped allocation was, perhaps nothing. It is not effective
 * before the allocation it restores: a reversal and its reinstatement leave every day after them as it was.
 */
export function restore(plan: Plan, original: Allocation, amount: Money): Plan {
  const item = itemAt(plan.account, original.itemKey);
  const date = laterOf(startOf(plan, item), original.effectiveDate);
  const part = smaller(amount, placeableOn(plan, item, date));
  if (!isPositive(part)) return plan;
  return place(plan, item, { itemKey: item.key, date, amount: part, restores: original.allocation });
}

/** What the source has left to place from the plan's date on. */
export function leftToPlace(plan: Plan): Money {
  return smallestFrom(plan.unapplied, plan.date);
}

/** Records the plan: one entry per effective date, because an entry has only one. */
export function recordPlan(draft: Draft, plan: Plan): Draft {
  let { allocationCount } = draft.account;
  const dates = [...new Set(plan.placed.map((placed) => placed.date))].toSorted();
  const facts = dates.map((date) => {
    const placed = plan.placed.filter((one) => one.date === date);
    const allocations = placed.map((one) => {
      allocationCount += 1;
      return allocated(one, allocationCount, itemAt(draft.account, one.itemKey));
    });
    return appliedFact(plan, date, allocations);
  });
  return record(draft, ...facts);
}

type AllocationLine = EventData<'PaymentApplied' | 'CreditApplied'>['allocations'][number];

function allocated({ amount, restores }: Placed, allocation: number, { chargeId, item }: Item): AllocationLine {
  const line = { allocation, chargeId, item, amount: toMinorText(amount) };
  return restores === undefined ? line : { ...line, restores };
}

function appliedFact(plan: Plan, effectiveDate: CalendarDate, allocations: AllocationLine[]): Fact {
  const { kind, id } = plan.source.source;
  const { currency } = plan.unapplied;
  return kind === 'PAYMENT'
    ? { type: 'PaymentApplied', effectiveDate, data: { paymentId: id, currency, allocations } }
    : { type: 'CreditApplied', effectiveDate, data: { creditId: id, currency, allocations } };
}
