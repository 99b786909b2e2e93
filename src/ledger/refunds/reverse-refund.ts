import { z } from 'zod';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import { type Account, allocationAt, creditAt, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, invalidReason, openAccount } from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { planFor, recordPlan, restore } from '../payments/allocation-plan.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { type Refund, refundAt } from './standing-refunds.ts';

export const reverseRefundInput = z
  .strictObject({
    ...accountFields,
    refundId: identifier.describe('The refund.'),
    reasonCode: reasonField,
  })
  .describe(
    'Takes a refund back that never reached the payer: the money is unapplied again, and what the refund had re-opened is paid again as far as it is still open.',
  );

export type ReverseRefund = z.output<typeof reverseRefundInput>;

export function decideReverseRefund(account: Account, input: ReverseRefund, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownRefund(account, input.refundId) ??
    invalidReason(books, 'ReverseRefund', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notStanding(account, refundAt(account, input.refundId)) ??
    beforeOriginal(date, firstDayFor(account, refundAt(account, input.refundId)));
  return refusal ?? accept(reversed(account, refundAt(account, input.refundId), date));
}

function unknownRefund(account: Account, refundId: string): Rejection | undefined {
  return account.refunds.has(refundId) ? undefined : reject('REFUND_UNKNOWN', {}, 'refundId');
}

/** Once only; and not where its payment is reversed or its credit void: there the returned money has no place. */
function notStanding(account: Account, { source, reversedOn }: Refund): Rejection | undefined {
  const ofSource =
    source.kind === 'PAYMENT' ? paymentAt(account, source.id).reversedOn : creditAt(account, source.id).voidedOn;
  const since = reversedOn ?? ofSource;
  return since === undefined ? undefined : reject('ALREADY_REVERSED', { reversedOn: since }, 'refundId');
}

/** The refund's day; or, where its payment was taken back and came again since, the day on which it came. */
function firstDayFor(account: Account, { source, effectiveDate }: Refund): CalendarDate {
  return source.kind === 'PAYMENT' ? laterOf(effectiveDate, paymentAt(account, source.id).settledOn) : effectiveDate;
}

function reversed(account: Account, refund: Refund, date: CalendarDate): Draft {
  const back = record(draftOf(account), refundReversed(refund, date));
  const inOriginalOrder = refund.reopened.toSorted((a, b) => a.allocation - b.allocation);
  const restored = inOriginalOrder.reduce(
    (plan, part) => restore(plan, allocationAt(account, part.allocation), part.amount),
    planFor(back.account, refund.source, date),
  );
  return recordPlan(back, restored);
}

function refundReversed(refund: Refund, effectiveDate: CalendarDate): FactOf<'RefundReversed'> {
  const { refundId, source, amount, method } = refund;
  const whose = source.kind === 'PAYMENT' ? { paymentId: source.id } : { creditId: source.id };
  const data = { refundId, ...whose, currency: amount.currency, amount: toMinorText(amount), method };
  return { type: 'RefundReversed', effectiveDate, data };
}
