import { isAgreementFact } from '#ledger/agreement-facts.ts';
import type { CreditFact } from '#ledger/credits/credit-events.ts';
import type { Fact, FactOf } from '#ledger/events.ts';
import { isLedgerFact, type LedgerFact } from '#ledger/ledger-facts.ts';
import { isPlanFact } from '#ledger/plans/plan-facts.ts';
import { isReceiptFact, isReceiptPartFact } from '#ledger/receipts/receipt-events.ts';
import { isTransferFact, type TransferFact } from '#ledger/transfers/transfer-events.ts';
import { agreementDetails } from './agreement-summary.ts';
import { planDetails } from './plan-summary.ts';
import { receiptDetails } from './receipts/receipt-summary.ts';
import { money, partyText } from './summary-parts.ts';

/** A fact in one line for a reader; amounts of USD, JPY or BHD from their minor units, without the code under test. */
export function summaryOf(fact: Fact): string {
  return `${fact.type} ${fact.effectiveDate}${detailsOf(fact)}`;
}

function detailsOf(fact: Fact): string {
  if (isLedgerFact(fact)) return ledgerDetails(fact);
  if (isAgreementFact(fact)) return agreementDetails(fact);
  if (isPlanFact(fact)) return planDetails(fact);
  if (isTransferFact(fact)) return movedDetails(fact);
  if (fact.type === 'LateFeesRun') return runDetails(fact);
  if (isReceiptFact(fact) || isReceiptPartFact(fact)) return receiptDetails(fact);
  switch (fact.type) {
    case 'AccountClosed':
    case 'AccountReopened':
    case 'AccountOpened':
      return 'currency' in fact.data ? ` ${fact.data.currency}` : '';
    case 'ChargePosted':
      return postedDetails(fact);
    case 'ChargeVoided':
      return voidDetails(fact);
    case 'ChargeAdjusted':
      return adjustmentDetails(fact);
    case 'ReceivablesRevalued':
      return ` ${money(fact.data.open, fact.data.currency)} of ${fact.data.revaluedOn}: ${fact.data.baseChange} in base`;
    case 'PaymentReceived':
    case 'PaymentPended':
    case 'PaymentFailed':
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return ` ${fact.data.paymentId} ${money(fact.data.amount, fact.data.currency)}`;
    case 'PaymentSettled':
      return settlementDetails(fact);
    case 'CreditIssued':
    case 'CreditVoided':
    case 'CreditApplied':
    case 'CreditUnapplied':
    case 'CreditReleased':
      return creditDetails(fact);
    case 'PaymentApplied':
      return ` ${fact.data.paymentId}: ${lines(fact.data.allocations, fact.data.currency)}`;
    case 'PaymentUnapplied':
    case 'AllocationReleased':
      return ` ${fact.data.paymentId}: ${lines(fact.data.releases, fact.data.currency)}`;
    case 'PaymentRefunded':
    case 'CreditRefunded':
    case 'RefundReversed':
      return refundDetails(fact);
    case 'ResponsibilityTransferred':
      return transferDetails(fact);
    case 'LateFeeAssessed':
      return assessed(fact);
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
    case 'WrittenOff':
    case 'WriteOffReversed': {
      const { chargeId, amount, items, currency } = fact.data;
      return ` ${chargeId} ${money(amount, currency)}: ${itemParts(items, currency)}`;
    }
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      return ` ${fact.data.paymentId} for ${fact.data.writeOffId} ${money(fact.data.amount, fact.data.currency)}`;
  }
}

function ledgerDetails(fact: LedgerFact): string {
  switch (fact.type) {
    case 'LedgerOpened':
      return ` ${fact.data.baseCurrency} ${fact.data.timeZone}`;
    case 'ReasonListPublished':
      return ` ${fact.data.version}: ${fact.data.reasons.map(({ code }) => code).join(', ')}`;
    case 'CalendarExtended':
      return ` ${fact.data.periodEnds.join(', ')}`;
    case 'PeriodClosing':
    case 'PeriodFenced':
      return ` ${fact.data.periodEnd}`;
    case 'PeriodClosed':
      return ` ${fact.data.periodEnd} at ${fact.data.position}`;
    case 'LateFeeRunBegun':
      return ` ${fact.data.runId} for ${fact.data.period}: ${fact.data.terms.method}`;
    case 'LateFeeRunEnded':
      return ` ${fact.data.runId}: ${fact.data.totals.fees} fees`;
    case 'PeriodReopened':
      return ` ${fact.data.periodEnd}, locked through ${fact.data.lockedThrough ?? 'nothing'}`;
  }
}

function postedDetails({ data }: FactOf<'ChargePosted'>): string {
  const { chargeId, amount, items, currency } = data;
  const parts = items.map((one) => `${money(one.amount, currency)} ${partyText(one.party)} due ${one.dueDate}`);
  return ` ${chargeId} ${money(amount, currency)}: ${parts.join(', ')}`;
}

