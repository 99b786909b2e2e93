import { z } from 'zod';
import { toMinorText } from '#money/money.ts';
import type { Books } from '../books.ts';
import { amountOf, beforeOpening, dateOf, positive } from '../checks.ts';
import { currencyField, dateInput, moneyText } from '../command-input.ts';
import { baseValueFault, baseValueFields, statedBase } from '../foreign/base-value.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import type { ReceiptDecision } from './decide-on-receipt.ts';
import type { Receipt } from './receipt.ts';
import { receiptFields } from './receipt-fields.ts';

export const recordReceiptInput = z
  .strictObject({
    ...receiptFields,
    receiptId: identifier.describe('Yours, unique in the ledger: the number of the cheque or of the line of the bank.'),
    currency: currencyField,
    amount: moneyText.describe('The money that arrived.'),
    ...baseValueFields,
    method: z.enum(paymentMethods).describe('How it came.'),
    receivedDate: dateInput.optional().describe('When it arrived, for information; the effective date decides.'),
  })
  .describe(
    'Records money of which nobody knows yet whose it is. It counts as unidentified cash, not as unapplied, until ' +
      'IdentifyReceipt says which accounts it belongs to.',
  );

export type RecordReceipt = z.output<typeof recordReceiptInput>;

export function decideRecordReceipt(receipt: Receipt, input: RecordReceipt, books: Books): ReceiptDecision {
  const { receiptId, currency, method, receivedDate } = input;
  const amount = amountOf(input.amount, currency);
  const date = dateOf(input, books);
  const baseCurrency = books.terms?.baseCurrency === currency ? undefined : books.terms?.baseCurrency;
  const carrier = { base: baseCurrency === undefined ? undefined : { currency: baseCurrency } };
  const refusal =
    positive(amount, 'amount') ??
    (books.terms === undefined ? reject('LEDGER_NOT_OPEN', {}) : undefined) ??
    (receipt.money === undefined ? undefined : reject('RECEIPT_TAKEN', {}, 'receiptId')) ??
    baseValueFault(carrier, input, amount) ??
    beforeOpening(books, date);
  if (refusal !== undefined) return refusal;
  const base = { baseCurrency, ...statedBase(carrier, input, amount) };
  const data = { receiptId, currency, amount: toMinorText(amount), ...base, method, receivedDate };
  return [{ type: 'ReceiptRecorded', effectiveDate: date, data }];
}
