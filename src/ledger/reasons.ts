import type { CalendarDate } from '#money/calendar-date.ts';
import type { AdjustmentKind } from './events.ts';
import type { ContraAccount } from './posting-rules.ts';

/** Why something was done: the code that stands in the entry, and for which commands and kinds it is valid. */
export interface Reason {
  readonly code: string;
  readonly label: string;
  readonly commands: readonly ReasonedCommand[];
  /** Only for adjustments: the kinds it explains. */
  readonly kinds: readonly AdjustmentKind[];
  /** Only for adjustments: where the other side of the posting goes. */
  readonly contraAccount?: ContraAccount;
  readonly validFrom?: CalendarDate;
  readonly validTo?: CalendarDate;
}

/** The commands that need a reason. */
export const reasonedCommands = [
  'AdjustCharge',
  'UnapplyPayment',
  'ReversePayment',
  'ReinstatePayment',
  'TransferResponsibility',
  'WaiveLateFee',
  'ReinstateLateFee',
  'WriteOff',
  'ReverseWriteOff',
  'IssueCredit',
  'UnapplyCredit',
  'VoidCredit',
  'RefundPayment',
  'RefundCredit',
  'ReverseRefund',
  'VoidCharge',
  'ReopenPeriod',
  'TransferBalance',
  'UnidentifyReceipt',
  'ReturnReceipt',
  'ReverseReceipt',
] as const;

export type ReasonedCommand = (typeof reasonedCommands)[number];

export interface ReasonList {
  readonly version: string;
  readonly reasons: readonly Reason[];
}

function adjustment(
  code: string,
  label: string,
  kinds: readonly AdjustmentKind[],
  contraAccount: ContraAccount,
): Reason {
  return { code, label, commands: ['AdjustCharge'], kinds, contraAccount };
}

function reason(code: string, label: string, ...commands: readonly ReasonedCommand[]): Reason {
  return { code, label, commands, kinds: [] };
}

