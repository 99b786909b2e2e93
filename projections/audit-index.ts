import { assertNever } from '#ledger/assert-never.ts';
import type { EventType, Fact } from '#ledger/events.ts';
import { isLedgerFact } from '#ledger/ledger-facts.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { BookEntry } from './book-entry.ts';
import { absoluteMinor, type Minor, minorOf } from './minor.ts';

/** What an entry can be found by. The entry itself is read from the journal. */
export interface AuditIndexRow {
  readonly type: EventType;
  readonly actorId: string;
  readonly reasonCode: string | undefined;
  readonly effectiveDate: CalendarDate;
  readonly recordedAt: string;
  /** The entry's main amount, without its sign; undefined where it has none. */
  readonly amount: Minor | undefined;
}

export function auditIndexRowOf(entry: BookEntry): AuditIndexRow {
  const { type, actor, reasonCode, effectiveDate, recordedAt } = entry;
  return { type, actorId: actor.id, reasonCode, effectiveDate, recordedAt, amount: mainAmountOf(entry) };
}

/** What the entry is about in money: its amount, or everything it applies or releases. */
function mainAmountOf(fact: Fact): Minor | undefined {
  if (isLedgerFact(fact)) return undefined;
  switch (fact.type) {
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
    case 'HoldPlaced':
    case 'HoldReleased':
    case 'DisputeResolved':
    case 'ReceivablesRevalued':
    case 'PromiseCancelled':
    case 'BalanceTransferCompleted':
    case 'BalanceTransferRefused':
    case 'LateFeesRun':
    case 'PaymentPlanCompleted':
      return undefined;
    case 'PaymentApplied':
    case 'CreditApplied':
      return totalOf(fact.data.allocations);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'CreditUnapplied':
    case 'CreditReleased':
      return totalOf(fact.data.releases);
    case 'ChargePosted':
    case 'ChargeAdjusted':
    case 'ChargeVoided':
    case 'PaymentReceived':
    case 'PaymentPended':
    case 'PaymentSettled':
    case 'PaymentFailed':
    case 'PaymentReversed':
    case 'PaymentReinstated':
    case 'PaymentRefunded':
    case 'CreditRefunded':
    case 'RefundReversed':
    case 'CreditIssued':
    case 'CreditVoided':
    case 'ResponsibilityTransferred':
    case 'LateFeeAssessed':
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
    case 'WrittenOff':
    case 'WriteOffReversed':
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
    case 'DisputeOpened':
    case 'PaymentPlanAgreed':
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
    case 'PromiseRecorded':
    case 'BalanceTransferredOut':
    case 'BalanceTransferredIn':
    case 'BalanceTransferReturned':
      return absoluteMinor(minorOf(fact.data.amount));
    default:
      return assertNever(fact);
  }
}

function totalOf(lines: readonly { readonly amount: string }[]): Minor {
  return lines.reduce((total, { amount }) => total + minorOf(amount), 0n);
}
