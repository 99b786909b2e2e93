import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { isPositive, isZero, larger, type Money, negate, smaller, subtract, toMinorText, zero } from '#money/money.ts';
import { type Account, type Allocation, allocationAt, type Item, itemAt } from '../account.ts';
import type { EventData, Fact, ReleaseCause } from '../events.ts';
import { compareDates } from '../supply.ts';
import { changeOn, smallestFrom, type Timeline } from '../timeline.ts';

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

type ReleaseLine = EventData<'PaymentUnapplied'>['releases'][number];

/** The entries that record releases: one per payment and day, in the order of the days. */
export function releaseFacts(
  account: Account,
  releases: readonly Release[],
  cause: { readonly kind: ReleaseCause; readonly id: string } | 'UNAPPLIED',
): readonly Fact[] {
  const groups = new Map<string, readonly Release[]>();
  for (const release of releases.toSorted((a, b) => compareDates(a.date, b.date))) {
    const key = `${release.date}/${release.allocation.paymentId}`;
    groups.set(key, [...(groups.get(key) ?? []), release]);
  }
  return [...groups.values()].flatMap((group) => releaseFact(account, group, cause));
}

function releaseFact(
  account: Account,
  group: readonly Release[],
  cause: { readonly kind: ReleaseCause; readonly id: string } | 'UNAPPLIED',
): readonly Fact[] {
  const first = group[0];
  if (first === undefined) return [];
  const { paymentId } = first.allocation;
  const { currency } = first.amount;
  const releases = group.map((release) => releaseLine(account, release));
  const effectiveDate = first.date;
  if (cause === 'UNAPPLIED') {
    return [{ type: 'PaymentUnapplied', effectiveDate, data: { paymentId, currency, releases } }];
  }
  const data = { paymentId, currency, cause: cause.kind, causeId: cause.id, releases };
  return [{ type: 'AllocationReleased', effectiveDate, data }];
}

function releaseLine(account: Account, { allocation, amount }: Release): ReleaseLine {
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
