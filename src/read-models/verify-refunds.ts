import { type Account, isSameSource, itemKey, paymentSource } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { minorOf } from '#projections/minor.ts';
import type { Findings } from './findings.ts';

/** Money that went back, against what was there: INV-14, INV-15, INV-17 and INV-25. */
type EntryOf<Type extends Entry['type']> = Extract<Entry, { readonly type: Type }>;

export function verifyRefunded(
  before: Account,
  entry: EntryOf<'PaymentRefunded'>,
  place: string,
  findings: Findings,
): void {
  const { paymentId, reopened } = entry.data;
  for (const { allocation, chargeId, item, amount } of reopened) {
    const known = before.allocations.get(allocation);
    const isThere =
      known !== undefined &&
      isSameSource(known.source, paymentSource(paymentId)) &&
      known.itemKey === itemKey(chargeId, item);
    findings.require(isThere, 'INV-14', place, 'it opens again what the payment did not pay');
    if (known === undefined) continue;
    const isWithin = minorOf(amount) <= minorOf(known.live.minor.toString());
    findings.require(isWithin, 'INV-25', place, 'it opens again more than is left of the allocation');
    const isLater = entry.effectiveDate >= known.effectiveDate;
    findings.require(isLater, 'INV-17', place, 'it opens again before it was paid');
  }
}

export function verifyRefundReversed(
  before: Account,
  entry: EntryOf<'RefundReversed'>,
  place: string,
  findings: Findings,
): void {
  const refund = before.refunds.get(entry.data.refundId);
  findings.require(refund !== undefined, 'INV-14', place, 'the refund that it reverses is not there');
  if (refund === undefined) return;
  findings.require(refund.reversedOn === undefined, 'INV-15', place, 'the refund is already reversed');
  findings.require(entry.effectiveDate >= refund.effectiveDate, 'INV-14', place, 'it is effective before the refund');
  const isSame = minorOf(entry.data.amount) === minorOf(refund.amount.minor.toString());
  findings.require(isSame, 'INV-16', place, 'it is not the opposite of the refund');
}
