import type { CalendarDate } from '#money/calendar-date.ts';
import { isZero } from '#money/money.ts';
import type { Books } from '../books.ts';
import { beforeOriginal } from '../checks.ts';
import { type Rejection, reject } from '../rejections.ts';
import type { Receipt, ReceiptMoney } from './receipt.ts';

/** The checks that the commands on a receipt share, in the order of the stages (rejections.ts). */
export function recordedReceipt({ money }: Receipt, books: Books): Rejection | undefined {
  if (books.terms === undefined) return reject('LEDGER_NOT_OPEN', {});
  return money === undefined ? reject('RECEIPT_UNKNOWN', {}, 'receiptId') : undefined;
}

export function otherReceiptCurrency({ money }: Receipt, currency: string): Rejection | undefined {
  const own = money?.amount.currency;
  return own === undefined || own === currency ? undefined : reject('CURRENCY_MISMATCH', { currency: own }, 'currency');
}

/** What the bank took back is nobody's any more. */
export function reversedReceipt({ reversedOn }: ReceiptMoney): Rejection | undefined {
  return reversedOn === undefined ? undefined : reject('ALREADY_REVERSED', { reversedOn }, 'receiptId');
}

export function beforeReceipt({ on }: ReceiptMoney, date: CalendarDate): Rejection | undefined {
  return beforeOriginal(date, on);
}

export function returnedReceipt({ returned }: ReceiptMoney): Rejection | undefined {
  return isZero(returned) ? undefined : reject('RECEIPT_RETURNED', { returned }, 'receiptId');
}
