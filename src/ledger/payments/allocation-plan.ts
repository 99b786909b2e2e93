import { allocate } from '#money/allocate.ts';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { compare, isPositive, type Money, negate, smaller, subtract, sum, toMinorText, zero } from '#money/money.ts';
import { type Account, chargeAt, type Item, itemAt, itemKey, type Payment, paymentAt } from '../account.ts';
import { type Draft, record } from '../books.ts';
import { amountOf, inOrder, openItemsOf } from '../checks.ts';
import type { EventData, FactOf } from '../events.ts';
import { isSameParty } from '../parties.ts';
import { reject, type Rejection } from '../rejections.ts';
import { supplyFrom, supplyShortage } from '../supply.ts';
import { changeOn, finalValue, smallestFrom, type Timeline } from '../timeline.ts';

/** One command may place at most so many allocations; more is several commands. */
export const largestPlan = 500;

export const strategies = ['NONE', 'OLDEST_DUE_FIRST', 'PRO_RATA'] as const;
export type Strategy = (typeof strategies)[number];

interface Placed {
  readonly itemKey: string;
  readonly date: CalendarDate;
  readonly amount: Money;
  readonly restores?: number;
}

/**
 * Allocations of one payment in the making. An allocation is effective on the command's date or, where the
 * item or the payment begins later, on that later day (ledger-rules 3).
 */
export interface Plan {
  readonly account: Account;
  readonly payment: Payment;
  readonly date: CalendarDate;
  readonly unapplied: Timeline;
  /** Open amounts as the plan so far leaves them. */
  readonly open: ReadonlyMap<string, Timeline>;
  readonly placed: readonly Placed[];
}

export function planFor(account: Account, paymentId: string, date: CalendarDate): Plan {
  const payment = paymentAt(account, paymentId);
  return {
    account,
    payment,
    date: laterOf(date, payment.effectiveDate),
    unapplied: payment.unapplied,
    open: new Map(),
    placed: [],
  };
}

export interface Line {
  readonly chargeId: string;
  readonly item?: number | undefined;
  readonly amount: string;
}

/** The plan with explicit lines placed in the order given; or the refusal of the first that cannot be. */
export function placeLines(plan: Plan, lines: readonly Line[]): Plan | Rejection {
  let next = plan;
  for (const [index, line] of lines.entries()) {
    const placed = placeLine(next, line, `lines.${index}`);
    if ('outcome' in placed) return placed;
    next = placed;
  }
  return next;
}

function placeLine(plan: Plan, line: Line, inputPath: string): Plan | Rejection {
  const amount = amountOf(line.amount, plan.unapplied.currency);
  const items = itemsNamed(plan, line);
  const first = items[0];
  if (line.item === undefined && first !== undefined && !items.every((item) => isSameParty(item.party, first.party))) {
    return reject('ITEM_REQUIRED', { items: items.map(({ item }) => item) }, `${inputPath}.item`);
  }
  return (
    insufficientFunds(plan, amount, inputPath) ??
    overAllocation(plan, items, amount, inputPath) ??
    fill(plan, items, amount)
  );
}

function itemsNamed(plan: Plan, line: Line): readonly Item[] {
  if (line.item !== undefined) return [itemAt(plan.account, itemKey(line.chargeId, line.item))];
  return openItemsOf(plan.account, chargeAt(plan.account, line.chargeId));
}

function insufficientFunds(plan: Plan, amount: Money, inputPath: string): Rejection | undefined {
  const shortage = supplyShortage(amount.currency, [plan.unapplied], plan.date, amount);
  return shortage === undefined ? undefined : reject('INSUFFICIENT_FUNDS', shortage, `${inputPath}.amount`);
}

function overAllocation(plan: Plan, items: readonly Item[], amount: Money, path: string): Rejection | undefined {
  const timelines = items.map((item) => fromItsStart(plan, item));
  const shortage = supplyShortage(amount.currency, timelines, plan.date, amount);
  return shortage === undefined ? undefined : reject('OVER_ALLOCATION', shortage, `${path}.amount`);
}

