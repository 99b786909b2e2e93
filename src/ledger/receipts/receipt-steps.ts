import { z } from 'zod';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { fromMinorText } from '#money/money.ts';
import type { Books } from '../books.ts';
import { dateOf } from '../checks.ts';
import { reasonField } from '../command-input.ts';
import { dayOfStep } from '../periods/locked-period.ts';
import { itemNumber } from '../text.ts';
import type { ReceiptDecision } from './decide-on-receipt.ts';
import { evolveReceiptFact } from './evolve-receipt.ts';
import { moneyOf, partOfReceipt, type Receipt } from './receipt.ts';
import { partMovedSchema, type ReceiptFact } from './receipt-events.ts';
import { receiptFields } from './receipt-fields.ts';
import { receiptReturned } from './return-receipt.ts';

/** What a receipt hears of its parts: steps of processes (src/processes/receipts.ts), which no caller can send. */
export const confirmReceiptPartInput = z
  .strictObject({ ...receiptFields, part: itemNumber })
  .describe('A step of IdentifyReceipt: the receipt hears that the account has the part.');

export const takeBackReceiptPartInput = z
  .strictObject({
    ...receiptFields,
    reasonCode: reasonField,
    moved: partMovedSchema,
    isRefused: z.literal(true).optional(),
  })
  .describe('A step of IdentifyReceipt and UnidentifyReceipt: a part is unidentified again.');

export const endReceiptReversalInput = z
  .strictObject(receiptFields)
  .describe('A step of ReverseReceipt: no account has anything of the receipt any more.');

type Confirm = z.output<typeof confirmReceiptPartInput>;
type TakeBack = z.output<typeof takeBackReceiptPartInput>;
type End = z.output<typeof endReceiptReversalInput>;

export function decideConfirmReceiptPart(receipt: Receipt, input: Confirm, books: Books): ReceiptDecision {
  const { part, accountId, paymentId } = partOfReceipt(moneyOf(receipt), input.part);
  const data = { receiptId: receipt.receiptId, part, accountId, paymentId };
  return [{ type: 'ReceiptPartArrived', effectiveDate: stepDate(input, books), data }];
}

/** What comes back after the bank took the receipt goes the same way at once. */
export function decideTakeBackReceiptPart(receipt: Receipt, input: TakeBack, books: Books): ReceiptDecision {
  const money = moneyOf(receipt);
  const { moved, isRefused } = input;
  if (partOfReceipt(money, moved.part).state === 'BACK') throw new Error('a part of a receipt comes back twice');
  const effectiveDate = stepDate(input, books);
  const back: ReceiptFact = { type: 'ReceiptPartReturned', effectiveDate, data: { ...moved, isRefused } };
  if (money.reversedOn === undefined) return [back];
  const amount = fromMinorText(moved.amount, moved.currency);
  const after = moneyOf(evolveReceiptFact(receipt, back));
  return [back, receiptReturned(receipt.receiptId, after, laterOf(effectiveDate, money.reversedOn), amount)];
}

export function decideEndReceiptReversal(receipt: Receipt, input: End, books: Books): ReceiptDecision {
  const data = { receiptId: receipt.receiptId };
  return [{ type: 'ReceiptReversalCompleted', effectiveDate: stepDate(input, books), data }];
}

function stepDate(input: { readonly effectiveDate?: CalendarDate | undefined }, books: Books): CalendarDate {
  return dayOfStep(dateOf(input, books), books);
}
