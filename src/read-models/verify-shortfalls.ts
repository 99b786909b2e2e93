import { type Account, isSameSource, itemKey, paymentSource } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { minorOf } from '#projections/minor.ts';
import type { Findings } from './findings.ts';
import { verifyNotBefore } from './verify-not-before.ts';

/** What was given up because an allocation left it open, against that allocation: INV-14, INV-16, INV-17 and INV-18. */
type Adjusted = Extract<Entry, { readonly type: 'ChargeAdjusted' }>;

export function verifyShortfall(before: Account, entry: Adjusted, place: string, findings: Findings): void {
  const { shortfallOf, chargeId, undoes, amount } = entry.data;
  if (shortfallOf === undefined) return;
  const allocation = before.allocations.get(shortfallOf.allocation);
  const isThere =
    allocation !== undefined &&
    isSameSource(allocation.source, paymentSource(shortfallOf.paymentId)) &&
    allocation.itemKey.startsWith(itemKey(chargeId, 1).slice(0, -1));
  findings.require(isThere, 'INV-14', place, 'the allocation that it makes up for is not there');
  if (allocation !== undefined) verifyNotBefore(entry, allocation.effectiveDate, 'INV-17', place, findings);
  const original = undoes === undefined ? undefined : before.adjustments.get(undoes);
  if (original === undefined)
    findings.require(minorOf(amount) < 0n, 'INV-16', place, 'a shortfall raises what is owed');
  else findings.require(entry.reasonCode === original.reasonCode, 'INV-18', place, 'it undoes for another reason');
}

/** A command, once all of it is folded in: a shortfall comes with its allocation, and goes with it. */
export function verifyShortfallsOf(
  entries: readonly Entry[],
  account: Account,
  place: string,
  findings: Findings,
): void {
  const made = new Set(entries.flatMap(allocationsMade));
  for (const { shortfallOf, undoes } of entries.flatMap((entry) =>
    entry.type === 'ChargeAdjusted' ? entry.data : [],
  )) {
    const isOwn = shortfallOf === undefined || undoes !== undefined || made.has(shortfallOf.allocation);
    findings.require(isOwn, 'INV-14', place, 'a shortfall is of an allocation of another command');
  }
  for (const allocation of entries.flatMap(allocationsTakenBack)) {
    const shortfall = account.adjustments.get(account.allocations.get(allocation)?.shortfall ?? '');
    const isStanding = shortfall?.undoneOn === undefined && minorOf(shortfall?.amount.minor.toString() ?? '0') < 0n;
    findings.require(!isStanding, 'INV-16', place, 'what was given up with an allocation stands without it');
  }
}

function allocationsMade(entry: Entry): readonly number[] {
  return entry.type === 'PaymentApplied' ? entry.data.allocations.map(({ allocation }) => allocation) : [];
}

/** By somebody or with the payment. What gives way to an adjustment or a waiver leaves its shortfall: the item is worth less. */
function allocationsTakenBack(entry: Entry): readonly number[] {
  if (entry.type === 'PaymentRefunded') return entry.data.reopened.map(({ allocation }) => allocation);
  const isTakenBack =
    entry.type === 'PaymentUnapplied' || (entry.type === 'AllocationReleased' && entry.data.cause === 'REVERSAL');
  return isTakenBack ? entry.data.releases.map(({ allocation }) => allocation) : [];
}
