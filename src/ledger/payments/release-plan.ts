import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { isNegative, isPositive, larger, type Money, negate, smaller, subtract, toMinorText, zero } from '#money/money.ts';
import { type Account, type Allocation, allocationAt, type Item, itemAt } from '../account.ts';
import type { EventData, Fact, ReleaseCause } from '../events.ts';
import { changeOn, smallestFrom, type Timeline, valueOn } from '../timeline.ts';

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
 * day, so a newer one gives only what that does not cover. Undefined if a day stays negative even so.
 */
export function releasesFor(
  account: Account,
  item: Item,
  lowered: Timeline,
  cause: CalendarDate,
): readonly Release[] | undefined {
  let open = lowered;
  const releases: Release[] = [];
  for (const allocation of newestFirst(account, item.allocations)) {
    const date = laterOf(cause, allocation.effectiveDate);
    const amount = smaller(allocation.live, subtract(lackFrom(open, cause), lackBefore(open, cause, date)));
    if (!isPositive(amount)) continue;
    open = changeOn(open, date, amount);
    releases.push({ allocation, date, amount });
  }
  return isNegative(smallestFrom(open, cause)) ? undefined : releases;
}

/** How far the figure falls below zero on its worst day from `date` on. */
function lackFrom(open: Timeline, date: CalendarDate): Money {
  return larger(zero(open.currency), negate(smallestFrom(open, date)));
}

/** The same, on the days from `from` up to but not including `date`. */
function lackBefore(open: Timeline, from: CalendarDate, date: CalendarDate): Money {
  const days = [from, ...open.changes.map((change) => change.date)].filter((day) => from <= day && day < date);
  return days.reduce((lack, day) => larger(lack, negate(valueOn(open, day))), zero(open.currency));
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

function compareDates(a: CalendarDate, b: CalendarDate): number {
  return a < b ? -1 : Number(a > b);
}

/** Takes up to `amount` from the allocations in their order, on `date`. */
export function takeFrom(
  allocations: readonly Allocation[],
  amount: Money,
  dateOf: (allocation: Allocation) => CalendarDate,
): readonly Release[] {
  const releases: Release[] = [];
  let left = amount;
  for (const allocation of allocations) {
    if (!isPositive(left)) break;
    const part = smaller(left, allocation.live);
    releases.push({ allocation, date: dateOf(allocation), amount: part });
    left = subtract(left, part);
  }
  return releases;
}
