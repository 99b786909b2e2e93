import { fromMinorText, isZero, type MinorText, subtract, toMinorText } from '#money/money.ts';
import { isAgreementFact } from './agreement-facts.ts';
import { assertNever } from './assert-never.ts';
import type { ChargeCategory } from './charge-kinds.ts';
import { creditPostings } from './credits/credit-postings.ts';
import type { EventData, Fact } from './events.ts';
import { baseOfAll, baseWithout, revaluedLines } from './foreign/fx-lines.ts';
import { isLedgerFact } from './ledger-facts.ts';
import { paymentPostings } from './payments/payment-postings.ts';
import type { PlanMove } from './plans/plan-events.ts';
import { isPlanFact } from './plans/plan-facts.ts';
import { credit, creditItem, debit, debitItem, itemLines } from './posting-lines.ts';
import { isReceiptFact, isReceiptPartFact } from './receipts/receipt-events.ts';
import { receiptPostings } from './receipts/receipt-postings.ts';
import { refundPostings } from './refunds/refund-postings.ts';
import { isTransferFact } from './transfers/transfer-events.ts';
import { transferPostings } from './transfers/transfer-postings.ts';
import { writeOffPostings } from './write-offs/write-off-postings.ts';

/**
 * The posting rules: what each fact posts to the general ledger (ledger-rules 9).
 *
 * A fact posts nothing or at least two lines that balance. The rules read the fact alone: whatever a
 * posting needs stands in the entry, so history never depends on a list that may have changed since.
 */
export const contraAccounts = [
  'ContractualAllowances',
  'CharityAllowances',
  'CourtesyAllowances',
  'AdministrativeAdjustments',
  'EarlyPaymentDiscounts',
  'SmallBalanceAdjustments',
  'BillingCorrections',
] as const;

export const glAccounts = [
  'AccountsReceivable',
  'UnappliedCash',
  'CashClearing',
  'TaxPayable',
  'OpeningBalance',
  'ServiceRevenue',
  'OtherRevenue',
  'LateFeeRevenue',
  'InterestRevenue',
  ...contraAccounts,
  'BadDebtExpense',
  'BadDebtRecovery',
  'UnappliedCredits',
  'CreditsGranted',
  'FxRealized',
  'FxUnrealizedAR',
  'FxUnrealized',
  'TransferClearing',
  'UnidentifiedCash',
] as const;

export type ContraAccount = (typeof contraAccounts)[number];
export type GlAccount = (typeof glAccounts)[number];

/**
 * One line. The amount is minor units, positive, or zero on a line in base only; the side says where it stands. Of an
 * account in a foreign currency each line has its base value too.
 */
export interface PostingLine {
  readonly account: GlAccount;
  readonly side: 'DEBIT' | 'CREDIT';
  readonly amount: MinorText;
  /** Minor units of the base currency, on the same side; absent where it is the amount. Below zero only where a void takes back more cents than were left. */
  readonly base?: MinorText;
  /** On AccountsReceivable: the open item it belongs to. */
  readonly item?: { readonly chargeId: string; readonly item: number };
  /** On UnappliedCash: the payment it belongs to. */
  readonly paymentId?: string;
  /** On UnappliedCredits: the credit it belongs to. */
  readonly creditId?: string;
  /** On UnidentifiedCash: the receipt it belongs to. */
  readonly receiptId?: string;
  /** On TransferClearing: the key of what is on its way. */
  readonly transit?: string;
}

const revenueAccounts: { readonly [Category in ChargeCategory]: GlAccount } = {
  SERVICE: 'ServiceRevenue',
  LATE_FEE: 'LateFeeRevenue',
  INTEREST: 'InterestRevenue',
  OTHER: 'OtherRevenue',
};

