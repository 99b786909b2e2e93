import { Map as PersistentMap } from 'immutable';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { equals, isPositive, type Money, negate, smaller, subtract, toMinorText } from '#money/money.ts';
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
import { undisputedOf } from '../disputes/dispute.ts';
import type { EventData, Fact } from '../events.ts';
import { compareDates } from '../supply.ts';
import { changeOn, smallestFrom, type Timeline } from '../timeline.ts';
import { type GivenUp, recordGivenUp, recordGivenUpAgain } from './shortfall-facts.ts';
import type { Shortfall } from './shortfalls.ts';

/** One command may make or take back at most so many allocations; more is several commands. */
export const mostAllocations = 500;

interface Placed {
  readonly itemKey: string;
  readonly date: CalendarDate;
  readonly amount: Money;
  /** The allocation that it restores, and whether all of what was dropped of it. */
  readonly restores?: { readonly allocation: number; readonly isWhole: boolean };
}

/** What is given up of the target of a line, because of the last allocation of that line. */
interface LeftShort extends GivenUp {
  readonly because: Placed;
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
  readonly leftShort: readonly LeftShort[];
  /** A strategy leaves alone what is disputed; a line that names the item does not. */
  readonly sparesDisputed: boolean;
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
    leftShort: [],
    sparesDisputed: false,
  };
}

export function openOf(plan: Plan, item: Item): Timeline {
  return plan.open.get(item.key) ?? item.open;
}

function startOf(plan: Plan, item: Item): CalendarDate {
  return laterOf(plan.date, item.effectiveDate);
}

/** What of the open amount may be paid. */
function payableOf(plan: Plan, item: Item): Timeline {
  const open = openOf(plan, item);
  return plan.sparesDisputed ? undisputedOf(plan.account, item, open) : open;
}

/** What the item can still take, whatever the source has left. */
export function roomOn(plan: Plan, item: Item): Money {
  return smallestFrom(payableOf(plan, item), startOf(plan, item));
}

/** What can still be placed on the item from this source. */
function placeableOn(plan: Plan, item: Item, date: CalendarDate): Money {
  return smaller(smallestFrom(payableOf(plan, item), date), smallestFrom(plan.unapplied, date));
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
  const restores = { allocation: original.allocation, isWhole: equals(part, amount) };
  return place(plan, item, { itemKey: item.key, date, amount: part, restores });
}

/**
 * Gives up what the line that was placed last leaves open of its items; the caller has made sure that it leaves something.
 * It hangs on the last allocation of the line: those before it paid their items as far as they were open. One adjustment
 * has one day: that of this allocation or, where an item begins later, of the last that begins.
 */
export function giveUp(plan: Plan, items: readonly Item[], shortfall: Shortfall): Plan {
  const because = plan.placed.at(-1);
  const short = items.filter((item) => isPositive(roomOn(plan, item)));
  if (because === undefined || short.length === 0) throw new Error('a shortfall of nothing');
  const date = short.map(({ effectiveDate }) => effectiveDate).reduce(laterOf, because.date);
  const parts = short.map((item) => ({ item, amount: smallestFrom(openOf(plan, item), date) }));
  const open = parts.reduce(
    (all, { item, amount }) => all.set(item.key, changeOn(openOf(plan, item), date, negate(amount))),
    plan.open,
  );
  return { ...plan, open, leftShort: [...plan.leftShort, { shortfall, date, parts, because }] };
}

/** What the source has left to place from the plan's date on. */
export function leftToPlace(plan: Plan): Money {
  return smallestFrom(plan.unapplied, plan.date);
}

/** Records the plan: one entry per effective date, because an entry has only one; then what the allocations left open. */
export function recordPlan(draft: Draft, plan: Plan): Draft {
  const numbers = numbersFor(plan, draft.account.allocationCount);
  const dates = [...new Set(plan.placed.map((placed) => placed.date))].toSorted();
  const facts = dates.map((date) => {
    const placed = [...numbers].filter(([one]) => one.date === date);
    const allocations = placed.map(([one, number]) => allocated(one, number, itemAt(draft.account, one.itemKey)));
    return appliedFact(plan, date, allocations);
  });
  return recordShortfalls(record(draft, ...facts), plan, numbers);
}

/** The account's own running numbers, in the order in which the entries are recorded. */
function numbersFor({ placed }: Plan, before: number): ReadonlyMap<Placed, number> {
  const inOrder = placed.toSorted((a, b) => compareDates(a.date, b.date));
  return new Map(inOrder.map((one, index) => [one, before + index + 1]));
}

/** Money first: what an allocation left open is given up when all of them are placed. */
function recordShortfalls(
  draft: Draft,
  { placed, leftShort, source }: Plan,
  numbers: ReadonlyMap<Placed, number>,
): Draft {
  const numberOf = (one: Placed): number => numbers.get(one) ?? 0;
  const paymentId = source.source.id;
  const made = leftShort.reduce(
    (next, one) => recordGivenUp(next, one, { paymentId, allocation: numberOf(one.because) }),
    draft,
  );
  return placed.reduce(
    (next, one) =>
      one.restores?.isWhole === true ? recordGivenUpAgain(next, one.restores.allocation, numberOf(one)) : next,
    made,
  );
}

type AllocationLine = EventData<'PaymentApplied' | 'CreditApplied'>['allocations'][number];

function allocated({ amount, restores }: Placed, allocation: number, { chargeId, item }: Item): AllocationLine {
  const line = { allocation, chargeId, item, amount: toMinorText(amount) };
  return restores === undefined ? line : { ...line, restores: restores.allocation };
}

function appliedFact(plan: Plan, effectiveDate: CalendarDate, allocations: AllocationLine[]): Fact {
  const { kind, id } = plan.source.source;
  const { currency } = plan.unapplied;
  return kind === 'PAYMENT'
    ? { type: 'PaymentApplied', effectiveDate, data: { paymentId: id, currency, allocations } }
    : { type: 'CreditApplied', effectiveDate, data: { creditId: id, currency, allocations } };
}
