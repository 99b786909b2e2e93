import { assertNever } from '#ledger/assert-never.ts';
import type { Fact } from '#ledger/events.ts';

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
  /** What of a reversed payment had been refunded and is owed back: no revenue, and not net charged. */
  | 'RECHARGED'
  /** From one party to another; zero on the account as a whole. */
  | 'MOVED';

/** Undefined where the fact posts nothing to AccountsReceivable. */
export function receivableClassOf(fact: Fact): ReceivableClass | undefined {
  switch (fact.type) {
    case 'ChargePosted':
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
    case 'ResponsibilityTransferred':
      return 'MOVED';
    case 'LedgerOpened':
    case 'ReasonListPublished':
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
    case 'PaymentReceived':
    case 'PaymentReversed':
    case 'PaymentReinstated':
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
    case 'CreditIssued':
    case 'CreditVoided':
      return undefined;
    default:
      return assertNever(fact);
  }
}
