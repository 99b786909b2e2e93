import { fromMinorText, isZero, type MinorText, subtract, toMinorText } from '#money/money.ts';
import { isAgreementFact } from './agreement-facts.ts';
import { assertNever } from './assert-never.ts';
import type { ChargeCategory } from './charge-kinds.ts';
import { creditPostings } from './credits/credit-postings.ts';
import type { EventData, Fact, FactOf } from './events.ts';
import { isLedgerFact } from './ledger-facts.ts';
import { credit, creditItem, creditUnapplied, debit, debitItem, debitUnapplied, unlessZero } from './posting-lines.ts';
import { refundPostings } from './refunds/refund-postings.ts';

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
] as const;

export type ContraAccount = (typeof contraAccounts)[number];
export type GlAccount = (typeof glAccounts)[number];

/** One line. The amount is positive minor units; the side says where it stands. */
export interface PostingLine {
  readonly account: GlAccount;
  readonly side: 'DEBIT' | 'CREDIT';
  readonly amount: MinorText;
  /** On AccountsReceivable: the open item it belongs to. */
  readonly item?: { readonly chargeId: string; readonly item: number };
  /** On UnappliedCash: the payment it belongs to. */
  readonly paymentId?: string;
  /** On UnappliedCredits: the credit it belongs to. */
  readonly creditId?: string;
}

const revenueAccounts: { readonly [Category in ChargeCategory]: GlAccount } = {
  SERVICE: 'ServiceRevenue',
  LATE_FEE: 'LateFeeRevenue',
  INTEREST: 'InterestRevenue',
  OTHER: 'OtherRevenue',
};

