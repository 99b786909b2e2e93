import { isAgreementFact } from '#ledger/agreement-facts.ts';
import { assertNever } from '#ledger/assert-never.ts';
import type { Fact } from '#ledger/events.ts';
import { isLedgerFact } from '#ledger/ledger-facts.ts';
import { isReceiptFact, isReceiptPartFact } from '#ledger/receipts/receipt-events.ts';

/**
 * What a line on AccountsReceivable is to the account: every entry that posts one has exactly one class, so the classes
 * add up to open charges with nothing left over (INV-09).
 */
export type ReceivableClass =
  /** Charges and fees: with ADJUSTED they are net charged. */
  | 'CHARGED'
  /** Adjustments and waivers. */
  | 'ADJUSTED'
  /** Allocations made and taken back. */
  | 'APPLIED'
  /** Bad debt given up, and owed again. */
  | 'WRITTEN_OFF'
  /** Owed again because money went back: what a refund opened, and what of a reversed payment had been refunded. Not net charged. */
  | 'RECHARGED'
  /** From one party, or one due date, to another; zero on the account as a whole. */
  | 'MOVED'
  /** To another account, from it, or back. Not net charged. */
  | 'TRANSFERRED';

/** Undefined where the fact posts nothing to AccountsReceivable. */
export function receivableClassOf(fact: Fact): ReceivableClass | undefined {
  if (isLedgerFact(fact) || isAgreementFact(fact)) return undefined;
  if (isReceiptFact(fact) || isReceiptPartFact(fact)) return undefined;
  switch (fact.type) {
    case 'ChargePosted':
    case 'ChargeVoided':
      return fact.data.origin === 'RECHARGE' ? 'RECHARGED' : 'CHARGED';
    case 'LateFeeAssessed':
      return 'CHARGED';
    case 'ChargeAdjusted':
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
      return 'ADJUSTED';
    case 'PaymentApplied':
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'CreditApplied':
    case 'CreditUnapplied':
    case 'CreditReleased':
      return 'APPLIED';
    case 'WrittenOff':
    case 'WriteOffReversed':
      return 'WRITTEN_OFF';
    case 'PaymentRefunded':
      return 'RECHARGED';
    case 'PaymentPlanAgreed':
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
    case 'ResponsibilityTransferred':
      return 'MOVED';
    case 'BalanceTransferredOut':
    case 'BalanceTransferredIn':
    case 'BalanceTransferReturned':
      return fact.data.what.kind === 'CHARGE' ? 'TRANSFERRED' : undefined;
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
    case 'LateFeesRun':
    case 'PaymentReceived':
    case 'PaymentPended':
    case 'PaymentSettled':
    case 'PaymentFailed':
    case 'PaymentReversed':
    case 'PaymentReinstated':
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
    case 'CreditRefunded':
    case 'RefundReversed':
    case 'CreditIssued':
    case 'CreditVoided':
    case 'PaymentPlanCompleted':
    case 'ReceivablesRevalued':
    case 'BalanceTransferCompleted':
    case 'BalanceTransferRefused':
      return undefined;
    default:
      return assertNever(fact);
  }
}
