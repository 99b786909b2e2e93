import type { Fact, FactOf } from '#ledger/events.ts';
import { found, must, type Papers } from './audit-papers.ts';

/** A shortfall comes with an allocation of its own command, down; what takes it back or gives it up again names it too. */
export function shortfallOf(papers: Papers, fact: FactOf<'ChargeAdjusted'>, ofCommand: readonly Fact[]): void {
  const { shortfallOf: of, adjustmentId, amount, undoes, chargeId } = fact.data;
  if (of === undefined) return;
  const allocation = found(papers.allocations.get(of.allocation), 'INV-14 a shortfall of no allocation');
  must(allocation.source === of.paymentId, 'INV-14 a shortfall of another payment');
  must(allocation.itemKey.startsWith(`${chargeId}#`), 'INV-14 a shortfall of another charge');
  must(fact.effectiveDate >= allocation.date, 'INV-17 a shortfall before its allocation');
  const isDown = amount.startsWith('-');
  must(isDown || undoes !== undefined, 'INV-16 a shortfall raises what is owed');
  const made = ofCommand.flatMap((one) => (one.type === 'PaymentApplied' ? one.data.allocations : []));
  const isMade = made.some((line) => line.allocation === of.allocation);
  must(isMade === isDown, 'INV-14 a shortfall is of an allocation of another command');
  must(isDown || allocation.live === 0n, 'INV-16 a shortfall is taken back while its allocation lives');
  papers.shortfalls.set(adjustmentId, of.allocation);
}

/** After a command: nothing that was given up with an allocation stands once somebody has taken that allocation back. */
export function noneLeftBehind(papers: Papers, facts: readonly Fact[]): void {
  const gone = new Set(facts.flatMap(takenBackBy));
  for (const [adjustmentId, allocation] of papers.shortfalls) {
    const adjustment = papers.adjustments.get(adjustmentId);
    const isStanding = adjustment !== undefined && !adjustment.undone && adjustment.amount < 0n;
    must(!isStanding || !gone.has(allocation), 'INV-16 a shortfall stands without its allocation');
  }
}

function takenBackBy(fact: Fact): readonly number[] {
  if (fact.type === 'PaymentRefunded') return fact.data.reopened.map(({ allocation }) => allocation);
  const isReversal = fact.type === 'AllocationReleased' && fact.data.cause === 'REVERSAL';
  return fact.type === 'PaymentUnapplied' || isReversal ? fact.data.releases.map(({ allocation }) => allocation) : [];
}