export function postingsOf(fact: Fact): readonly PostingLine[] {
  if (isLedgerFact(fact) || isAgreementFact(fact)) return [];
  switch (fact.type) {
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
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
        debitItem({ chargeId: fact.data.chargeId, item: 1 }, fact.data.amount),
        credit(revenueAccounts[fact.data.category], fact.data.amount),
      ];
    case 'LateFeeWaived':
      return lateFeeWaived(fact.data);
    case 'LateFeeReinstated':
      return lateFeeReinstated(fact.data);
    case 'WrittenOff':
      return [debit('BadDebtExpense', fact.data.amount), ...itemLines(creditItem, fact.data)];
    case 'WriteOffReversed':
      return [...itemLines(debitItem, fact.data), credit('BadDebtExpense', fact.data.amount)];
    case 'BadDebtRecovered':
    case 'RecoveryReinstated':
      return [debit('CashClearing', fact.data.amount), credit('BadDebtRecovery', fact.data.amount)];
    case 'RecoveryReversed':
      return [debit('BadDebtRecovery', fact.data.amount), credit('CashClearing', fact.data.amount)];
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
    ...owed.map((item) => debitItem({ chargeId, item: item.item }, item.amount)),
    ...splitTax(currency, amount, data.origin === 'OPENING' ? undefined : taxAmount).map(({ isTax, part }) =>
      credit(isTax ? 'TaxPayable' : other, part),
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
  const parts = splitTax(currency, magnitude(amount), taxAmount === undefined ? undefined : magnitude(taxAmount));
  return [
    ...parts.map(({ isTax, part }) => other(isTax ? 'TaxPayable' : contraOf(contraAccount), part)),
    ...data.items.map((item) => receivable({ chargeId, item: item.item }, magnitude(item.amount))),
  ];
}

/** The mirror of the charge and of each adjustment that stood on it; AccountsReceivable for what each item was still worth. */
function chargeVoided(data: EventData<'ChargeVoided'>): readonly PostingLine[] {
  const { chargeId, currency, amount, taxAmount, adjustments, items } = data;
  const tax = data.origin === 'OPENING' ? undefined : taxAmount;
  const earned = amount === '0' ? [] : splitTax(currency, amount, tax);
  const given = adjustments.flatMap((one) => {
    const other = one.amount.startsWith('-') ? credit : debit;
    const parts = splitTax(currency, magnitude(one.amount), one.taxAmount && magnitude(one.taxAmount));
    return parts.map(({ isTax, part }) => other(isTax ? 'TaxPayable' : contraOf(one.contraAccount), part));
  });
  return [
    ...earned.map(({ isTax, part }) => debit(isTax ? 'TaxPayable' : revenueOf(data), part)),
    ...given,
    ...items.map(({ item, amount: worth }) => creditItem({ chargeId, item }, worth)),
  ];
}

function responsibilityTransferred(data: EventData<'ResponsibilityTransferred'>): readonly PostingLine[] {
  return data.moves.flatMap((move) => [
    debitItem({ chargeId: data.chargeId, item: move.toItem }, move.amount),
    creditItem({ chargeId: data.chargeId, item: move.item }, move.amount),
  ]);
}

function lateFeeWaived(data: EventData<'LateFeeWaived'>): readonly PostingLine[] {
  return [debit(revenueAccounts[data.category], data.amount), ...itemLines(creditItem, data)];
}

function lateFeeReinstated(data: EventData<'LateFeeReinstated'>): readonly PostingLine[] {
  return [...itemLines(debitItem, data), credit(revenueAccounts[data.category], data.amount)];
}

interface ItemParts {
  readonly chargeId: string;
  readonly items: readonly { readonly item: number; readonly amount: MinorText }[];
}

function itemLines(receivable: typeof debitItem, { chargeId, items }: ItemParts): readonly PostingLine[] {
  return items.map(({ item, amount }) => receivable({ chargeId, item }, amount));
}

type PaymentFact = FactOf<
  | ('PaymentReceived' | 'PaymentSettled' | 'PaymentApplied' | 'PaymentUnapplied')
  | ('AllocationReleased' | 'PaymentReversed' | 'PaymentReinstated')
>;

function paymentPostings(fact: PaymentFact): readonly PostingLine[] {
  switch (fact.type) {
    case 'PaymentReceived':
    case 'PaymentSettled':
      return [debit('CashClearing', fact.data.amount), creditUnapplied(fact.data.paymentId, fact.data.amount)];
    case 'PaymentApplied':
      return fact.data.allocations.flatMap((line) => [
        debitUnapplied(fact.data.paymentId, line.amount),
        creditItem(line, line.amount),
      ]);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
      return fact.data.releases.flatMap((line) => [
        debitItem(line, line.amount),
        creditUnapplied(fact.data.paymentId, line.amount),
      ]);
    case 'PaymentReversed':
      return unlessZero(
        debitUnapplied(fact.data.paymentId, fact.data.amount),
        credit('CashClearing', fact.data.amount),
      );
    case 'PaymentReinstated':
      return unlessZero(
        debit('CashClearing', fact.data.amount),
        creditUnapplied(fact.data.paymentId, fact.data.amount),
      );
    default:
      return assertNever(fact);
  }
}

interface Part {
  readonly isTax: boolean;
  readonly part: MinorText;
}

/** The net part and the tax part of an amount; a part of zero posts no line. */
function splitTax(currency: string, amount: MinorText, taxAmount: MinorText | undefined): readonly Part[] {
  if (taxAmount === undefined || taxAmount === '0') return [{ isTax: false, part: amount }];
  const net = subtract(fromMinorText(amount, currency), fromMinorText(taxAmount, currency));
  const tax = { isTax: true, part: taxAmount };
  return isZero(net) ? [tax] : [{ isTax: false, part: toMinorText(net) }, tax];
}

function contraOf(name: string): ContraAccount {
  const account = contraAccounts.find((known) => known === name);
  if (account === undefined) throw new Error('an adjustment names a contra account that is not in the chart');
  return account;
}

function magnitude(amount: MinorText): MinorText {
  return amount.startsWith('-') ? amount.slice(1) : amount;
}
