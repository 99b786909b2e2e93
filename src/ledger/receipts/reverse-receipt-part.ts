import { z } from 'zod';
import { laterOf } from '#money/calendar-date.ts';
import { type Account, paymentAt } from '../account.ts';
import { accept, type Books, type Decision } from '../books.ts';
import { dateOf, reversedPayment } from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { tooMany } from '../payments/lines.ts';
import { everyAllocation } from '../payments/release-plan.ts';
import {
  firstDayOfReversal,
  paymentReversed,
  shortageOnADay,
  transferredPayment,
} from '../payments/reverse-payment.ts';
import { itemsGivenBack } from '../payments/shortfall-facts.ts';
import { dayOfStep } from '../periods/locked-period.ts';
import { identifier } from '../text.ts';

export const reverseReceiptPartInput = z
  .strictObject({ ...accountFields, paymentId: identifier, reasonCode: reasonField })
  .describe(
    'A step of ReverseReceipt: the payment that a part of it became is reversed, on the first day that allows it.',
  );

type ReverseReceiptPart = z.output<typeof reverseReceiptPartInput>;

/** The bank has taken the money already: nothing asks whether the day suits, it is the first that does. */
export function decideReverseReceiptPart(account: Account, input: ReverseReceiptPart, books: Books): Decision {
  const payment = paymentAt(account, input.paymentId);
  const refusal = reversedPayment(payment) ?? transferredPayment(payment);
  if (refusal !== undefined) return refusal;
  const asked = laterOf(dayOfStep(dateOf(input, books), books), firstDayOfReversal(account, payment));
  const date = shortageOnADay(payment, everyAllocation(account, payment, asked), asked)?.earliestDate ?? asked;
  const releases = everyAllocation(account, payment, date);
  return (
    tooMany(releases.length + itemsGivenBack(account, releases)) ??
    accept(paymentReversed(account, payment, releases, date))
  );
}
