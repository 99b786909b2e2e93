import { z } from 'zod';
import { toMinorText } from '#money/money.ts';
import { type Account, creditAt } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  openAccount,
  otherCurrency,
  positive,
  takenId,
  unknownCredit,
  voidedCredit,
} from '../checks.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier } from '../text.ts';

export const refundCreditInput = z
  .strictObject({
    ...accountFields,
    refundId: identifier.describe('Yours, unique on the account.'),
    creditId: identifier.describe('The credit.'),
    currency: currencyField,
    amount: moneyText.describe('How much of what is unapplied of the credit is paid out.'),
    method: z.enum(paymentMethods).describe('How it goes out.'),
    reasonCode: reasonField,
  })
  .describe('Pays a credit out, or a part of it: what was granted without money becomes money.');

export type RefundCredit = z.output<typeof refundCreditInput>;

export function decideRefundCredit(account: Account, input: RefundCredit, books: Books): Decision {
  const { refundId, creditId, currency, method } = input;
  const date = dateOf(input, books);
  const amount = amountOf(input.amount, currency);
  const refusal =
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    unknownCredit(account, creditId) ??
    takenId(account.refunds.has(refundId), 'refund', 'refundId') ??
    otherCurrency(account, currency) ??
    invalidReason(books, 'RefundCredit', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    voidedCredit(creditAt(account, creditId)) ??
    beforeOriginal(date, creditAt(account, creditId).effectiveDate);
  if (refusal !== undefined) return refusal;
  const shortage = supplyShortage(currency, [creditAt(account, creditId).unapplied], date, amount);
  if (shortage !== undefined) return reject('INSUFFICIENT_CREDIT', shortage, 'amount');
  const data = { refundId, creditId, currency, amount: toMinorText(amount), method };
  return accept(record(draftOf(account), { type: 'CreditRefunded', effectiveDate: date, data }));
}