export function postingsOf(fact: Fact): readonly PostingLine[] {
  if (isLedgerFact(fact) || isAgreementFact(fact)) return [];
  if (isPlanFact(fact)) return fact.type === 'PaymentPlanCompleted' ? [] : planMoves(fact.data.moves);
  if (isTransferFact(fact)) return transferPostings(fact);
  if (isReceiptFact(fact) || isReceiptPartFact(fact)) return receiptPostings(fact);
  switch (fact.type) {
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
    case 'LateFeesRun':
    case 'PaymentPended':
    case 'PaymentFailed':
      return [];
    case 'ChargePosted':
      return chargePosted(fact.data);
    case 'ChargeAdjusted':
      return chargeAdjusted(fact.data);
    case 'ChargeVoided':
      return chargeVoided(fact.data);
    case 'PaymentReceived':
    case 'PaymentSettled':
    case 'PaymentApplied':
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return paymentPostings(fact);
    case 'CreditIssued':
    case 'CreditApplied':
    case 'CreditUnapplied':
    case 'CreditReleased':
    case 'CreditVoided':
      return creditPostings(fact);
    case 'PaymentRefunded':
    case 'CreditRefunded':
    case 'RefundReversed':
      return refundPostings(fact);
    case 'ResponsibilityTransferred':
      return responsibilityTransferred(fact.data);
    case 'LateFeeAssessed':
      return [
        debitItem({ chargeId: fact.data.chargeId, item: 1 }, fact.data.amount, fact.data.baseAmount),
        credit(revenueAccounts[fact.data.category], fact.data.amount, fact.data.baseAmount),
      ];
    case 'LateFeeWaived':
      return lateFeeWaived(fact.data);
    case 'LateFeeReinstated':
      return lateFeeReinstated(fact.data);
    case 'WrittenOff':
    case 'WriteOffReversed':
    case 'BadDebtRecovered':
    case 'RecoveryReinstated':
    case 'RecoveryReversed':
      return writeOffPostings(fact);
    case 'ReceivablesRevalued':
      return revaluedLines(fact.data);
    default:
      return assertNever(fact);
  }
}

/** Dr AccountsReceivable per item; Cr revenue (OpeningBalance, CashClearing), Cr TaxPayable for the tax inside. Zero posts nothing. */
function chargePosted(data: EventData<'ChargePosted'>): readonly PostingLine[] {
  const { chargeId, currency, amount, taxAmount, items } = data;
  if (amount === '0') return [];
  const other = revenueOf(data);
  const owed = items.filter((item) => item.amount !== '0');
  return [
    ...owed.map((item) => debitItem({ chargeId, item: item.item }, item.amount, item.base)),
    ...splitTax({ currency, amount, taxAmount: data.origin === 'OPENING' ? undefined : taxAmount }, data).map(
      ({ isTax, part, base }) => credit(isTax ? 'TaxPayable' : other, part, base),
    ),
  ];
}

/** What was owed before, or refunded and then lost, is not earned again. */
function revenueOf({ origin, category }: EventData<'ChargePosted' | 'ChargeVoided'>): GlAccount {
  if (origin === 'RECHARGE') return 'CashClearing';
  return origin === 'OPENING' ? 'OpeningBalance' : revenueAccounts[category];
}

/** Down: Dr contra account of the reason, Dr TaxPayable for the tax part; Cr AccountsReceivable. Up: the mirror. */
function chargeAdjusted(data: EventData<'ChargeAdjusted'>): readonly PostingLine[] {
  const { chargeId, currency, amount, taxAmount, contraAccount } = data;
  const isDown = amount.startsWith('-');
  const receivable = isDown ? creditItem : debitItem;
  const other = isDown ? debit : credit;
  const base = { baseAmount: magnitudeOf(baseOfAll(data.items)), baseTax: magnitudeOf(data.baseTax) };
  const parts = splitTax({ currency, amount: magnitude(amount), taxAmount: magnitudeOf(taxAmount) }, base);
  return [
    ...parts.map(({ isTax, part, base: ofPart }) =>
      other(isTax ? 'TaxPayable' : contraOf(contraAccount), part, ofPart),
    ),
    ...data.items.map((item) =>
      receivable({ chargeId, item: item.item }, magnitude(item.amount), magnitudeOf(item.base)),
    ),
  ];
}