/** The list that ships. Codes are never removed: an old entry keeps its meaning. */
export const defaultReasons: ReasonList = {
  version: 'default-1',
  reasons: [
    adjustment('CONTRACT_RATE', 'Price agreed with the payer', ['CONTRACTUAL'], 'ContractualAllowances'),
    adjustment('SEQUESTRATION', 'Reduction by law of a public payer', ['CONTRACTUAL'], 'ContractualAllowances'),
    adjustment('CHARITY_CARE', 'Financial assistance granted', ['CHARITY'], 'CharityAllowances'),
    adjustment('COURTESY', 'Courtesy of the house', ['COURTESY'], 'CourtesyAllowances'),
    adjustment('SERVICE_FAILURE', 'Service not as promised', ['COURTESY', 'ADMINISTRATIVE'], 'CourtesyAllowances'),
    adjustment('NOT_BILLABLE', 'May not be billed', ['ADMINISTRATIVE'], 'AdministrativeAdjustments'),
    adjustment('TIMELY_FILING', 'Billed too late', ['ADMINISTRATIVE'], 'AdministrativeAdjustments'),
    adjustment('PROMPT_PAY', 'Discount for early payment', ['EARLY_PAYMENT_DISCOUNT'], 'EarlyPaymentDiscounts'),
    adjustment('SMALL_BALANCE', 'Too small to collect', ['SMALL_BALANCE'], 'SmallBalanceAdjustments'),
    adjustment('WRONG_AMOUNT', 'Amount was recorded wrong', ['CORRECTION'], 'BillingCorrections'),
    adjustment('DUPLICATE_CHARGE', 'Charged twice', ['CORRECTION'], 'BillingCorrections'),
    adjustment('CODING_CHANGE', 'Service was coded anew', ['CORRECTION'], 'BillingCorrections'),
    adjustment('ADJUSTED_IN_ERROR', 'Earlier adjustment was wrong', ['CORRECTION'], 'BillingCorrections'),
    reason('MISAPPLIED', 'Applied to the wrong item', 'UnapplyPayment', 'UnapplyCredit'),
    reason('PAYER_REQUEST', 'The payer asked for it', 'UnapplyPayment', 'UnapplyCredit', 'TransferResponsibility'),
    reason('NSF', 'Returned for insufficient funds', 'ReversePayment', 'ReverseReceipt'),
    reason('CHARGEBACK', 'Charged back by the card holder', 'ReversePayment', 'ReverseReceipt'),
    reason('PAYMENT_RECORDED_IN_ERROR', 'The payment was never received', 'ReversePayment', 'ReverseReceipt'),
    reason('REDEPOSITED', 'Paid when presented again', 'ReinstatePayment'),
    reason('CHARGEBACK_WON', 'Chargeback decided for us', 'ReinstatePayment'),
    reason('REVERSED_IN_ERROR', 'The reversal was wrong', 'ReinstatePayment'),
    reason('PATIENT_SHARE', 'The share of the account holder', 'TransferResponsibility'),
    reason('COPAY', 'Co-payment due from the account holder', 'TransferResponsibility'),
    reason('NEXT_PAYER', 'The next payer is responsible', 'TransferResponsibility'),
    reason('NOT_COVERED', 'Not covered by the payer', 'TransferResponsibility'),
    reason('COVERAGE_FOUND', 'Coverage was found later', 'TransferResponsibility'),
    reason('OVERPAYMENT', 'More was paid than is owed', 'RefundPayment', 'RefundCredit'),
    reason('DUPLICATE_PAYMENT', 'Paid twice', 'RefundPayment'),
    reason('REFUND_REQUESTED', 'The payer asked for its money', 'RefundPayment', 'RefundCredit'),
    reason('SERVICE_NOT_RENDERED', 'The service was not rendered', 'RefundPayment'),
    reason('ACCOUNT_CLOSING', 'Nothing more will be charged', 'RefundPayment', 'RefundCredit'),
    reason('REFUND_STALE', 'The refund was never cashed', 'ReverseRefund'),
    reason('REFUND_RETURNED', 'The refund came back', 'ReverseRefund'),
    reason('REFUNDED_IN_ERROR', 'The refund was wrong and was stopped', 'ReverseRefund'),
    reason('FIRST_TIME', 'First late fee is forgiven', 'WaiveLateFee'),
    reason('HARDSHIP', 'Financial hardship', 'WaiveLateFee'),
    reason('OUR_ERROR', 'Our own error made it late', 'WaiveLateFee'),
    reason('GOODWILL', 'Goodwill', 'WaiveLateFee', 'IssueCredit'),
    reason('WAIVED_IN_ERROR', 'The waiver was wrong', 'ReinstateLateFee'),
    reason('CONDITION_NOT_MET', 'The waiver had a condition that was not met', 'ReinstateLateFee'),
    reason('UNCOLLECTABLE', 'Collection was tried and failed', 'WriteOff'),
    reason('BANKRUPT', 'The debtor is bankrupt', 'WriteOff'),
    reason('NO_ESTATE', 'No estate to claim from', 'WriteOff'),
    reason('STATUTE_BARRED', 'The debt is past its legal limit', 'WriteOff'),
    reason('SENT_TO_AGENCY', 'Handed to a collection agency', 'WriteOff'),
    reason('COLLECTABLE_AFTER_ALL', 'The debtor can pay after all', 'ReverseWriteOff'),
    reason('WRITTEN_OFF_IN_ERROR', 'The write-off was wrong', 'ReverseWriteOff'),
    reason('RETURNED_BY_AGENCY', 'The collection agency gave it back', 'ReverseWriteOff'),
    reason('CHARGED_IN_ERROR', 'The charge should not have been posted', 'VoidCharge'),
    reason('WRONG_ACCOUNT', 'Posted on the wrong account', 'VoidCharge', 'TransferBalance', 'UnidentifyReceipt'),
    reason('NOT_RENDERED', 'The service was not rendered', 'VoidCharge'),
    reason('PRICE_GUARANTEE', 'Price promised was lower', 'IssueCredit'),
    reason('LOYALTY_CREDIT', 'Credit for loyalty', 'IssueCredit'),
    reason('SERVICE_CREDIT', 'Credit for a service not as promised', 'IssueCredit'),
    reason('CREDIT_EXPIRED', 'The credit has expired', 'VoidCredit'),
    reason('CREDIT_ISSUED_IN_ERROR', 'The credit should not have been issued', 'VoidCredit'),
    reason('LATE_DOCUMENT', 'A document of the period came late', 'ReopenPeriod'),
    reason('AUDIT_FINDING', 'An audit asks for it', 'ReopenPeriod'),
    reason('CLOSED_IN_ERROR', 'The period should not have been closed', 'ReopenPeriod'),
    reason('ACCOUNTS_JOINED', 'Two accounts of one party become one', 'TransferBalance'),
    reason('OTHER_GUARANTOR', 'Another account holder answers for it', 'TransferBalance'),
    reason('TRANSFERRED_IN_ERROR', 'The transfer was wrong', 'TransferBalance'),
    reason('WRONG_PAYER', 'Somebody else had sent the money', 'UnidentifyReceipt'),
    reason('NOT_FOR_US', 'The money was meant for somebody else', 'ReturnReceipt'),
    reason('SENDER_UNKNOWN', 'Nobody could tell whose money it is', 'ReturnReceipt'),
    reason('SENDER_REQUEST', 'The sender asked for the money', 'ReturnReceipt'),
  ],
};

/** The reason, if it is valid for this command and kind on this date. An adjustment may be undone under the reason it was made with or any of its kind. */
export function findReason(
  list: ReasonList,
  code: string,
  command: ReasonedCommand,
  kind: AdjustmentKind | undefined,
  date: CalendarDate,
): Reason | undefined {
  return list.reasons.find((reason) => reason.code === code && isValidFor(reason, command, kind, date));
}

export function isValidFor(
  reason: Reason,
  command: ReasonedCommand,
  kind: AdjustmentKind | undefined,
  date: CalendarDate,
): boolean {
  const inForce = (reason.validFrom ?? date) <= date && date <= (reason.validTo ?? date);
  return inForce && reason.commands.includes(command) && (kind === undefined || reason.kinds.includes(kind));
}
