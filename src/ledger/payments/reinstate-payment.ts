import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import { type Account, allocationAt, type DroppedAllocation, type Payment, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, type Draft, record } from '../books.ts';
import {
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  notThere,
  openAccount,
  unknownPayment,
} from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { rechargeFallen } from '../refunds/recharge.ts';
import { leftAfterRefunds } from '../refunds/standing-refunds.ts';
import { isRejection, type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { decideReinstateRecovery } from '../write-offs/turn-recovery.ts';
import { planFor, recordPlan, restore } from './allocation-plan.ts';
import { receiptPayment } from './reverse-payment.ts';

export const reinstatePaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The payment.'),
    reasonCode: reasonField,
  })
  .describe(
    'Undoes the reversal of a payment: each allocation it dropped is restored as far as its item is still open; the rest is unapplied.',
  );

export type ReinstatePayment = z.output<typeof reinstatePaymentInput>;

export function decideReinstatePayment(account: Account, input: ReinstatePayment, books: Books): Decision {
  if (account.recoveries.has(input.paymentId)) return decideReinstateRecovery(account, input, books);
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    invalidReason(books, 'ReinstatePayment', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notThere(account, input.paymentId) ??
    notReversedBy(paymentAt(account, input.paymentId), date);
  if (refusal !== undefined) return refusal;
  const payment = paymentAt(account, input.paymentId);
  const fallen = rechargeFallen(account, payment, date);
  return isRejection(fallen) ? fallen : accept(reinstated(fallen, payment, date));
}

function notReversedBy(payment: Payment, date: CalendarDate): Rejection | undefined {
  if (payment.reversedOn === undefined) return reject('NOT_REVERSED', {}, 'paymentId');
  return receiptPayment(payment) ?? beforeOriginal(date, payment.reversedOn);
}

function reinstated(draft: Draft, payment: Payment, date: CalendarDate): Draft {
  const { paymentId } = payment;
  const left = leftAfterRefunds(payment);
  const data = { paymentId, currency: left.currency, amount: toMinorText(left) };
  const back = record(draft, { type: 'PaymentReinstated', effectiveDate: date, data });
  const restored = inOriginalOrder(payment.dropped).reduce(
    (plan, dropped) => restore(plan, allocationAt(draft.account, dropped.allocation), dropped.amount),
    planFor(back.account, payment.source, date),
  );
  return recordPlan(back, restored);
}

function inOriginalOrder(dropped: readonly DroppedAllocation[]): readonly DroppedAllocation[] {
  return dropped.toSorted((a, b) => a.allocation - b.allocation);
}
