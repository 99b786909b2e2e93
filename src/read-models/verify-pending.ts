import type { Account } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { minorOf } from '#projections/minor.ts';
import type { Findings } from './findings.ts';
import { verifyNotBefore } from './verify-not-before.ts';

type ResolvingEntry = Extract<Entry, { readonly type: 'PaymentSettled' | 'PaymentFailed' }>;

/** INV-14, INV-15, INV-37: a pending payment is settled or fails once, no earlier than it was announced, and as a whole. */
export function verifyResolved(before: Account, entry: ResolvingEntry, place: string, findings: Findings): void {
  const pended = before.pendingPayments.get(entry.data.paymentId);
  verifyNotBefore(entry, pended?.effectiveDate, 'INV-14', place, findings);
  if (pended === undefined) return;
  findings.require(pended.resolved === undefined, 'INV-15', place, 'the payment was settled or had failed already');
  const lapsed = entry.type === 'PaymentSettled' ? (entry.data.lapsed ?? '0') : '0';
  const isWhole = minorOf(entry.data.amount) + minorOf(lapsed) === minorOf(pended.amount.minor.toString());
  findings.require(isWhole, 'INV-37', place, 'what came and what lapsed of a payment are not what was pending');
}
