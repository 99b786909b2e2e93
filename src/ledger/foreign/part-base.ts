import { fromMinorText, negate } from '#money/money.ts';
import type { ReceiptPartFact } from '../receipts/receipt-events.ts';
import { type BaseBook, baseIn, sourceKey, withNewSource, withSourceMoved } from './base-book.ts';
import { carry } from './carried.ts';

/** What comes by a receipt comes at the value that it had there, and goes back at it: no gain, no loss. */
export function partInBase(book: BaseBook, fact: ReceiptPartFact): BaseBook {
  if (fact.type === 'ReceiptPartRefused') return book;
  const { effectiveDate: date, data } = fact;
  const [amount, base] = [fromMinorText(data.amount, data.currency), baseIn(book, data.baseAmount)];
  return fact.type === 'PaymentIdentified'
    ? withNewSource(book, sourceKey(data), carry(amount, base), date)
    : withSourceMoved(book, sourceKey(data), { date, amount: negate(amount), base: negate(base) });
}
