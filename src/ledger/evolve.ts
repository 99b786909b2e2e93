import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText, isPositive, type Money, negate, subtract, zero } from '#money/money.ts';
import {
  type Account,
  type Allocation,
  allocationAt,
  type Charge,
  chargeAt,
  type DroppedAllocation,
  feeKey,
  type Item,
  itemAt,
  itemKey,
  paymentAt,
} from './account.ts';
import { assertNever } from './assert-never.ts';
import type { Entry } from './entry.ts';
import type { Fact, FactOf } from './events.ts';
import { changeOn, emptyTimeline, finalValue } from './timeline.ts';

/** The account after one more entry. Throws on an entry that cannot follow: a corrupt book, never a refusal. */
export function evolve(account: Account, entry: Entry): Account {
  if (entry.revision !== account.revision + 1) {
    throw new Error(`revision ${entry.revision} cannot follow revision ${account.revision}`);
  }
  const after = evolveFact(account, entry);
  return withCommand({ ...after, revision: entry.revision }, entry.command.id, entry.command.hash);
}

/** Marks the last entry as made by a command, so that a retry finds it. */
export function withCommand(account: Account, commandId: string, hash: string): Account {
  const known = account.commands.get(commandId);
  const firstRevision = known?.firstRevision ?? account.revision;
  const recorded = { commandId, hash, firstRevision, lastRevision: account.revision };
  return { ...account, commands: account.commands.set(commandId, recorded) };
}

/** The account after one more fact; what the journal adds (revision, command) is not touched. */
export function evolveFact(account: Account, fact: Fact): Account {
  switch (fact.type) {
    case 'LedgerOpened':
      throw new Error('the opening of a ledger does not belong to an account');
    case 'AccountOpened':
      return { ...account, opened: { on: fact.effectiveDate, currency: fact.data.currency } };
    case 'ChargePosted':
      return chargePosted(account, fact);
    case 'ChargeAdjusted':
      return chargeAdjusted(account, fact);
    case 'PaymentReceived':
      return paymentReceived(account, fact);
    case 'PaymentApplied':
      return paymentApplied(account, fact);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
      return released(account, fact);
    case 'PaymentReversed':
      return paymentReversed(account, fact);
    case 'PaymentReinstated':
      return paymentReinstated(account, fact);
    case 'ResponsibilityTransferred':
      return responsibilityTransferred(account, fact);
    case 'LateFeeAssessed':
      return lateFeeAssessed(account, fact);
    case 'LateFeeWaived':
      return lateFeeWaived(account, fact);
    default:
      return assertNever(fact);
  }
}

type NewItem = Pick<Item, 'item' | 'party' | 'dueDate'> & { readonly amount: Money };

function chargePosted(account: Account, fact: FactOf<'ChargePosted'>): Account {
  const { chargeId, category, currency, amount, taxAmount, items } = fact.data;
  const charge = {
    chargeId,
    category,
    effectiveDate: fact.effectiveDate,
    amount: fromMinorText(amount, currency),
    taxLeft: taxAmount === undefined ? zero(currency) : fromMinorText(taxAmount, currency),
    worth: fromMinorText(amount, currency),
    itemCount: items.length,
  };
  const opened = items.map((item) => ({ ...item, amount: fromMinorText(item.amount, currency) }));
  return withCharge(account, charge, opened);
}

function lateFeeAssessed(account: Account, fact: FactOf<'LateFeeAssessed'>): Account {
  const { chargeId, category, currency, party, dueDate, feeOn, period } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const { effectiveDate } = fact;
  const charge = { chargeId, category, effectiveDate, amount, taxLeft: zero(currency), worth: amount, itemCount: 1 };
  const charged = withCharge(account, charge, [{ item: 1, party, dueDate, amount }]);
  const key = feeKey(feeOn.chargeId, feeOn.item, period);
  return { ...charged, feesAssessed: charged.feesAssessed.set(key, effectiveDate) };
}

function withCharge(account: Account, charge: Charge, items: readonly NewItem[]): Account {
  const charged = { ...account, charges: account.charges.set(charge.chargeId, charge), sequence: account.sequence + 1 };
  return items.reduce((state, item) => withItem(state, charge, charge.effectiveDate, item), charged);
}

