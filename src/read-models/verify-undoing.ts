import {
  type Account,
  creditSource,
  isSameSource,
  itemKey,
  paymentSource,
  type Source,
  type SourceName,
} from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { isTransferFact } from '#ledger/transfers/transfer-events.ts';
import { minorOf } from '#projections/minor.ts';
import type { Findings } from './findings.ts';
import { verifyAgreement } from './verify-agreements.ts';
import { verifyNotBefore } from './verify-not-before.ts';
import { verifyResolved } from './verify-pending.ts';
import { verifyRefunded, verifyRefundReversed } from './verify-refunds.ts';
import { verifyShortfall } from './verify-shortfalls.ts';
import { verifyTransfer } from './verify-transfers.ts';
import { verifyWriteOff } from './verify-write-offs.ts';

/** What an entry does to what is already there: INV-13, INV-14, INV-15, INV-16, INV-17. `before` is the account without it. */
export function verifyUndoing(before: Account, entry: Entry, place: string, findings: Findings): void {
  verifyCurrency(before, entry, place, findings);
  if (isTransferFact(entry)) return verifyTransfer(before, entry, place, findings);
  switch (entry.type) {
    case 'ChargeAdjusted':
      return verifyAdjustment(before, entry, place, findings);
    case 'PaymentApplied':
    case 'CreditApplied':
      return verifyApplied(before, entry, place, findings);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'CreditUnapplied':
    case 'CreditReleased':
      return verifyReleased(before, entry, place, findings);
    case 'PaymentSettled':
    case 'PaymentFailed':
      return verifyResolved(before, entry, place, findings);
    case 'PaymentReversed':
    case 'PaymentUnidentified':
    case 'PaymentReinstated':
      return verifyReversal(before, entry, place, findings);
    case 'PaymentRefunded':
      return verifyRefunded(before, entry, place, findings);
    case 'RefundReversed':
      return verifyRefundReversed(before, entry, place, findings);
    case 'ChargeVoided':
      return verifyChargeVoided(before, entry, place, findings);
    case 'CreditVoided':
      return verifyCreditVoided(before, entry, place, findings);
    case 'LateFeeWaived':
      return verifyNotBefore(entry, before.charges.get(entry.data.chargeId)?.effectiveDate, 'INV-14', place, findings);
    case 'AccountClosed':
    case 'AccountReopened':
      return verifyClosing(before, entry, place, findings);
    case 'LateFeeReinstated':
      return verifyReinstatedFee(before, entry, place, findings);
    case 'WrittenOff':
    case 'WriteOffReversed':
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      return verifyWriteOff(before, entry, place, findings);
    case 'HoldPlaced':
    case 'HoldReleased':
    case 'DisputeOpened':
    case 'DisputeResolved':
    case 'PaymentPlanAgreed':
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
    case 'PaymentPlanCompleted':
    case 'PromiseRecorded':
    case 'PromiseCancelled':
    case 'LateFeeAssessed':
      return verifyAgreement(before, entry, place, findings);
    default:
  }
}

type EntryOf<Type extends Entry['type']> = Extract<Entry, { readonly type: Type }>;

function verifyCurrency(before: Account, entry: Entry, place: string, findings: Findings): void {
  if (!('currency' in entry.data) || before.opened === undefined) return;
  const isSame = entry.data.currency === before.opened.currency;
  findings.require(isSame, 'INV-13', place, 'the currency is not the one of the account');
}

function verifyAdjustment(before: Account, entry: EntryOf<'ChargeAdjusted'>, place: string, findings: Findings): void {
  const { chargeId, undoes, amount } = entry.data;
  verifyShortfall(before, entry, place, findings);
  verifyNotBefore(entry, before.charges.get(chargeId)?.effectiveDate, 'INV-17', place, findings);
  if (undoes === undefined) return;
  const original = before.adjustments.get(undoes);
  verifyNotBefore(entry, original?.effectiveDate, 'INV-14', place, findings);
  if (original === undefined) return;
  findings.require(original.undoneOn === undefined, 'INV-15', place, 'it undoes what is undone already');
  const isOpposite = minorOf(amount) === -minorOf(original.amount.minor.toString()) && original.chargeId === chargeId;
  findings.require(isOpposite, 'INV-16', place, 'it is not the opposite of what it undoes');
}

type AllocatingEntry = EntryOf<
  | ('PaymentApplied' | 'PaymentUnapplied' | 'AllocationReleased')
  | ('CreditApplied' | 'CreditUnapplied' | 'CreditReleased')
>;

