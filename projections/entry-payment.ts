import type { BookEntry } from './book-entry.ts';

/** The id of the payment that an entry is about, if it is about one: what it did on items is that payment's doing. */
export function paymentOf({ data }: BookEntry): string | undefined {
  return 'paymentId' in data ? data.paymentId : undefined;
}