function runDetails({ data }: FactOf<'LateFeesRun'>): string {
  const { runId, fees, notices, leftOut, currency } = data;
  const fined = fees.map(({ feeId, feeOn, overdue, interest }) => {
    const days = interest && ` ${interest.from}..${interest.through} ${money(interest.moneyDays, currency)}`;
    return `${feeId} on ${feeOn.chargeId}#${feeOn.item} of ${money(overdue, currency)}${days ?? ''}`;
  });
  const noted = notices.map(({ chargeId, item }) => `${chargeId}#${item}`);
  return ` ${runId}: [${fined.join(', ')}] noted [${noted.join(', ')}] left out ${leftOut}`;
}

function assessed({ data }: FactOf<'LateFeeAssessed'>): string {
  const { chargeId, amount, currency, feeOn, period, party, dueDate } = data;
  const on = `on ${feeOn.chargeId}#${feeOn.item} for ${period}`;
  return ` ${chargeId} ${money(amount, currency)} ${on}: ${partyText(party)} due ${dueDate}`;
}

function settlementDetails({ data }: FactOf<'PaymentSettled'>): string {
  const { paymentId, amount, lapsed, currency } = data;
  const gone = lapsed === undefined ? '' : `, lapsed ${money(lapsed, currency)}`;
  return ` ${paymentId} ${money(amount, currency)}${gone}`;
}

function creditDetails({ data }: CreditFact): string {
  if ('amount' in data) return ` ${data.creditId} ${money(data.amount, data.currency)}`;
  return ` ${data.creditId}: ${lines('allocations' in data ? data.allocations : data.releases, data.currency)}`;
}

function refundDetails(fact: FactOf<'PaymentRefunded' | 'CreditRefunded' | 'RefundReversed'>): string {
  switch (fact.type) {
    case 'PaymentRefunded': {
      const { refundId, paymentId, amount, fromUnapplied, reopened, currency } = fact.data;
      const opened = reopened.length === 0 ? '' : `, ${lines(reopened, currency)}`;
      const parts = `unapplied ${money(fromUnapplied, currency)}${opened}`;
      return ` ${refundId} ${paymentId} ${money(amount, currency)}: ${parts}`;
    }
    case 'CreditRefunded':
      return ` ${fact.data.refundId} ${fact.data.creditId} ${money(fact.data.amount, fact.data.currency)}`;
    case 'RefundReversed': {
      const { refundId, paymentId, creditId, amount, currency } = fact.data;
      return ` ${refundId} ${paymentId ?? creditId} ${money(amount, currency)}`;
    }
  }
}

function transferDetails(fact: FactOf<'ResponsibilityTransferred'>): string {
  const { chargeId, moves, currency, toParty } = fact.data;
  const parts = moves.map(
    (move) => `#${move.item} to #${move.toItem} ${money(move.amount, currency)} due ${move.dueDate}`,
  );
  return ` ${chargeId} to ${partyText(toParty)}: ${parts.join(', ')}`;
}

function movedDetails({ data }: TransferFact): string {
  const way = ` ${data.transferId} ${data.fromAccountId} to ${data.toAccountId}`;
  if ('code' in data) return `${way}: ${data.code}`;
  if (!('what' in data)) return way;
  const { what, amount, currency, returns } = data;
  const back = returns === undefined ? '' : ` (back by ${returns})`;
  const items = what.kind === 'CHARGE' ? what.items : [];
  const parts = items.map(
    (one) => `#${one.item} ${money(one.amount, currency)} ${partyText(one.party)} due ${one.dueDate}`,
  );
  const id = what.kind === 'CHARGE' ? what.chargeId : what.kind === 'PAYMENT' ? what.paymentId : what.creditId;
  return `${way}${back}: ${what.kind} ${id} ${[money(amount, currency), ...parts].join(', ')}`;
}

function adjustmentDetails(fact: FactOf<'ChargeAdjusted'>): string {
  const { chargeId, amount, items, currency, taxAmount } = fact.data;
  const tax = taxAmount === undefined ? '' : ` (tax ${money(taxAmount, currency)})`;
  return ` ${chargeId} ${money(amount, currency)}${tax}: ${itemParts(items, currency)}`;
}

function voidDetails(fact: FactOf<'ChargeVoided'>): string {
  const { chargeId, amount, adjustments, items, currency } = fact.data;
  const fallen = adjustments.map((one) => `${one.adjustmentId} ${money(one.amount, currency)}, `).join('');
  return ` ${chargeId} ${money(amount, currency)}: ${fallen}${itemParts(items, currency)}`;
}

type Line = { readonly chargeId: string; readonly item: number; readonly amount: string };

function lines(all: readonly Line[], currency: string): string {
  return all.map(({ chargeId, item, amount }) => `${chargeId}#${item} ${money(amount, currency)}`).join(', ');
}

function itemParts(items: readonly { readonly item: number; readonly amount: string }[], currency: string): string {
  return items.map(({ item, amount }) => `#${item} ${money(amount, currency)}`).join(', ');
}
