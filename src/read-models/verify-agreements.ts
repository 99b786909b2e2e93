import { type Account, itemKey } from '#ledger/account.ts';
import type { Lasting } from '#ledger/agreements.ts';
import { undisputedOf } from '#ledger/disputes/dispute.ts';
import type { Entry } from '#ledger/entry.ts';
import { protectionOf } from '#ledger/protection.ts';
import { smallestFrom } from '#ledger/timeline.ts';
import { minorOf } from '#projections/minor.ts';
import type { Findings } from './findings.ts';
import { verifyNotBefore } from './verify-not-before.ts';

type EntryOf<Type extends Entry['type']> = Extract<Entry, { readonly type: Type }>;
type Agreed = EntryOf<
  | ('HoldPlaced' | 'HoldReleased' | 'DisputeOpened' | 'DisputeResolved' | 'LateFeeAssessed')
  | ('PromiseRecorded' | 'PromiseCancelled')
  | ('PaymentPlanAgreed' | 'PaymentPlanRevised' | 'PaymentPlanBroken' | 'PaymentPlanCompleted')
>;

/**
 * INV-14, INV-15 and INV-17 of what is agreed about a debt; that no more is disputed than is open; and that no fee is assessed
 * on what is protected.
 */
export function verifyAgreement(before: Account, entry: Agreed, place: string, findings: Findings): void {
  const { holds, disputes, promises, plans } = before.agreements;
  switch (entry.type) {
    case 'HoldPlaced':
      return verifyHold(before, entry, place, findings);
    case 'HoldReleased':
      return verifyEnd(holds.get(entry.data.holdId), entry, place, findings);
    case 'DisputeOpened':
      return verifyDispute(before, entry, place, findings);
    case 'DisputeResolved':
      return verifyEnd(disputes.get(entry.data.disputeId), entry, place, findings);
    case 'PromiseRecorded':
      return verifyPromise(before, entry, place, findings);
    case 'PromiseCancelled':
      return verifyEnd(promises.get(entry.data.promiseId), entry, place, findings);
    case 'PaymentPlanAgreed':
      return verifyMoves(before, entry, place, findings);
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
      verifyEnd(plans.get(entry.data.planId), entry, place, findings);
      return verifyMoves(before, entry, place, findings);
    case 'PaymentPlanCompleted':
      return verifyEnd(plans.get(entry.data.planId), entry, place, findings);
    default:
      return verifyFee(before, entry, place, findings);
  }
}

function verifyHold(before: Account, entry: EntryOf<'HoldPlaced'>, place: string, findings: Findings): void {
  const { holdOn } = entry.data;
  if (holdOn === undefined) return;
  const item = before.items.get(itemKey(holdOn.chargeId, holdOn.item));
  verifyNotBefore(entry, item?.effectiveDate, 'INV-17', place, findings);
}

function verifyDispute(before: Account, entry: EntryOf<'DisputeOpened'>, place: string, findings: Findings): void {
  const { chargeId, item: number, amount } = entry.data;
  const item = before.items.get(itemKey(chargeId, number));
  verifyNotBefore(entry, item?.effectiveDate, 'INV-17', place, findings);
  if (item === undefined) return;
  const room = smallestFrom(undisputedOf(before, item, item.open), entry.effectiveDate);
  const isWithin = minorOf(amount) <= minorOf(room.minor.toString());
  findings.require(isWithin, 'INV-01', place, 'more of an item is disputed than is open');
}

function verifyPromise(before: Account, entry: EntryOf<'PromiseRecorded'>, place: string, findings: Findings): void {
  for (const { chargeId, item } of entry.data.items) {
    verifyNotBefore(entry, before.items.get(itemKey(chargeId, item))?.effectiveDate, 'INV-17', place, findings);
  }
  const isAhead = entry.effectiveDate <= entry.data.promisedDate;
  findings.require(isAhead, 'INV-17', place, 'it promises a day that is gone');
}

type Moving = EntryOf<'PaymentPlanAgreed' | 'PaymentPlanRevised' | 'PaymentPlanBroken'>;

/** INV-27 is held by the figures: here, that nothing moves before it began, and into nothing that was there. */
function verifyMoves(before: Account, entry: Moving, place: string, findings: Findings): void {
  for (const { chargeId, item, toItem } of entry.data.moves) {
    verifyNotBefore(entry, before.items.get(itemKey(chargeId, item))?.effectiveDate, 'INV-17', place, findings);
    const isNew = !before.items.has(itemKey(chargeId, toItem));
    findings.require(isNew, 'INV-33', place, 'it begins an item that was there already');
  }
}

function verifyEnd(agreement: Lasting | undefined, entry: Agreed, place: string, findings: Findings): void {
  verifyNotBefore(entry, agreement?.effectiveDate, 'INV-14', place, findings);
  findings.require(agreement?.endedOn === undefined, 'INV-15', place, 'what it ends has ended already');
}

function verifyFee(before: Account, entry: EntryOf<'LateFeeAssessed'>, place: string, findings: Findings): void {
  const key = itemKey(entry.data.feeOn.chargeId, entry.data.feeOn.item);
  if (!before.items.has(key)) return;
  const protection = protectionOf(before, key, entry.effectiveDate);
  findings.require(protection === undefined, 'INV-17', place, 'a fee is assessed on what is protected');
}
