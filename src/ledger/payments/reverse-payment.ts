import { z } from 'zod';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { isZero, toMinorText } from '#money/money.ts';
import { type Account, type Payment, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import {
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  notThere,
  openAccount,
  reversedPayment,
  unknownPayment,
} from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { recharged } from '../refunds/recharge.ts';
import { leftAfterRefunds, standingRefunds } from '../refunds/standing-refunds.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier } from '../text.ts';
import { decideReverseRecovery } from '../write-offs/turn-recovery.ts';
import { tooMany } from './lines.ts';
import { everyAllocation, type Release, releaseFacts, unappliedAfter } from './release-plan.ts';
import { itemsGivenBack, recordTakenBack } from './shortfall-facts.ts';

export const reversePaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The payment.'),
    reasonCode: reasonField,
  })
  .describe(
    'Takes a payment back that the bank or card scheme took back: every live allocation is dropped in one step, and what had been refunded of it is charged.',
  );

export type ReversePayment = z.output<typeof reversePaymentInput>;

export function decideReversePayment(account: Account, input: ReversePayment, books: Books): Decision {
  if (account.recoveries.has(input.paymentId)) return decideReverseRecovery(account, input, books);
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    invalidReason(books, 'ReversePayment', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notThere(account, input.paymentId) ??
    reversedPayment(paymentAt(account, input.paymentId)) ??
    receiptPayment(paymentAt(account, input.paymentId)) ??
    transferredPayment(paymentAt(account, input.paymentId)) ??
    beforeOriginal(date, firstDayOfReversal(account, paymentAt(account, input.paymentId)));
  if (refusal !== undefined) return refusal;
  const payment = paymentAt(account, input.paymentId);
  const releases = everyAllocation(account, payment, date);
  return (
    missingOnADay(payment, releases, date) ??
    tooMany(releases.length + itemsGivenBack(account, releases)) ??
    accept(paymentReversed(account, payment, releases, date))
  );
}

/** The bank knows the receipt, not its parts: what it takes back it takes from all of them. */
export function receiptPayment({ receipt }: Payment): Rejection | undefined {
  return receipt === undefined
    ? undefined
    : reject('PAYMENT_FROM_RECEIPT', { receiptId: receipt.receiptId }, 'paymentId');
}

/** The money is with somebody else: who takes it back here would take it twice. */
export function transferredPayment({ transferred }: Payment): Rejection | undefined {
  return isZero(transferred)
    ? undefined
    : reject('PAYMENT_TRANSFERRED', { transferred, accountId: undefined }, 'paymentId');
}

/** The day it was received, settled or came back; or, where money of it went back since, the day on which it did: that becomes a charge. */
export function firstDayOfReversal(account: Account, payment: Payment): CalendarDate {
  const dates = standingRefunds(account, payment).map(({ effectiveDate }) => effectiveDate);
  return dates.reduce(laterOf, payment.settledOn);
}

/** All that did not go back has to be unapplied from the day of the reversal on; an allocation un-applied only later stands in the way. */
export function missingOnADay(
  payment: Payment,
  releases: readonly Release[],
  date: CalendarDate,
): Rejection | undefined {
  const shortage = shortageOnADay(payment, releases, date);
  if (shortage === undefined) return undefined;
  const { bindingDate, earliestDate } = shortage;
  return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
}

export function shortageOnADay(payment: Payment, releases: readonly Release[], date: CalendarDate) {
  const freed = unappliedAfter(payment, releases);
  return supplyShortage(freed.currency, [freed], date, leftAfterRefunds(payment));
}

/** Releases come first, so that at no position of the journal anything is below zero. */
export function paymentReversed(
  account: Account,
  payment: Payment,
  releases: readonly Release[],
  date: CalendarDate,
): Draft {
  const { paymentId } = payment;
  const left = leftAfterRefunds(payment);
  const dropped = releaseFacts(account, releases, { kind: 'REVERSAL', id: paymentId });
  const data = { paymentId, currency: left.currency, amount: toMinorText(left) };
  const gone = recordTakenBack(
    record(draftOf(account), ...dropped, { type: 'PaymentReversed', effectiveDate: date, data }),
    releases,
  );
  return isZero(payment.refunded) ? gone : record(gone, recharged(account, payment, date));
}
