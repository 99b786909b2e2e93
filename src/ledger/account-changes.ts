import type { CalendarDate } from '#money/calendar-date.ts';
import { add, isPositive, type Money, negate, subtract } from '#money/money.ts';
import {
  type Account,
  type Allocation,
  type Charge,
  type Credit,
  type DroppedAllocation,
  type Item,
  itemAt,
  itemKey,
  paymentAt,
  type Source,
  sourceAt,
} from './account.ts';
import type { PendingPayment } from './pending-payments/pending-payment.ts';
import { changeOn, emptyTimeline, finalValue } from './timeline.ts';
import type { Totals } from './totals.ts';

/**
 * The few ways in which the state of an account changes; evolve.ts says which fact makes which change. Open and
 * unapplied amounts change here and nowhere else, and the totals of the account with them.
 */
export type NewItem = Pick<Item, 'item' | 'party' | 'dueDate'> & {
  readonly amount: Money;
  readonly redatedFrom?: string;
};

/** A new charge with its items. */
export function withCharge(account: Account, charge: Charge, items: readonly NewItem[]): Account {
  const charged = {
    ...account,
    charges: account.charges.set(charge.chargeId, charge),
    sequence: account.sequence + 1,
    totals: withTurnover(account, charge.amount),
  };
  return items.reduce((state, item) => withItem(state, charge, charge.effectiveDate, item), charged);
}

/** A new item of a charge, open in full from `date` on. */
export function withItem(account: Account, charge: Charge, date: CalendarDate, opened: NewItem): Account {
  const { item, party, dueDate, amount, redatedFrom } = opened;
  const nothing = emptyTimeline(amount.currency);
  const blank = {
    key: itemKey(charge.chargeId, item),
    chargeId: charge.chargeId,
    item,
    party,
    dueDate,
    effectiveDate: date,
    redatedFrom,
    sequence: account.sequence,
    isFee: charge.category === 'LATE_FEE' || charge.category === 'INTEREST',
    worth: changeOn(nothing, date, amount),
    writtenOff: nothing,
    open: nothing,
    credited: nothing,
    allocations: [],
  };
  return withOpen(account, blank, date, amount);
}

/** Changes what an item is worth, and with it what is open. */
export function withWorth(account: Account, key: string, date: CalendarDate, amount: Money): Account {
  const item = itemAt(account, key);
  return withOpen(account, { ...item, worth: changeOn(item.worth, date, amount) }, date, amount);
}

/** Gives up a part of an item as bad debt, or (negative) takes that back. It is owed no more, nor can it be adjusted away. */
export function withWrittenOff(account: Account, key: string, date: CalendarDate, amount: Money): Account {
  const item = itemAt(account, key);
  const less = { ...item, writtenOff: changeOn(item.writtenOff, date, amount) };
  return withWorth({ ...account, items: account.items.set(key, less) }, key, date, negate(amount));
}

/** Something is effective on `date` that changes neither what is open nor what is unapplied. */
export function withDay(account: Account, date: CalendarDate): Account {
  return { ...account, totals: changed(account.totals, date, () => ({})) };
}

function withOpen(account: Account, item: Item, date: CalendarDate, amount: Money): Account {
  const open = changeOn(item.open, date, amount);
  const isOpen = isPositive(finalValue(open));
  return {
    ...account,
    items: account.items.set(item.key, { ...item, open }),
    openItems: isOpen ? account.openItems.add(item.key) : account.openItems.delete(item.key),
    totals: changed(account.totals, date, (totals) => ({ open: add(totals.open, amount) })),
  };
}

/** Changes what is unapplied of a payment or a credit. */
export function withUnapplied(account: Account, source: Source, date: CalendarDate, amount: Money): Account {
  const unapplied = changeOn(source.unapplied, date, amount);
  return {
    ...withSource(account, { ...source, unapplied }),
    totals: changed(account.totals, date, (totals) => ({
      unapplied: add(totals.unapplied, amount),
      unappliedCredits: isCredit(source) ? add(totals.unappliedCredits, amount) : totals.unappliedCredits,
    })),
  };
}

/** Changes what is pending of a payment: shown, and counted nowhere. */
export function withPending(account: Account, pended: PendingPayment, date: CalendarDate, amount: Money): Account {
  const pending = changeOn(pended.pending, date, amount);
  return {
    ...account,
    pendingPayments: account.pendingPayments.set(pended.paymentId, { ...pended, pending }),
    totals: changed(account.totals, date, (totals) => ({ pending: add(totals.pending, amount) })),
  };
}

function isCredit(source: Source): source is Credit {
  return 'creditId' in source;
}

function withSource(account: Account, source: Source): Account {
  return isCredit(source)
    ? { ...account, credits: account.credits.set(source.creditId, source) }
    : { ...account, payments: account.payments.set(source.paymentId, source) };
}

function changed(
  totals: Totals | undefined,
  date: CalendarDate,
  change: (totals: Totals) => Partial<Totals>,
): Totals | undefined {
  if (totals === undefined) throw new Error('an entry stands before the opening of its account');
  return { ...totals, ...change(totals), lastDate: date > totals.lastDate ? date : totals.lastDate };
}

/** What is charged, raised or paid counts for ever; what is lowered or taken back does not count against it. */
export function withTurnover({ totals }: Account, amount: Money): Totals | undefined {
  if (totals === undefined || !isPositive(amount)) return totals;
  return { ...totals, turnover: add(totals.turnover, amount) };
}

/**
 * The allocation as it now is. What it gained or lost crosses between unapplied and the item: both sides change by the
 * same amount on the same day (INV-12). It is listed with its source and its item while anything of it is live.
 */
export function withAllocation(account: Account, allocation: Allocation, date: CalendarDate, amount: Money): Account {
  const onItem = withAllocationOnItem(account, allocation, date, amount);
  return withUnapplied(onItem, sourceAt(onItem, allocation.source), date, negate(amount));
}

/** A part of an allocation whose money goes back to the payer: the item is open again and nothing is unapplied. */
export function withReopened(account: Account, allocation: Allocation, date: CalendarDate, amount: Money): Account {
  const left = { ...allocation, live: subtract(allocation.live, amount) };
  return withAllocationOnItem(account, left, date, negate(amount));
}

function withAllocationOnItem(account: Account, allocation: Allocation, date: CalendarDate, amount: Money): Account {
  const { allocation: number, live } = allocation;
  const source = sourceAt(account, allocation.source);
  const item = itemAt(account, allocation.itemKey);
  const isLive = isPositive(live);
  const onSource = { ...source, allocations: relisted(source.allocations, number, isLive) };
  const credited = isCredit(source) ? changeOn(item.credited, date, amount) : item.credited;
  const onItem = { ...item, credited, allocations: relisted(item.allocations, number, isLive) };
  return {
    ...withSource(withOpen(account, onItem, date, negate(amount)), onSource),
    allocations: account.allocations.set(number, allocation),
    allocationCount: Math.max(account.allocationCount, number),
  };
}

function relisted(numbers: readonly number[], number: number, isLive: boolean): readonly number[] {
  if (!isLive) return numbers.filter((other) => other !== number);
  // Not [...numbers, number], which would leave room for more: see changeOn.
  return numbers.includes(number) ? numbers : numbers.concat([number]);
}

/** What a reversal dropped, kept for a reinstatement. */
export function withDropped(account: Account, paymentId: string, dropped: DroppedAllocation): Account {
  const payment = paymentAt(account, paymentId);
  const remembered = { ...payment, dropped: [...payment.dropped, dropped] };
  return { ...account, payments: account.payments.set(paymentId, remembered) };
}
