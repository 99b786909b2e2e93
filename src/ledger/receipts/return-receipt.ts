import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { type Money, toMinorText } from '#money/money.ts';
import type { Books } from '../books.ts';
import { amountOf, beforeOpening, dateOf, invalidReason, positive } from '../checks.ts';
import { currencyField, moneyText, reasonField } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { partOf } from '../foreign/carried.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import type { ReceiptDecision } from './decide-on-receipt.ts';
import { moneyOf, type Receipt, type ReceiptMoney } from './receipt.ts';
import { beforeReceipt, otherReceiptCurrency, recordedReceipt, reversedReceipt } from './receipt-checks.ts';
import { receiptFields } from './receipt-fields.ts';

export const returnReceiptInput = z
  .strictObject({
    ...receiptFields,
    currency: currencyField,
    amount: moneyText.describe('How much of what is unidentified.'),
    reasonCode: reasonField,
  })
  .describe('Sends unidentified money back to whom it came from.');

export type ReturnReceipt = z.output<typeof returnReceiptInput>;

export function decideReturnReceipt(receipt: Receipt, input: ReturnReceipt, books: Books): ReceiptDecision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    positive(amount, 'amount') ??
    recordedReceipt(receipt, books) ??
    otherReceiptCurrency(receipt, input.currency) ??
    invalidReason(books, 'ReturnReceipt', input.reasonCode, date) ??
    beforeOpening(books, date);
  if (refusal !== undefined) return refusal;
  const money = moneyOf(receipt);
  return (
    reversedReceipt(money) ??
    beforeReceipt(money, date) ??
    tooLittle(money, date, amount) ?? [receiptReturned(receipt.receiptId, money, date, amount)]
  );
}

function tooLittle({ unidentified }: ReceiptMoney, date: CalendarDate, amount: Money): Rejection | undefined {
  const shortage = supplyShortage(amount.currency, [unidentified], date, amount);
  return shortage && reject('EXCEEDS_UNIDENTIFIED', shortage, 'amount');
}

/** It leaves at the value that it is carried at. */
export function receiptReturned(
  receiptId: string,
  { method, base }: ReceiptMoney,
  effectiveDate: CalendarDate,
  amount: Money,
): FactOf<'ReceiptReturned'> {
  const baseAmount = base && toMinorText(partOf(base, amount));
  const data = { receiptId, currency: amount.currency, amount: toMinorText(amount), baseAmount, method };
  return { type: 'ReceiptReturned', effectiveDate, data };
}
