import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { isPositive, isZero, larger, type Money, negate, smaller, subtract, toMinorText, zero } from '#money/money.ts';
import { type Account, type Allocation, allocationAt, type Item, itemAt, type Source } from '../account.ts';
import { type CreditReleaseCause, creditReleaseCauses } from '../credits/credit-events.ts';
import type { EventData, Fact } from '../events.ts';
import { compareDates } from '../supply.ts';
import { changeOn, smallestFrom, type Timeline } from '../timeline.ts';
import { type ReleaseCause, releaseCauses } from './payment-events.ts';

/** A part of a live allocation that goes back to unapplied, on its day. */
export interface Release {
  readonly allocation: Allocation;
  readonly date: CalendarDate;
  readonly amount: Money;
}

/** The live allocations, newest first: the order in which releases are taken. */
export function newestFirst(account: Account, numbers: readonly number[]): readonly Allocation[] {
  return numbers.toSorted((a, b) => b - a).map((number) => allocationAt(account, number));
}

/**
 * What has to be released from an item whose open amount has just been lowered from `cause` on: newest
 * first, just enough, each on the later of the cause and the allocation (ledger-rules 3 and 4).
 *
 * "Just enough" looks at days: what an older allocation has to give for an early day also helps every later
 * day, so a newer one gives only what that does not cover. The caller has made sure that the item can bear it.
 */
export function releasesFor(account: Account, item: Item, lowered: Timeline, cause: CalendarDate): readonly Release[] {
  let open = lowered;
  let lack = lackFrom(open, cause);
  const releases: Release[] = [];
  for (const allocation of newestFirst(account, item.allocations)) {
    if (isZero(lack)) break;
    const date = laterOf(cause, allocation.effectiveDate);
    const amount = smaller(allocation.live, date > cause ? subtract(lack, lackFrom(open, cause, date)) : lack);
    if (!isPositive(amount)) continue;
    open = changeOn(open, date, amount);
    lack = lackFrom(open, cause);
    releases.push({ allocation, date, amount });
  }
  if (!isZero(lack)) throw new Error('INV-01: an item would be below zero after every release');
  return releases;
}

/** How far the figure falls below zero on its worst day from `date` on, or only on the days before `before`. */
function lackFrom(open: Timeline, date: CalendarDate, before?: CalendarDate): Money {
  return larger(zero(open.currency), negate(smallestFrom(open, date, before)));
}

type ReleaseLine = EventData<'PaymentUnapplied' | 'CreditUnapplied'>['releases'][number];

/** Why allocations are taken back: the ledger's own consequence of another fact, or because somebody asks for it. */
type Cause = { readonly kind: ReleaseCause | CreditReleaseCause; readonly id: string } | 'UNAPPLIED';

/** The entries that record releases: one per payment or credit and day, in the order of the days. */
export function releaseFacts(account: Account, releases: readonly Release[], cause: Cause): readonly Fact[] {
  const groups = new Map<string, readonly Release[]>();
  for (const release of releases.toSorted((a, b) => compareDates(a.date, b.date))) {
    const { kind, id } = release.allocation.source;
    const key = `${release.date}/${kind}/${id}`;
    groups.set(key, [...(groups.get(key) ?? []), release]);
  }
  return [...groups.values()].flatMap((group) => releaseFact(account, group, cause));
}

function releaseFact(account: Account, group: readonly Release[], cause: Cause): readonly Fact[] {
  const first = group[0];
  if (first === undefined) return [];
  const { kind, id } = first.allocation.source;
  const { currency } = first.amount;
  const releases = group.map((release) => releaseLine(account, release));
  const released = { currency, releases, effectiveDate: first.date };
  return [kind === 'PAYMENT' ? ofPayment(id, released, cause) : ofCredit(id, released, cause)];
}

interface Released {
  readonly effectiveDate: CalendarDate;
  readonly currency: string;
  readonly releases: ReleaseLine[];
}

function ofPayment(paymentId: string, { effectiveDate, ...released }: Released, cause: Cause): Fact {
  if (cause === 'UNAPPLIED') return { type: 'PaymentUnapplied', effectiveDate, data: { paymentId, ...released } };
  const kind = releaseCauses.find((known) => known === cause.kind);
  if (kind === undefined) throw new Error('nothing of this kind releases a payment');
  return {
    type: 'AllocationReleased',
    effectiveDate,
    data: { paymentId, ...released, cause: kind, causeId: cause.id },
  };
}

function ofCredit(creditId: string, { effectiveDate, ...released }: Released, cause: Cause): Fact {
  if (cause === 'UNAPPLIED') return { type: 'CreditUnapplied', effectiveDate, data: { creditId, ...released } };
  const kind = creditReleaseCauses.find((known) => known === cause.kind);
  if (kind === undefined) throw new Error('nothing of this kind releases a credit');
  return { type: 'CreditReleased', effectiveDate, data: { creditId, ...released, cause: kind, causeId: cause.id } };
}

export function releaseLine(account: Account, { allocation, amount }: Release): ReleaseLine {
  const { chargeId, item } = itemAt(account, allocation.itemKey);
  return { allocation: allocation.allocation, chargeId, item, amount: toMinorText(amount) };
}

/** Takes up to `amount` from the allocations in their order, on `date`. */
export function takeFrom(allocations: readonly Allocation[], amount: Money, date: CalendarDate): readonly Release[] {
  const releases: Release[] = [];
  let left = amount;
  for (const allocation of allocations) {
    if (!isPositive(left)) break;
    const part = smaller(left, allocation.live);
    releases.push({ allocation, date, amount: part });
    left = subtract(left, part);
  }
  return releases;
}

/** Every live allocation of a payment or credit, dropped on `date` or, where it begins later, on its first day. */
export function everyAllocation(account: Account, source: Source, date: CalendarDate): readonly Release[] {
  return newestFirst(account, source.allocations).map((allocation) => ({
    allocation,
    date: laterOf(date, allocation.effectiveDate),
    amount: allocation.live,
  }));
}

/** What is unapplied of the source once these are released. */
export function unappliedAfter(source: Source, releases: readonly Release[]): Timeline {
  return releases.reduce((unapplied, release) => changeOn(unapplied, release.date, release.amount), source.unapplied);
}
