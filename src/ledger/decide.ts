import { earlierOf } from '#money/calendar-date.ts';
import { compare, fromMinorText } from '#money/money.ts';
import type { Account } from './account.ts';
import { decideOpeningOrClosing, isOpeningOrClosing } from './accounts/decide-opening-or-closing.ts';
import { decideAdjustCharge } from './adjustments/adjust-charge.ts';
import { assertNever } from './assert-never.ts';
import type { Books, Decision } from './books.ts';
import { decidePostCharge } from './charges/post-charge.ts';
import { decideVoidCharge } from './charges/void-charge.ts';
import { dateOf } from './checks.ts';
import { type AccountCommand, isStep } from './commands.ts';
import { failedCondition, misformedCondition } from './conditions.ts';
import { decideApplyCredit } from './credits/apply-credit.ts';
import { decideIssueCredit } from './credits/issue-credit.ts';
import { decideUnapplyCredit } from './credits/unapply-credit.ts';
import { decideVoidCredit } from './credits/void-credit.ts';
import { decideAgreement } from './decide-agreement.ts';
import { decideChargeRunFees } from './fee-runs/charge-run-fees.ts';
import type { BaseBook } from './foreign/base-book.ts';
import { misformedBaseValue } from './foreign/base-value.ts';
import { decideRevalueReceivables } from './foreign/revalue-receivables.ts';
import { decideAssessLateFee } from './late-fees/assess-late-fee.ts';
import { decideReinstateLateFee } from './late-fees/reinstate-late-fee.ts';
import { decideWaiveLateFee } from './late-fees/waive-late-fee.ts';
import { decideApplyPayment } from './payments/apply-payment.ts';
import { decideReceivePayment } from './payments/receive-payment.ts';
import { decideReinstatePayment } from './payments/reinstate-payment.ts';
import { decideReversePayment } from './payments/reverse-payment.ts';
import { decideUnapplyPayment } from './payments/unapply-payment.ts';
import { decideFailPayment } from './pending-payments/fail-payment.ts';
import { decideSettlePayment } from './pending-payments/settle-payment.ts';
import { lockedOn } from './periods/locked-period.ts';
import { decideReceiptPart, isReceiptPartCommand } from './receipts/decide-receipt-part.ts';
import { partRefusedForGood } from './receipts/receive-receipt-part.ts';
import { decideRefundCredit } from './refunds/refund-credit.ts';
import { decideRefundPayment } from './refunds/refund-payment.ts';
import { decideReverseRefund } from './refunds/reverse-refund.ts';
import { isAfter, isBefore, type Rejection, reject } from './rejections.ts';
import { decideTransferResponsibility } from './responsibility/transfer-responsibility.ts';
import { largestTurnover } from './totals.ts';
import { decideTransfer, isTransferCommand } from './transfers/decide-transfer.ts';
import { refusedForGood } from './transfers/receive-transfer.ts';
import { decideRecoverBadDebt } from './write-offs/recover-bad-debt.ts';
import { decideReverseWriteOff } from './write-offs/reverse-write-off.ts';
import { decideWriteOff } from './write-offs/write-off.ts';

/** What the books say to a command on an account: the facts to record, or the refusal. Pure and total. */
export function decide(account: Account, command: AccountCommand, books: Books): Decision {
  const decision = judged(account, command, books);
  if (decision.outcome !== 'REJECTED') return decision;
  if (command.name === 'ReceiveTransfer') return refusedForGood(account, command.input, books, decision);
  if (command.name === 'ReceiveReceiptPart') return partRefusedForGood(account, command.input, books, decision);
  return decision;
}

function judged(account: Account, command: AccountCommand, books: Books): Decision {
  const found =
    misformedCondition(account, command.input) ??
    misformedBaseValue(command.input, books) ??
    decided(account, command, books);
  const standing = unknownCorrection(account, command, found) ?? found;
  const decision = lockedTo(command, books, closedTo(account, command.name, standing));
  if (decision.outcome === 'REJECTED') return decision;
  const { expect } = command.input;
  return beyondTurnover(decision.account) ?? failedCondition(account, decision.account, expect) ?? decision;
}

/** What a closed account still takes: what a bank takes back does not ask, its reopening, and what it was worth on a day. */
const takenWhenClosed: ReadonlySet<AccountCommand['name']> = new Set([
  'ReversePayment',
  'ReverseReceiptPart',
  'ReverseRefund',
  'ReopenAccount',
  'RevalueReceivables',
]);

/** A closed account refuses everything else before it looks at any other state: asked here once for every command. */
function closedTo({ closedOn }: Account, name: AccountCommand['name'], decision: Decision): Decision {
  if (closedOn === undefined || takenWhenClosed.has(name)) return decision;
  const isEarlier = decision.outcome === 'REJECTED' && isBefore('STATE', decision.code);
  return isEarlier ? decision : reject('ACCOUNT_CLOSED', { closedOn }, 'accountId');
}

/** What is corrected has to be there, whatever the command: asked here once, in the place of its stage. */
function unknownCorrection(account: Account, { input }: AccountCommand, decision: Decision): Rejection | undefined {
  const isEarlier = decision.outcome === 'REJECTED' && !isAfter('EXISTENCE', decision.code);
  if (isEarlier || input.corrects === undefined || account.commands.has(input.corrects)) return undefined;
  return reject('CORRECTED_UNKNOWN', {}, 'corrects');
}

