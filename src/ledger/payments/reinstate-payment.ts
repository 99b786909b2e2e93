import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import { type Account, allocationAt, type DroppedAllocation, type Payment, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, invalidReason, openAccount, unknownPayment } from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { decideReinstateRecovery } from '../write-offs/turn-recovery.ts';
import { planFor, recordPlan, restore } from './allocation-plan.ts';

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
    notReversedBy(paymentAt(account, input.paymentId), date);
  return refusal ?? accept(reinstated(account, paymentAt(account, input.paymentId), date));
}

function notReversedBy(payment: Payment, date: CalendarDate): Rejection | undefined {
  if (payment.reversedOn === undefined) return reject('NOT_REVERSED', {}, 'paymentId');
  return beforeOriginal(date, payment.reversedOn);
}

function reinstated(account: Account, payment: Payment, date: CalendarDate): Draft {
  const { paymentId, amount } = payment;
  const data = { paymentId, currency: amount.currency, amount: toMinorText(amount) };
  const back = record(draftOf(account), { type: 'PaymentReinstated', effectiveDate: date, data });
  const restored = inOriginalOrder(payment.dropped).reduce(
    (plan, dropped) => restore(plan, allocationAt(account, dropped.allocation), dropped.amount),
    planFor(back.account, payment.source, date),
  );
  return recordPlan(back, restored);
}

function inOriginalOrder(dropped: readonly DroppedAllocation[]): readonly DroppedAllocation[] {
  return dropped.toSorted((a, b) => a.allocation - b.allocation);
}
