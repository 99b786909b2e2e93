import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
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
import { tooMany } from '../payments/lines.ts';
import { everyAllocation, type Release, releaseFacts } from '../payments/release-plan.ts';
import { missingOnADay, transferredPayment } from '../payments/reverse-payment.ts';
import { itemsGivenBack, recordTakenBack } from '../payments/shortfall-facts.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import type { ReceiptPartName } from './receipt.ts';

export const unidentifyReceiptInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The payment that a part of a receipt became.'),
    reasonCode: reasonField,
  })
  .describe(
    'Takes a payment that IdentifyReceipt gave to the wrong account back to its receipt: every live allocation is dropped in one ' +
      'step, and the money is unidentified again.',
  );

export type UnidentifyReceipt = z.output<typeof unidentifyReceiptInput>;

export function decideUnidentifyReceipt(account: Account, input: UnidentifyReceipt, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    invalidReason(books, 'UnidentifyReceipt', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notThere(account, input.paymentId);
  if (refusal !== undefined) return refusal;
  const payment = paymentAt(account, input.paymentId);
  const { receipt } = payment;
  if (receipt === undefined) return reject('PAYMENT_NOT_FROM_RECEIPT', {}, 'paymentId');
  const releases = everyAllocation(account, payment, date);
  return (
    reversedPayment(payment) ??
    transferredPayment(payment) ??
    refundedPayment(payment) ??
    beforeOriginal(date, payment.settledOn) ??
    missingOnADay(payment, releases, date) ??
    tooMany(releases.length + itemsGivenBack(account, releases)) ??
    accept(unidentified(account, { payment, receipt }, releases, date))
  );
}

/** Money of it was paid out on behalf of this account: that has to come back before the rest can go. */
function refundedPayment({ refunded }: Payment): Rejection | undefined {
  return isZero(refunded) ? undefined : reject('PAYMENT_REFUNDED', { refunded }, 'paymentId');
}

function unidentified(
  account: Account,
  { payment, receipt }: { readonly payment: Payment; readonly receipt: ReceiptPartName },
  releases: readonly Release[],
  effectiveDate: CalendarDate,
): Draft {
  const { accountId } = account;
  const { paymentId, amount } = payment;
  const dropped = releaseFacts(account, releases, { kind: 'REVERSAL', id: paymentId });
  const data = { ...receipt, accountId, paymentId, currency: amount.currency, amount: toMinorText(amount) };
  const gone = record(draftOf(account), ...dropped, { type: 'PaymentUnidentified', effectiveDate, data });
  return recordTakenBack(gone, releases);
}
