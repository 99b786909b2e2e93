import type { z } from 'zod';
import { closeAccountInput } from './accounts/close-account.ts';
import { openAccountInput } from './accounts/open-account.ts';
import { reopenAccountInput } from './accounts/reopen-account.ts';
import { adjustChargeInput } from './adjustments/adjust-charge.ts';
import { postChargeInput } from './charges/post-charge.ts';
import { voidChargeInput } from './charges/void-charge.ts';
import { parseInput } from './command-input.ts';
import { applyCreditInput } from './credits/apply-credit.ts';
import { issueCreditInput } from './credits/issue-credit.ts';
import { unapplyCreditInput } from './credits/unapply-credit.ts';
import { voidCreditInput } from './credits/void-credit.ts';
import { openDisputeInput } from './disputes/open-dispute.ts';
import { resolveDisputeInput } from './disputes/resolve-dispute.ts';
import { chargeRunFeesInput } from './fee-runs/charge-run-fees.ts';
import { endLateFeeRunInput } from './fee-runs/end-late-fee-run.ts';
import { runLateFeesInput } from './fee-runs/run-late-fees.ts';
import { revalueReceivablesInput } from './foreign/revalue-receivables.ts';
import { placeHoldInput } from './holds/place-hold.ts';
import { releaseHoldInput } from './holds/release-hold.ts';
import { assessLateFeeInput } from './late-fees/assess-late-fee.ts';
import { reinstateLateFeeInput } from './late-fees/reinstate-late-fee.ts';
import { waiveLateFeeInput } from './late-fees/waive-late-fee.ts';
import { openLedgerInput } from './opening/open-ledger.ts';
import { applyPaymentInput } from './payments/apply-payment.ts';
import { receivePaymentInput } from './payments/receive-payment.ts';
import { reinstatePaymentInput } from './payments/reinstate-payment.ts';
import { reversePaymentInput } from './payments/reverse-payment.ts';
import { unapplyPaymentInput } from './payments/unapply-payment.ts';
import { failPaymentInput } from './pending-payments/fail-payment.ts';
import { settlePaymentInput } from './pending-payments/settle-payment.ts';
import { closePeriodInput } from './periods/close-period.ts';
import { extendCalendarInput } from './periods/extend-calendar.ts';
import { reopenPeriodInput } from './periods/reopen-period.ts';
import { agreePaymentPlanInput } from './plans/agree-payment-plan.ts';
import { breakPaymentPlanInput } from './plans/break-payment-plan.ts';
import { completePaymentPlanInput } from './plans/complete-payment-plan.ts';
import { revisePaymentPlanInput } from './plans/revise-payment-plan.ts';
import { cancelPromiseInput } from './promises/cancel-promise.ts';
import { recordPromiseInput } from './promises/record-promise.ts';
import { publishReasonListInput } from './reasons/publish-reason-list.ts';
import { identifyReceiptInput } from './receipts/identify-receipt.ts';
import {
  confirmReceiptPartInput,
  endReceiptReversalInput,
  takeBackReceiptPartInput,
} from './receipts/receipt-steps.ts';
import { receiveReceiptPartInput } from './receipts/receive-receipt-part.ts';
import { recordReceiptInput } from './receipts/record-receipt.ts';
import { returnReceiptInput } from './receipts/return-receipt.ts';
import { reverseReceiptInput } from './receipts/reverse-receipt.ts';
import { reverseReceiptPartInput } from './receipts/reverse-receipt-part.ts';
import { unidentifyReceiptInput } from './receipts/unidentify-receipt.ts';
import { refundCreditInput } from './refunds/refund-credit.ts';
import { refundPaymentInput } from './refunds/refund-payment.ts';
import { reverseRefundInput } from './refunds/reverse-refund.ts';
import { isRejection, type Rejection } from './rejections.ts';
import { transferResponsibilityInput } from './responsibility/transfer-responsibility.ts';
import { completeTransferInput } from './transfers/complete-transfer.ts';
import { receiveTransferInput } from './transfers/receive-transfer.ts';
import { returnTransferInput } from './transfers/return-transfer.ts';
import { transferBalanceInput } from './transfers/transfer-balance.ts';
import { recoverBadDebtInput } from './write-offs/recover-bad-debt.ts';
import { reverseWriteOffInput } from './write-offs/reverse-write-off.ts';
import { writeOffInput } from './write-offs/write-off.ts';

