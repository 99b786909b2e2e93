import { z } from 'zod';
import { toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { identifier } from '../text.ts';
import { notPending, pendingPaymentAt, unknownPended } from './pending-payment.ts';

export const failPaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The pending payment.'),
  })
  .describe(
    'The money of a pending payment never came: declined, returned, or its authorisation lapsed. Once, and for all of it; the code of the bank goes into the reference.',
  );

type FailPayment = z.output<typeof failPaymentInput>;

export function decideFailPayment(account: Account, input: FailPayment, books: Books): Decision {
  const { paymentId } = input;
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownPended(account, paymentId) ??
    beforeOpening(books, date) ??
    notPending(account, paymentId) ??
    beforeOriginal(date, pendingPaymentAt(account, paymentId).effectiveDate);
  if (refusal !== undefined) return refusal;
  const { amount } = pendingPaymentAt(account, paymentId);
  const data = { paymentId, currency: amount.currency, amount: toMinorText(amount) };
  return accept(record(draftOf(account), { type: 'PaymentFailed', effectiveDate: date, data }));
}