function sourceNamedBy({ data }: AllocatingEntry): SourceName {
  return 'paymentId' in data ? paymentSource(data.paymentId) : creditSource(data.creditId);
}

function sourceIn(account: Account, { kind, id }: SourceName): Source | undefined {
  return kind === 'PAYMENT' ? account.payments.get(id) : account.credits.get(id);
}

function verifyApplied(
  before: Account,
  entry: EntryOf<'PaymentApplied' | 'CreditApplied'>,
  place: string,
  findings: Findings,
): void {
  const source = sourceIn(before, sourceNamedBy(entry));
  verifyNotBefore(entry, source?.effectiveDate, 'INV-17', place, findings);
  for (const { chargeId, item } of entry.data.allocations) {
    verifyNotBefore(entry, before.items.get(itemKey(chargeId, item))?.effectiveDate, 'INV-17', place, findings);
  }
}

function verifyReleased(
  before: Account,
  entry: EntryOf<'PaymentUnapplied' | 'AllocationReleased' | 'CreditUnapplied' | 'CreditReleased'>,
  place: string,
  findings: Findings,
): void {
  for (const { allocation, chargeId, item, amount } of entry.data.releases) {
    const known = before.allocations.get(allocation);
    verifyNotBefore(entry, known?.effectiveDate, 'INV-17', place, findings);
    if (known === undefined) continue;
    const isSame = isSameSource(known.source, sourceNamedBy(entry)) && known.itemKey === itemKey(chargeId, item);
    findings.require(isSame, 'INV-14', place, 'it releases an allocation of another payment, credit or item');
    const isThere = minorOf(amount) <= minorOf(known.live.minor.toString());
    findings.require(isThere, 'INV-15', place, 'it releases more than is left of the allocation');
  }
}

function verifyReversal(
  before: Account,
  entry: EntryOf<'PaymentReversed' | 'PaymentUnidentified' | 'PaymentReinstated'>,
  place: string,
  findings: Findings,
): void {
  const payment = before.payments.get(entry.data.paymentId);
  const isReversal = entry.type !== 'PaymentReinstated';
  const original = isReversal ? payment?.settledOn : payment?.reversedOn;
  if (payment !== undefined) {
    const isDue = isReversal === (payment.reversedOn === undefined);
    findings.require(isDue, 'INV-15', place, 'the payment is already in this state');
    if (entry.type === 'PaymentUnidentified') {
      const { receiptId, part } = entry.data;
      const isSame = payment.receipt?.receiptId === receiptId && payment.receipt.part === part;
      findings.require(isSame, 'INV-16', place, 'it goes back to another receipt than it came from');
    }
  }
  if (payment === undefined || original !== undefined) verifyNotBefore(entry, original, 'INV-14', place, findings);
}

function verifyCreditVoided(before: Account, entry: EntryOf<'CreditVoided'>, place: string, findings: Findings): void {
  const credit = before.credits.get(entry.data.creditId);
  verifyNotBefore(entry, credit?.effectiveDate, 'INV-14', place, findings);
  findings.require(credit?.voidedOn === undefined, 'INV-15', place, 'the credit is already voided');
}

function verifyReinstatedFee(
  before: Account,
  entry: EntryOf<'LateFeeReinstated'>,
  place: string,
  findings: Findings,
): void {
  const waiver = before.waivers.get(entry.data.waiverId);
  verifyNotBefore(entry, waiver?.effectiveDate, 'INV-14', place, findings);
  if (waiver === undefined) return;
  findings.require(waiver.reinstatedOn === undefined, 'INV-15', place, 'the waiver is taken back already');
  const isWhole = minorOf(entry.data.amount) === minorOf(waiver.amount.minor.toString());
  findings.require(isWhole && entry.data.chargeId === waiver.chargeId, 'INV-16', place, 'it is not the whole waiver');
}

function verifyClosing(
  { closedOn, openSince }: Account,
  entry: EntryOf<'AccountClosed' | 'AccountReopened'>,
  place: string,
  findings: Findings,
): void {
  const isClosing = entry.type === 'AccountClosed';
  findings.require(isClosing === (closedOn === undefined), 'INV-15', place, 'the account is already in this state');
  verifyNotBefore(entry, closedOn ?? openSince, 'INV-14', place, findings);
}

function verifyChargeVoided(before: Account, entry: EntryOf<'ChargeVoided'>, place: string, findings: Findings): void {
  const charge = before.charges.get(entry.data.chargeId);
  verifyNotBefore(entry, charge?.effectiveDate, 'INV-14', place, findings);
  findings.require(charge?.voidedOn === undefined, 'INV-15', place, 'the charge is already voided');
}
