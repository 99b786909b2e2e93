import { isReceiptFact } from '#ledger/receipts/receipt-events.ts';
import type { BookEntry } from './book-entry.ts';

/** The id of the payment that an entry is about, if it is about one: what it did on items is that payment's doing. */
export function paymentOf(entry: BookEntry): string | undefined {
  // A receipt names payments of accounts, and an account one that it does not take.
  if (isReceiptFact(entry) || entry.type === 'ReceiptPartRefused') return undefined;
  return 'paymentId' in entry.data ? entry.data.paymentId : undefined;
}
