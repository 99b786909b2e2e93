import type { Account } from '#ledger/account.ts';
import { hasPayment } from '#ledger/checks.ts';
import type { Entry } from '#ledger/entry.ts';
import type { MovedThing } from '#ledger/transfers/transfer-events.ts';
import type { Findings } from './findings.ts';

/** INV-33: what an entry begins has an id of its own. The same thing twice would be counted twice and owed once. */
export function verifyNewId(before: Account, entry: Entry, place: string, findings: Findings): void {
  findings.require(!isTaken(before, entry), 'INV-33', place, 'it begins something that was there already');
}

function isTaken(before: Account, entry: Entry): boolean {
  switch (entry.type) {
    case 'AccountOpened':
      return before.opened !== undefined;
    case 'ChargePosted':
    case 'LateFeeAssessed':
      return before.charges.has(entry.data.chargeId);
    case 'ChargeAdjusted':
      return before.adjustments.has(entry.data.adjustmentId);
    case 'PaymentReceived':
    case 'PaymentIdentified':
    case 'PaymentPended':
    case 'BadDebtRecovered':
      return hasPayment(before, entry.data.paymentId);
    case 'PaymentApplied':
    case 'CreditApplied':
      return entry.data.allocations.some(({ allocation }) => before.allocations.has(allocation));
    case 'CreditIssued':
      return before.credits.has(entry.data.creditId);
    case 'PaymentRefunded':
    case 'CreditRefunded':
      return before.refunds.has(entry.data.refundId);
    case 'ResponsibilityTransferred':
      return before.transfers.has(entry.data.transferId);
    case 'BalanceTransferredOut':
      return before.balanceTransfers.has(entry.data.transferId);
    case 'BalanceTransferredIn':
      return entry.data.returns === undefined && isThere(before, entry.data.what);
    case 'LateFeeWaived':
      return before.waivers.has(entry.data.waiverId);
    case 'WrittenOff':
      return before.writeOffs.has(entry.data.writeOffId);
    case 'HoldPlaced':
      return before.agreements.holds.has(entry.data.holdId);
    case 'PaymentPlanAgreed':
      return before.agreements.plans.has(entry.data.planId);
    case 'PromiseRecorded':
      return before.agreements.promises.has(entry.data.promiseId);
    case 'DisputeOpened':
      return before.agreements.disputes.has(entry.data.disputeId);
    default:
      return false;
  }
}

function isThere(before: Account, what: MovedThing): boolean {
  if (what.kind === 'CHARGE') return before.charges.has(what.chargeId);
  return what.kind === 'PAYMENT' ? hasPayment(before, what.paymentId) : before.credits.has(what.creditId);
}