/** Every command of the ledger and its form. GraphQL mutations, inputs and schema pages are made from this table. */
export const commandInputs = {
  OpenLedger: openLedgerInput,
  PublishReasonList: publishReasonListInput,
  ExtendCalendar: extendCalendarInput,
  ClosePeriod: closePeriodInput,
  ReopenPeriod: reopenPeriodInput,
  OpenAccount: openAccountInput,
  CloseAccount: closeAccountInput,
  ReopenAccount: reopenAccountInput,
  PostCharge: postChargeInput,
  VoidCharge: voidChargeInput,
  AdjustCharge: adjustChargeInput,
  ReceivePayment: receivePaymentInput,
  SettlePayment: settlePaymentInput,
  FailPayment: failPaymentInput,
  ApplyPayment: applyPaymentInput,
  UnapplyPayment: unapplyPaymentInput,
  ReversePayment: reversePaymentInput,
  ReinstatePayment: reinstatePaymentInput,
  IssueCredit: issueCreditInput,
  ApplyCredit: applyCreditInput,
  UnapplyCredit: unapplyCreditInput,
  VoidCredit: voidCreditInput,
  RefundPayment: refundPaymentInput,
  RefundCredit: refundCreditInput,
  ReverseRefund: reverseRefundInput,
  TransferResponsibility: transferResponsibilityInput,
  AssessLateFee: assessLateFeeInput,
  WaiveLateFee: waiveLateFeeInput,
  ReinstateLateFee: reinstateLateFeeInput,
  WriteOff: writeOffInput,
  ReverseWriteOff: reverseWriteOffInput,
  RecoverBadDebt: recoverBadDebtInput,
  PlaceHold: placeHoldInput,
  ReleaseHold: releaseHoldInput,
  OpenDispute: openDisputeInput,
  ResolveDispute: resolveDisputeInput,
  RevalueReceivables: revalueReceivablesInput,
  RecordPromise: recordPromiseInput,
  CancelPromise: cancelPromiseInput,
  TransferBalance: transferBalanceInput,
  RecordReceipt: recordReceiptInput,
  IdentifyReceipt: identifyReceiptInput,
  UnidentifyReceipt: unidentifyReceiptInput,
  ReturnReceipt: returnReceiptInput,
  ReverseReceipt: reverseReceiptInput,
  RunLateFees: runLateFeesInput,
  AgreePaymentPlan: agreePaymentPlanInput,
  RevisePaymentPlan: revisePaymentPlanInput,
  BreakPaymentPlan: breakPaymentPlanInput,
  CompletePaymentPlan: completePaymentPlanInput,
} as const;

export type CommandName = keyof typeof commandInputs;

/** What the ledger sends to itself to carry a process through (src/processes): no caller can. */
const stepInputs = {
  ReceiveTransfer: receiveTransferInput,
  CompleteTransfer: completeTransferInput,
  ReturnTransfer: returnTransferInput,
  ReceiveReceiptPart: receiveReceiptPartInput,
  ReverseReceiptPart: reverseReceiptPartInput,
  ConfirmReceiptPart: confirmReceiptPartInput,
  TakeBackReceiptPart: takeBackReceiptPartInput,
  EndReceiptReversal: endReceiptReversalInput,
  ChargeRunFees: chargeRunFeesInput,
  EndLateFeeRun: endLateFeeRunInput,
} as const;

export type StepName = keyof typeof stepInputs;

/** Every name that an entry can give as its command. */
export const everyCommandName: readonly string[] = [...Object.keys(commandInputs), ...Object.keys(stepInputs)];

const forms = { ...commandInputs, ...stepInputs } as const;

type AnyName = CommandName | StepName;

/** A checked command: its name and its input as sent, amounts written out in full, nothing filled in. */
export type Command = { readonly [Name in AnyName]: CommandOf<Name> }[AnyName];

interface CommandOf<Name extends AnyName> {
  readonly name: Name;
  readonly input: z.output<(typeof forms)[Name]>;
}

const ledgerCommands = [
  'OpenLedger',
  'PublishReasonList',
  'ExtendCalendar',
  'ClosePeriod',
  'ReopenPeriod',
  'RunLateFees',
  'EndLateFeeRun',
] as const;

/** A command of the ledger itself: it goes to the ledger's own stream. */
export type LedgerCommand = Extract<Command, { readonly name: (typeof ledgerCommands)[number] }>;

const receiptCommands = [
  'RecordReceipt',
  'IdentifyReceipt',
  'ReturnReceipt',
  'ReverseReceipt',
  'ConfirmReceiptPart',
  'TakeBackReceiptPart',
  'EndReceiptReversal',
] as const;

/** A command on a receipt: it goes to the receipt's own stream. */
export type ReceiptCommand = Extract<Command, { readonly name: (typeof receiptCommands)[number] }>;

/** A command decided on an account. */
export type AccountCommand = Exclude<Command, LedgerCommand | ReceiptCommand>;

export function isOfAccount(name: CommandName): name is Exclude<CommandName, (LedgerCommand | ReceiptCommand)['name']> {
  return !isOfLedger(name) && !isOneOf(receiptCommands, name);
}

export function isOfLedger(name: CommandName): boolean {
  return isOneOf(ledgerCommands, name);
}

export function isOnLedger(command: Command): command is LedgerCommand {
  return isOneOf(ledgerCommands, command.name);
}