/** The open amount as the plan sees it: an item that begins after the plan's date is reached on its first day. */
function fromItsStart(plan: Plan, item: Item): Timeline {
  const open = openOf(plan, item);
  const first = open.changes[0];
  if (first === undefined || first.date <= plan.date) return open;
  return { ...open, changes: [{ ...first, date: plan.date }, ...open.changes.slice(1)] };
}

function openOf(plan: Plan, item: Item): Timeline {
  return plan.open.get(item.key) ?? item.open;
}

function startOf(plan: Plan, item: Item): CalendarDate {
  return laterOf(plan.date, item.effectiveDate);
}

/** What can still be placed on the item from this payment. */
function roomOn(plan: Plan, item: Item): Money {
  const date = startOf(plan, item);
  return smaller(smallestFrom(openOf(plan, item), date), smallestFrom(plan.unapplied, date));
}

/** Fills the items in their order with up to `amount`. */
function fill(plan: Plan, items: readonly Item[], amount: Money): Plan {
  let next = plan;
  let left = amount;
  for (const item of items) {
    const part = smaller(left, roomOn(next, item));
    if (isPositive(part)) next = place(next, item, part);
    left = isPositive(part) ? subtract(left, part) : left;
  }
  return next;
}

export function place(plan: Plan, item: Item, amount: Money, restores?: number): Plan {
  const date = startOf(plan, item);
  const open = new Map(plan.open).set(item.key, changeOn(openOf(plan, item), date, negate(amount)));
  const placed = restores === undefined ? { itemKey: item.key, date, amount } : { itemKey: item.key, date, amount, restores };
  return { ...plan, open, unapplied: changeOn(plan.unapplied, date, negate(amount)), placed: [...plan.placed, placed] };
}

/** Places as much as the item can take of `amount`, perhaps nothing: for what restores, never for what was asked. */
export function placeAsFarAsOpen(plan: Plan, item: Item, amount: Money, restores: number): Plan {
  const part = smaller(amount, roomOn(plan, item));
  return isPositive(part) ? place(plan, item, part, restores) : plan;
}

/** Spreads up to `amount` over the open items of the account as the strategy says. */
export function placeByStrategy(plan: Plan, strategy: Strategy, amount: Money): Plan {
  if (strategy === 'NONE' || !isPositive(amount)) return plan;
  const items = inOrder([...plan.account.openItems].map((key) => itemAt(plan.account, key)));
  return strategy === 'OLDEST_DUE_FIRST' ? fill(plan, items, amount) : placeProRata(plan, items, amount);
}

/** By what is open on each item; cents that do not divide go to the first (ledger-rules 4). */
function placeProRata(plan: Plan, items: readonly Item[], amount: Money): Plan {
  const open = items.filter((item) => isPositive(roomOn(plan, item)));
  const rooms = open.map((item) => smallestFrom(openOf(plan, item), startOf(plan, item)));
  const total = sum(amount.currency, rooms);
  if (compare(amount, total) >= 0) return fill(plan, open, amount);
  const parts = allocate(amount, rooms);
  return open.reduce((next, item, index) => fill(next, [item], parts[index] ?? zero(amount.currency)), plan);
}

/** What the payment has left to place, once everything recorded has come into effect. */
export function leftToPlace(plan: Plan): Money {
  return smaller(finalValue(plan.unapplied), supplyFrom(plan.unapplied.currency, [plan.unapplied], plan.date));
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
    return paymentApplied(plan, date, allocations);
  });
  return record(draft, ...facts);
}

type AllocationLine = EventData<'PaymentApplied'>['allocations'][number];

function allocated({ amount, restores }: Placed, allocation: number, { chargeId, item }: Item): AllocationLine {
  const line = { allocation, chargeId, item, amount: toMinorText(amount) };
  return restores === undefined ? line : { ...line, restores };
}

function paymentApplied(plan: Plan, date: CalendarDate, allocations: AllocationLine[]): FactOf<'PaymentApplied'> {
  const { paymentId } = plan.payment;
  return { type: 'PaymentApplied', effectiveDate: date, data: { paymentId, currency: plan.unapplied.currency, allocations } };
}
