import { z } from 'zod';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { type Money, toMinorText } from '#money/money.ts';
import type { Books } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, invalidReason } from '../checks.ts';
import { reasonField } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { finalValue } from '../timeline.ts';
import type { ReceiptDecision } from './decide-on-receipt.ts';
import { moneyOf, type Receipt, type ReceiptMoney, type ReceiptPart } from './receipt.ts';
import { recordedReceipt, returnedReceipt, reversedReceipt } from './receipt-checks.ts';
import { receiptFields } from './receipt-fields.ts';

export const reverseReceiptInput = z
  .strictObject({ ...receiptFields, reasonCode: reasonField })
  .describe(
    'Takes a receipt back that the bank took back: what is unidentified of it goes, and every payment that its parts became is ' +
      'reversed on its account.',
  );

export type ReverseReceipt = z.output<typeof reverseReceiptInput>;

export function decideReverseReceipt(receipt: Receipt, input: ReverseReceipt, books: Books): ReceiptDecision {
  const date = dateOf(input, books);
  const refusal =
    recordedReceipt(receipt, books) ??
    invalidReason(books, 'ReverseReceipt', input.reasonCode, date) ??
    beforeOpening(books, date);
  if (refusal !== undefined) return refusal;
  const money = moneyOf(receipt);
  const rest = finalValue(money.unidentified);
  return (
    reversedReceipt(money) ??
    returnedReceipt(money) ??
    partsUnderWay(money) ??
    beforeOriginal(date, lastDayOf(money)) ??
    missingOnADay(money, date, rest) ??
    reversed(receipt.receiptId, money, date, rest)
  );
}

/** Where that money will be is not known yet: its process is about to end. */
function partsUnderWay({ parts }: ReceiptMoney): Rejection | undefined {
  const count = parts.count(({ state }) => state === 'IN_TRANSIT');
  return count === 0 ? undefined : reject('RECEIPT_IN_TRANSIT', { parts: count }, 'receiptId');
}

/** The day of the receipt; or, where a part that is on an account was identified later, that day: it is undone too. */
function lastDayOf(money: ReceiptMoney): CalendarDate {
  return partsOnAccounts(money)
    .map(({ on }) => on)
    .reduce(laterOf, money.on);
}

function partsOnAccounts({ parts }: ReceiptMoney): readonly ReceiptPart[] {
  return [...parts.values()].filter(({ state }) => state === 'ARRIVED').toSorted((a, b) => a.part - b.part);
}

function missingOnADay({ unidentified }: ReceiptMoney, date: CalendarDate, rest: Money): Rejection | undefined {
  const shortage = supplyShortage(rest.currency, [unidentified], date, rest);
  if (shortage === undefined) return undefined;
  const { bindingDate, earliestDate } = shortage;
  return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
}

function reversed(receiptId: string, money: ReceiptMoney, effectiveDate: CalendarDate, rest: Money): ReceiptDecision {
  const { method, base } = money;
  const parts = partsOnAccounts(money).map(({ part, accountId, paymentId }) => ({ part, accountId, paymentId }));
  const baseAmount = base && toMinorText(base.carried);
  const data = { receiptId, currency: rest.currency, amount: toMinorText(rest), baseAmount, method, parts };
  return [{ type: 'ReceiptReversed', effectiveDate, data }];
}