export function isOnReceipt(command: Command): command is ReceiptCommand {
  return isOneOf(receiptCommands, command.name);
}

export function isOnAccount(command: Command): command is AccountCommand {
  return !isOnLedger(command) && !isOnReceipt(command);
}

function isOneOf(names: readonly AnyName[], name: AnyName): boolean {
  return names.includes(name);
}

export function isStep(name: AnyName): name is StepName {
  return Object.hasOwn(stepInputs, name);
}

/** Checks what was sent. The only way from the outside to a command. */
export function parseCommand(name: AnyName, raw: unknown): Command | Rejection {
  return parsers[name](raw);
}

/** One by one, because the compiler then knows which input belongs to which name. */
const parsers: { readonly [Name in AnyName]: (raw: unknown) => CommandOf<Name> | Rejection } = {
  OpenLedger: parserOf('OpenLedger'),
  PublishReasonList: parserOf('PublishReasonList'),
  ExtendCalendar: parserOf('ExtendCalendar'),
  ClosePeriod: parserOf('ClosePeriod'),
  ReopenPeriod: parserOf('ReopenPeriod'),
  OpenAccount: parserOf('OpenAccount'),
  CloseAccount: parserOf('CloseAccount'),
  ReopenAccount: parserOf('ReopenAccount'),
  PostCharge: parserOf('PostCharge'),
  VoidCharge: parserOf('VoidCharge'),
  AdjustCharge: parserOf('AdjustCharge'),
  ReceivePayment: parserOf('ReceivePayment'),
  SettlePayment: parserOf('SettlePayment'),
  FailPayment: parserOf('FailPayment'),
  ApplyPayment: parserOf('ApplyPayment'),
  UnapplyPayment: parserOf('UnapplyPayment'),
  ReversePayment: parserOf('ReversePayment'),
  ReinstatePayment: parserOf('ReinstatePayment'),
  IssueCredit: parserOf('IssueCredit'),
  ApplyCredit: parserOf('ApplyCredit'),
  UnapplyCredit: parserOf('UnapplyCredit'),
  VoidCredit: parserOf('VoidCredit'),
  RefundPayment: parserOf('RefundPayment'),
  RefundCredit: parserOf('RefundCredit'),
  ReverseRefund: parserOf('ReverseRefund'),
  TransferResponsibility: parserOf('TransferResponsibility'),
  AssessLateFee: parserOf('AssessLateFee'),
  WaiveLateFee: parserOf('WaiveLateFee'),
  ReinstateLateFee: parserOf('ReinstateLateFee'),
  WriteOff: parserOf('WriteOff'),
  ReverseWriteOff: parserOf('ReverseWriteOff'),
  RecoverBadDebt: parserOf('RecoverBadDebt'),
  PlaceHold: parserOf('PlaceHold'),
  ReleaseHold: parserOf('ReleaseHold'),
  OpenDispute: parserOf('OpenDispute'),
  ResolveDispute: parserOf('ResolveDispute'),
  RevalueReceivables: parserOf('RevalueReceivables'),
  RecordPromise: parserOf('RecordPromise'),
  CancelPromise: parserOf('CancelPromise'),
  TransferBalance: parserOf('TransferBalance'),
  ReceiveTransfer: parserOf('ReceiveTransfer'),
  CompleteTransfer: parserOf('CompleteTransfer'),
  ReturnTransfer: parserOf('ReturnTransfer'),
  RecordReceipt: parserOf('RecordReceipt'),
  IdentifyReceipt: parserOf('IdentifyReceipt'),
  UnidentifyReceipt: parserOf('UnidentifyReceipt'),
  ReturnReceipt: parserOf('ReturnReceipt'),
  ReverseReceipt: parserOf('ReverseReceipt'),
  ReceiveReceiptPart: parserOf('ReceiveReceiptPart'),
  ReverseReceiptPart: parserOf('ReverseReceiptPart'),
  ConfirmReceiptPart: parserOf('ConfirmReceiptPart'),
  TakeBackReceiptPart: parserOf('TakeBackReceiptPart'),
  EndReceiptReversal: parserOf('EndReceiptReversal'),
  RunLateFees: parserOf('RunLateFees'),
  ChargeRunFees: parserOf('ChargeRunFees'),
  EndLateFeeRun: parserOf('EndLateFeeRun'),
  AgreePaymentPlan: parserOf('AgreePaymentPlan'),
  RevisePaymentPlan: parserOf('RevisePaymentPlan'),
  BreakPaymentPlan: parserOf('BreakPaymentPlan'),
  CompletePaymentPlan: parserOf('CompletePaymentPlan'),
};

function parserOf<Name extends AnyName>(name: Name): (raw: unknown) => CommandOf<Name> | Rejection {
  return (raw) => {
    const input = parseInput(forms[name], raw);
    return isRejection(input) ? input : { name, input };
  };
}