/**
 * Asked here once for every command, and of every fact: a consequence is dated by what it follows from, and may not fall into
 * a locked period either. The step of a process has no day of its own to ask for: it takes the first that is open.
 */
function lockedTo({ name, input }: AccountCommand, books: Books, decision: Decision): Decision {
  if (decision.outcome === 'REJECTED' && isBefore('STATE', decision.code)) return decision;
  const facts = decision.outcome === 'REJECTED' ? [] : decision.facts;
  const asked = isStep(name) ? [] : [dateOf(input, books)];
  const days = [...asked, ...facts.map(({ effectiveDate }) => effectiveDate)];
  return days.length === 0 ? decision : (lockedOn(books, days.reduce(earlierOf)) ?? decision);
}

/** No account holds more than its figures can be added up to: asked here once for every command that brings money in. */
function beyondTurnover({ totals, base }: Account): Rejection | undefined {
  if (totals === undefined) return undefined;
  const largest = fromMinorText(largestTurnover, totals.turnover.currency);
  if (compare(totals.turnover, largest) > 0) return reject('ACCOUNT_TOTAL_TOO_LARGE', { largest }, 'amount');
  return base === undefined ? undefined : beyondBaseTurnover(base);
}

function beyondBaseTurnover({ turnover }: BaseBook): Rejection | undefined {
  const largest = fromMinorText(largestTurnover, turnover.currency);
  return compare(turnover, largest) > 0 ? reject('ACCOUNT_TOTAL_TOO_LARGE', { largest }, 'amount') : undefined;
}

function decided(account: Account, command: AccountCommand, books: Books): Decision {
  if (isTransferCommand(command)) return decideTransfer(account, command, books);
  if (isReceiptPartCommand(command)) return decideReceiptPart(account, command, books);
  if (isOpeningOrClosing(command)) return decideOpeningOrClosing(account, command, books);
  switch (command.name) {
    case 'PostCharge':
      return decidePostCharge(account, command.input, books);
    case 'VoidCharge':
      return decideVoidCharge(account, command.input, books);
    case 'AdjustCharge':
      return decideAdjustCharge(account, command.input, books);
    case 'ReceivePayment':
      return decideReceivePayment(account, command.input, books);
    case 'SettlePayment':
      return decideSettlePayment(account, command.input, books);
    case 'FailPayment':
      return decideFailPayment(account, command.input, books);
    case 'ApplyPayment':
      return decideApplyPayment(account, command.input, books);
    case 'UnapplyPayment':
      return decideUnapplyPayment(account, command.input, books);
    case 'ReversePayment':
      return decideReversePayment(account, command.input, books);
    case 'ReinstatePayment':
      return decideReinstatePayment(account, command.input, books);
    case 'IssueCredit':
      return decideIssueCredit(account, command.input, books);
    case 'ApplyCredit':
      return decideApplyCredit(account, command.input, books);
    case 'UnapplyCredit':
      return decideUnapplyCredit(account, command.input, books);
    case 'VoidCredit':
      return decideVoidCredit(account, command.input, books);
    case 'RefundPayment':
      return decideRefundPayment(account, command.input, books);
    case 'RefundCredit':
      return decideRefundCredit(account, command.input, books);
    case 'ReverseRefund':
      return decideReverseRefund(account, command.input, books);
    case 'TransferResponsibility':
      return decideTransferResponsibility(account, command.input, books);
    case 'AssessLateFee':
    case 'ChargeRunFees':
    case 'WaiveLateFee':
    case 'ReinstateLateFee':
      return decideOnLateFee(account, command, books);
    case 'WriteOff':
    case 'ReverseWriteOff':
    case 'RecoverBadDebt':
      return decideOnBadDebt(account, command, books);
    case 'RevalueReceivables':
      return decideRevalueReceivables(account, command.input, books);
    default:
      return decideAgreement(account, command, books);
  }
}

type LateFee = Extract<
  AccountCommand,
  { readonly name: 'AssessLateFee' | 'ChargeRunFees' | 'WaiveLateFee' | 'ReinstateLateFee' }
>;

function decideOnLateFee(account: Account, command: LateFee, books: Books): Decision {
  switch (command.name) {
    case 'AssessLateFee':
      return decideAssessLateFee(account, command.input, books);
    case 'ChargeRunFees':
      return decideChargeRunFees(account, command.input, books);
    case 'WaiveLateFee':
      return decideWaiveLateFee(account, command.input, books);
    case 'ReinstateLateFee':
      return decideReinstateLateFee(account, command.input, books);
    default:
      return assertNever(command);
  }
}

type BadDebt = Extract<AccountCommand, { readonly name: 'WriteOff' | 'ReverseWriteOff' | 'RecoverBadDebt' }>;

function decideOnBadDebt(account: Account, command: BadDebt, books: Books): Decision {
  switch (command.name) {
    case 'WriteOff':
      return decideWriteOff(account, command.input, books);
    case 'ReverseWriteOff':
      return decideReverseWriteOff(account, command.input, books);
    case 'RecoverBadDebt':
      return decideRecoverBadDebt(account, command.input, books);
    default:
      return assertNever(command);
  }
}
