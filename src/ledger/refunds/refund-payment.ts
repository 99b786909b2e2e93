import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { isNegative, isZero, type Money, subtract, toMinorText, zero } from '#money/money.ts';
import { type Account, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  notThere,
  openAccount,
  otherCurrency,
  positive,
  reversedPayment,
  takenId,
  unknownPayment,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, lineInput, moneyText, reasonField } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { mostAllocations } from '../payments/allocation-plan.ts';
import { tooMany, unknownLine } from '../payments/lines.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { type Release, releaseLine } from '../payments/release-plan.ts';
import { itemsGivenBack, partOfShortfall, recordTakenBack } from '../payments/shortfall-facts.ts';
import { beforeOneOf, takenByLines } from '../payments/unapply-lines.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier } from '../text.ts';

export const refundPaymentInput = z
  .strictObject({
    ...accountFields,
    refundId: identifier.describe('Yours, unique on the account.'),
    paymentId: identifier.describe('The payment.'),
    currency: currencyField,
    amount: moneyText.describe('The money that goes back: what is taken from unapplied and from charges together.'),
    fromUnapplied: moneyText.optional().describe('What of it is taken from what is unapplied; nothing when left out.'),
    reopen: z
      .array(lineInput)
      .min(1)
      .max(mostAllocations)
      .optional()
      .describe('What of it this payment had paid: these charges are open again, the newest allocation first.'),
    method: z.enum(paymentMethods).describe('How it goes back.'),
    reasonCode: reasonField,
  })
  .describe('Gives money of a payment back: from what is unapplied, and from charges that are then open again.');

export type RefundPayment = z.output<typeof refundPaymentInput>;

export function decideRefundPayment(account: Account, input: RefundPayment, books: Books): Decision {
  const date = dateOf(input, books);
  const reopen = input.reopen ?? [];
  const refusal =
    shapeFault(input) ??
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    takenId(account.refunds.has(input.refundId), 'refund', 'refundId') ??
    unknownLine(account, reopen, 'reopen') ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'RefundPayment', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notThere(account, input.paymentId) ??
    reversedPayment(paymentAt(account, input.paymentId)) ??
    voidedLine(account, reopen, 'reopen') ??
    beforeOriginal(date, paymentAt(account, input.paymentId).effectiveDate);
  if (refusal !== undefined) return refusal;
  const { releases, lacking } = takenByLines(account, paymentAt(account, input.paymentId), reopen, date);
  return (
    beforeOneOf(releases, date) ??
    partOfShortfall(account, releases, 'reopen') ??
    beyondUnapplied(account, input, date, lacking === undefined) ??
    (lacking && beyondAllocated(lacking.allocated, lacking.index, date)) ??
    tooMany(releases.length + itemsGivenBack(account, releases)) ??
    accept(recordTakenBack(record(draftOf(account), paymentRefunded(account, input, releases, date)), releases))
  );
}

function fromUnappliedOf({ fromUnapplied, currency }: RefundPayment): Money {
  return fromUnapplied === undefined ? zero(currency) : amountOf(fromUnapplied, currency);
}

function shapeFault(input: RefundPayment): Rejection | undefined {
  const { currency, reopen = [] } = input;
  const amount = amountOf(input.amount, currency);
  const fromUnapplied = fromUnappliedOf(input);
  if (isNegative(fromUnapplied)) return reject('AMOUNT_NEGATIVE', {}, 'fromUnapplied');
  const faults = reopen.map((line, index) => positive(amountOf(line.amount, currency), `reopen.${index}.amount`));
  return positive(amount, 'amount') ?? faults.find((fault) => fault !== undefined) ?? wrongSum(input, amount);
}

/** Taken off one by one: many of the largest amounts would not add up inside the largest total. */
function wrongSum(input: RefundPayment, amount: Money): Rejection | undefined {
  let left = subtract(amount, fromUnappliedOf(input));
  for (const line of input.reopen ?? []) {
    if (isNegative(left)) break;
    left = subtract(left, amountOf(line.amount, input.currency));
  }
  return isZero(left) ? undefined : reject('REFUND_DOES_NOT_SUM', {}, 'amount');
}

/** A later day is offered only where the rest of the command would be accepted then: what is not allocated never is. */
function beyondUnapplied(
  account: Account,
  input: RefundPayment,
  date: CalendarDate,
  isAllocated: boolean,
): Rejection | undefined {
  const { unapplied } = paymentAt(account, input.paymentId);
  const shortage = supplyShortage(input.currency, [unapplied], date, fromUnappliedOf(input));
  if (shortage === undefined) return undefined;
  const earliestDate = isAllocated ? shortage.earliestDate : undefined;
  return reject('REFUND_EXCEEDS_PAYMENT', { ...shortage, earliestDate }, 'fromUnapplied');
}

/** No more than this payment has paid there. */
function beyondAllocated(available: Money, index: number, bindingDate: CalendarDate): Rejection {
  const shortage = { available, bindingDate, earliestDate: undefined };
  return reject('REFUND_EXCEEDS_PAYMENT', shortage, `reopen.${index}.amount`);
}

function paymentRefunded(
  account: Account,
  input: RefundPayment,
  releases: readonly Release[],
  effectiveDate: CalendarDate,
): FactOf<'PaymentRefunded'> {
  const { refundId, paymentId, currency, method } = input;
  const data = {
    refundId,
    paymentId,
    currency,
    amount: toMinorText(amountOf(input.amount, currency)),
    fromUnapplied: toMinorText(fromUnappliedOf(input)),
    reopened: releases.map((release) => releaseLine(account, release)),
    method,
  };
  return { type: 'PaymentRefunded', effectiveDate, data };
}