function withItem(account: Account, charge: Charge, date: CalendarDate, opened: NewItem): Account {
  const { item, party, dueDate, amount } = opened;
  const key = itemKey(charge.chargeId, item);
  const timeline = changeOn(emptyTimeline(amount.currency), date, amount);
  return withItemState(account, {
    key,
    chargeId: charge.chargeId,
    item,
    party,
    dueDate,
    effectiveDate: date,
    sequence: account.sequence,
    isFee: charge.category === 'LATE_FEE' || charge.category === 'INTEREST',
    worth: timeline,
    open: timeline,
    allocations: [],
  });
}

function withItemState(account: Account, item: Item): Account {
  const isOpen = isPositive(finalValue(item.open));
  return {
    ...account,
    items: account.items.set(item.key, item),
    openItems: isOpen ? account.openItems.add(item.key) : account.openItems.delete(item.key),
  };
}

/** Changes what an item is worth, and with it what is open. */
function withWorth(account: Account, key: string, date: CalendarDate, amount: Money): Account {
  const item = itemAt(account, key);
  return withItemState(account, {
    ...item,
    worth: changeOn(item.worth, date, amount),
    open: changeOn(item.open, date, amount),
  });
}

function chargeAdjusted(account: Account, fact: FactOf<'ChargeAdjusted'>): Account {
  const { adjustmentId, chargeId, kind, currency, undoes } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
  const taxAmount = fromMinorText(fact.data.taxAmount ?? '0', currency);
  const items = fact.data.items.map((item) => ({ item: item.item, amount: fromMinorText(item.amount, currency) }));
  const charge = chargeAt(account, chargeId);
  const changed = { ...charge, worth: add(charge.worth, amount), taxLeft: add(charge.taxLeft, taxAmount) };
  const adjustment = { adjustmentId, chargeId, kind, effectiveDate, amount, taxAmount, items, undoneOn: undefined };
  let adjustments = account.adjustments.set(adjustmentId, adjustment);
  const original = undoes === undefined ? undefined : adjustments.get(undoes);
  if (original !== undefined) adjustments = adjustments.set(original.adjustmentId, { ...original, undoneOn: effectiveDate });
  const adjusted = { ...account, charges: account.charges.set(chargeId, changed), adjustments };
  return items.reduce((state, item) => withWorth(state, itemKey(chargeId, item.item), effectiveDate, item.amount), adjusted);
}

function lateFeeWaived(account: Account, fact: FactOf<'LateFeeWaived'>): Account {
  const { waiverId, chargeId, currency, items } = fact.data;
  const charge = chargeAt(account, chargeId);
  const worth = subtract(charge.worth, fromMinorText(fact.data.amount, currency));
  const waived = {
    ...account,
    charges: account.charges.set(chargeId, { ...charge, worth }),
    waivers: account.waivers.add(waiverId),
  };
  return items.reduce(
    (state, { item, amount }) =>
      withWorth(state, itemKey(chargeId, item), fact.effectiveDate, negate(fromMinorText(amount, currency))),
    waived,
  );
}

function paymentReceived(account: Account, fact: FactOf<'PaymentReceived'>): Account {
  const { paymentId, payer, currency } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
  const payment = {
    paymentId,
    party: payer,
    effectiveDate,
    amount,
    unapplied: changeOn(emptyTimeline(currency), effectiveDate, amount),
    allocations: [],
    reversedOn: undefined,
    dropped: [],
    settledOn: effectiveDate,
  };
  return { ...account, payments: account.payments.set(paymentId, payment), sequence: account.sequence + 1 };
}

function paymentApplied(account: Account, fact: FactOf<'PaymentApplied'>): Account {
  const { paymentId, currency, allocations } = fact.data;
  return allocations.reduce((state, line) => {
    const amount = fromMinorText(line.amount, currency);
    const key = itemKey(line.chargeId, line.item);
    const { allocation } = line;
    const { effectiveDate } = fact;
    const moved = withMovedMoney(state, paymentId, key, effectiveDate, amount);
    return withLiveAllocation(moved, { allocation, paymentId, itemKey: key, effectiveDate, live: amount });
  }, account);
}

