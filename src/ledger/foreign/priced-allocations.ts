import { add, equals, fromMinorText, type Money, toMinorText } from '#money/money.ts';
import { itemKey } from '../account.ts';
import type { EventData, Fact, FactOf } from '../events.ts';
import { allocationIn, type BaseBook, baseIn, itemIn, sourceIn, sourceKey } from './base-book.ts';
import { exactPartOf, partOf } from './carried.ts';
import { withAllocated, withReleased, withReopened } from './evolve-base.ts';

/**
 * Both sides of allocations in base: what they settle of the item, and what they use of the payment or credit. Line by line,
 * because two lines may take from the same item or the same money.
 */
type Applied = FactOf<'PaymentApplied' | 'CreditApplied'>;
type AllocationLine = Applied['data']['allocations'][number];

export function appliedInBase(book: BaseBook, fact: Applied): Fact {
  let next = book;
  const allocations: AllocationLine[] = [];
  for (const line of fact.data.allocations) {
    const inBase = allocatedLine(next, fact, line);
    next = withAllocated(next, fact, inBase);
    allocations.push(inBase);
  }
  return fact.type === 'PaymentApplied'
    ? { ...fact, data: { ...fact.data, allocations } }
    : { ...fact, data: { ...fact.data, allocations } };
}

/** What is restored whole is restored at exactly the values it was taken back at: a fact and its undoing leave nothing behind. */
function allocatedLine(book: BaseBook, { data }: Applied, line: AllocationLine): AllocationLine {
  const amount = fromMinorText(line.amount, data.currency);
  const item = itemIn(book, itemKey(line.chargeId, line.item));
  const source = sourceIn(book, sourceKey(data));
  const takenBack = line.restores === undefined ? undefined : allocationIn(book, line.restores).takenBack;
  const exact = takenBack !== undefined && equals(takenBack.amount, amount) ? takenBack : undefined;
  const settled = exact === undefined ? partOf(item, amount) : exactPartOf(item, amount, exact.settled);
  const used = exact === undefined ? partOf(source, amount) : exactPartOf(source, amount, exact.used);
  return { ...line, baseSettled: toMinorText(settled), baseUsed: toMinorText(used) };
}

type Released = FactOf<'PaymentUnapplied' | 'AllocationReleased' | 'CreditUnapplied' | 'CreditReleased'>;
type ReleaseLine = Released['data']['releases'][number];

export function releasedInBase(book: BaseBook, fact: Released): Fact {
  let next = book;
  const releases: ReleaseLine[] = [];
  for (const line of fact.data.releases) {
    const inBase = releasedLine(next, fact.data.currency, line);
    next = withReleased(next, fact, inBase);
    releases.push(inBase);
  }
  switch (fact.type) {
    case 'PaymentUnapplied':
      return { ...fact, data: { ...fact.data, releases } };
    case 'AllocationReleased':
      return { ...fact, data: { ...fact.data, releases } };
    case 'CreditUnapplied':
      return { ...fact, data: { ...fact.data, releases } };
    default:
      return { ...fact, data: { ...fact.data, releases } };
  }
}

/** Exactly what was stored with the allocation; of a part of it the part of that, and the rest with the last. */
function releasedLine(book: BaseBook, currency: string, line: ReleaseLine): ReleaseLine {
  const amount = fromMinorText(line.amount, currency);
  const { settled, used } = allocationIn(book, line.allocation);
  return {
    ...line,
    baseSettled: toMinorText(partOf(settled, amount)),
    baseUsed: toMinorText(partOf(used, amount)),
  };
}

/** What goes back: unapplied money at its carried base, and what had been used at the base it was used at. */
export function refundedInBase(book: BaseBook, fact: FactOf<'PaymentRefunded'>): EventData<'PaymentRefunded'> {
  const { data, effectiveDate } = fact;
  const { currency } = data;
  const unapplied = partOf(sourceIn(book, sourceKey(data)), fromMinorText(data.fromUnapplied, currency));
  let next = book;
  let base: Money = unapplied;
  const reopened: ReleaseLine[] = [];
  for (const line of data.reopened) {
    const inBase = releasedLine(next, currency, line);
    next = withReopened(next, { currency, date: effectiveDate }, inBase);
    base = add(base, baseIn(next, inBase.baseUsed));
    reopened.push(inBase);
  }
  return { ...data, baseAmount: toMinorText(base), baseFromUnapplied: toMinorText(unapplied), reopened };
}