/** The mirror of the charge and of each adjustment that stood on it; AccountsReceivable for what each item was still worth. */
function chargeVoided(data: EventData<'ChargeVoided'>): readonly PostingLine[] {
  const { chargeId, currency, amount, taxAmount, adjustments, items } = data;
  const tax = data.origin === 'OPENING' ? undefined : taxAmount;
  const earned = amount === '0' ? [] : splitTax({ currency, amount, taxAmount: tax }, data);
  const given = adjustments.flatMap((one) => {
    const other = one.amount.startsWith('-') ? credit : debit;
    const whole = { currency, amount: magnitude(one.amount), taxAmount: magnitudeOf(one.taxAmount) };
    const inBase = { baseAmount: magnitudeOf(one.baseAmount), baseTax: magnitudeOf(one.baseTax) };
    const parts = splitTax(whole, inBase);
    return parts.map(({ isTax, part, base }) => other(isTax ? 'TaxPayable' : contraOf(one.contraAccount), part, base));
  });
  return [
    ...earned.map(({ isTax, part, base }) => debit(isTax ? 'TaxPayable' : revenueOf(data), part, base)),
    ...given,
    ...items.map(({ item, amount: worth, base }) => creditItem({ chargeId, item }, worth, base)),
  ];
}

function responsibilityTransferred(data: EventData<'ResponsibilityTransferred'>): readonly PostingLine[] {
  return data.moves.flatMap((move) => [
    debitItem({ chargeId: data.chargeId, item: move.toItem }, move.amount, move.base),
    creditItem({ chargeId: data.chargeId, item: move.item }, move.amount, move.base),
  ]);
}

/** Who owes it and how much stay as they were: only the day on which it is due is another. */
function planMoves(moves: readonly PlanMove[]): readonly PostingLine[] {
  return moves.flatMap(({ chargeId, item, toItem, amount, base }) => [
    debitItem({ chargeId, item: toItem }, amount, base),
    creditItem({ chargeId, item }, amount, base),
  ]);
}

function lateFeeWaived(data: EventData<'LateFeeWaived'>): readonly PostingLine[] {
  return [debit(revenueAccounts[data.category], data.amount, baseOfAll(data.items)), ...itemLines(creditItem, data)];
}

function lateFeeReinstated(data: EventData<'LateFeeReinstated'>): readonly PostingLine[] {
  return [...itemLines(debitItem, data), credit(revenueAccounts[data.category], data.amount, baseOfAll(data.items))];
}

interface Part {
  readonly isTax: boolean;
  readonly part: MinorText;
  readonly base: MinorText | undefined;
}

interface Whole {
  readonly currency: string;
  readonly amount: MinorText;
  readonly taxAmount: MinorText | undefined;
}

interface WholeInBase {
  readonly baseAmount?: MinorText | undefined;
  readonly baseTax?: MinorText | undefined;
}

/** The net part and the tax part of an amount; a part of zero posts no line. */
function splitTax({ currency, amount, taxAmount }: Whole, { baseAmount, baseTax }: WholeInBase): readonly Part[] {
  if (taxAmount === undefined || taxAmount === '0') return [{ isTax: false, part: amount, base: baseAmount }];
  const net = subtract(fromMinorText(amount, currency), fromMinorText(taxAmount, currency));
  const tax = { isTax: true, part: taxAmount, base: baseTax };
  if (isZero(net)) return [tax];
  return [{ isTax: false, part: toMinorText(net), base: baseWithout(baseAmount, baseTax) }, tax];
}

function contraOf(name: string): ContraAccount {
  const account = contraAccounts.find((known) => known === name);
  if (account === undefined) throw new Error('an adjustment names a contra account that is not in the chart');
  return account;
}

function magnitudeOf(amount: MinorText | undefined): MinorText | undefined {
  return amount === undefined ? undefined : magnitude(amount);
}

function magnitude(amount: MinorText): MinorText {
  return amount.startsWith('-') ? amount.slice(1) : amount;
}