function released(account: Account, fact: FactOf<'PaymentUnapplied' | 'AllocationReleased'>): Account {
  const { paymentId, currency, releases } = fact.data;
  return releases.reduce((state, line) => {
    const amount = fromMinorText(line.amount, currency);
    const key = itemKey(line.chargeId, line.item);
    const moved = withMovedMoney(state, paymentId, key, fact.effectiveDate, negate(amount));
    const allocation = allocationAt(state, line.allocation);
    const left = withLiveAllocation(moved, { ...allocation, live: subtract(allocation.live, amount) });
    const isDropped = fact.type === 'AllocationReleased' && fact.data.cause === 'REVERSAL';
    return isDropped ? withDropped(left, paymentId, { allocation: line.allocation, itemKey: key, amount }) : left;
  }, account);
}

function withDropped(account: Account, paymentId: string, dropped: DroppedAllocation): Account {
  const payment = paymentAt(account, paymentId);
  const remembered = { ...payment, dropped: [...payment.dropped, dropped] };
  return { ...account, payments: account.payments.set(paymentId, remembered) };
}

/** Money crosses between unapplied and the item: both sides change by the same amount on the same day (INV-12). */
function withMovedMoney(account: Account, paymentId: string, key: string, date: CalendarDate, amount: Money): Account {
  const payment = paymentAt(account, paymentId);
  const item = itemAt(account, key);
  const paid = { ...payment, unapplied: changeOn(payment.unapplied, date, negate(amount)) };
  const moved = withItemState(account, { ...item, open: changeOn(item.open, date, negate(amount)) });
  return { ...moved, payments: moved.payments.set(paymentId, paid) };
}

function withLiveAllocation(account: Account, allocation: Allocation): Account {
  const payment = paymentAt(account, allocation.paymentId);
  const item = itemAt(account, allocation.itemKey);
  const isLive = isPositive(allocation.live);
  const allocations = relisted(payment.allocations, allocation.allocation, isLive);
  const onItem = relisted(item.allocations, allocation.allocation, isLive);
  return {
    ...account,
    payments: account.payments.set(payment.paymentId, { ...payment, allocations }),
    items: account.items.set(item.key, { ...item, allocations: onItem }),
    allocations: account.allocations.set(allocation.allocation, allocation),
    allocationCount: Math.max(account.allocationCount, allocation.allocation),
  };
}

function relisted(numbers: readonly number[], number: number, isLive: boolean): readonly number[] {
  if (!isLive) return numbers.filter((other) => other !== number);
  return numbers.includes(number) ? numbers : [...numbers, number];
}

function paymentReversed(account: Account, fact: FactOf<'PaymentReversed'>): Account {
  const { paymentId, currency, amount } = fact.data;
  const payment = paymentAt(account, paymentId);
  const unapplied = changeOn(payment.unapplied, fact.effectiveDate, negate(fromMinorText(amount, currency)));
  const reversed = { ...payment, unapplied, reversedOn: fact.effectiveDate };
  return { ...account, payments: account.payments.set(paymentId, reversed) };
}

function paymentReinstated(account: Account, fact: FactOf<'PaymentReinstated'>): Account {
  const { paymentId, currency, amount } = fact.data;
  const payment = paymentAt(account, paymentId);
  const unapplied = changeOn(payment.unapplied, fact.effectiveDate, fromMinorText(amount, currency));
  const reinstated = { ...payment, unapplied, reversedOn: undefined, dropped: [], settledOn: fact.effectiveDate };
  return { ...account, payments: account.payments.set(paymentId, reinstated) };
}

function responsibilityTransferred(account: Account, fact: FactOf<'ResponsibilityTransferred'>): Account {
  const { transferId, chargeId, currency, toParty, moves } = fact.data;
  const charge = chargeAt(account, chargeId);
  const itemCount = Math.max(charge.itemCount, ...moves.map((move) => move.toItem));
  const counted = {
    ...account,
    charges: account.charges.set(chargeId, { ...charge, itemCount }),
    transfers: account.transfers.add(transferId),
    sequence: account.sequence + 1,
  };
  return moves.reduce((state, move) => {
    const amount = fromMinorText(move.amount, currency);
    const closed = withWorth(state, itemKey(chargeId, move.item), fact.effectiveDate, negate(amount));
    const opened = { item: move.toItem, party: toParty, dueDate: move.dueDate, amount };
    return withItem(closed, charge, fact.effectiveDate, opened);
  }, counted);
}
