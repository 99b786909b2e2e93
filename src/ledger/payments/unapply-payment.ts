import { z } from 'zod';
import { type Account, paymentAt } from '../account.ts';
import type { Books, Decision } from '../books.ts';
import {
  beforeOpening,
  dateOf,
  invalidReason,
  notThere,
  openAccount,
  otherCurrency,
  unknownPayment,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, reasonField } from '../command-input.ts';
import { identifier } from '../text.ts';
import { unknownLine } from './lines.ts';
import { invalidUnapplyLines, takenBack, unapplyLinesField } from './unapply-lines.ts';

export const unapplyPaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The payment.'),
    currency: currencyField,
    lines: unapplyLinesField,
    reasonCode: reasonField,
  })
  .describe('Takes allocations of a payment back: the items are open again and the money is unapplied.');

export type UnapplyPayment = z.output<typeof unapplyPaymentInput>;

export function decideUnapplyPayment(account: Account, input: UnapplyPayment, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    invalidUnapplyLines(input) ??
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    unknownLine(account, input.lines ?? []) ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'UnapplyPayment', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notThere(account, input.paymentId) ??
    voidedLine(account, input.lines ?? []);
  if (refusal !== undefined) return refusal;
  return takenBack(account, paymentAt(account, input.paymentId), input, date);
}
