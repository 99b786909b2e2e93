import type { Party } from '#ledger/parties.ts';
import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import type { BookEntry } from './book-entry.ts';

/** Money received, as far as figures need it: whose it is, and how it came. What is unapplied of it is a sum of postings. */
export interface ReceivedPayment {
  readonly paymentId: string;
  readonly party: Party;
  readonly currency: string;
  readonly method: PaymentMethod;
}

/** The payment that an entry brings into being. */
export function paymentOpenedBy(entry: BookEntry): ReceivedPayment | undefined {
  if (entry.type !== 'PaymentReceived') return undefined;
  const { paymentId, payer, currency, method } = entry.data;
  return { paymentId, party: payer, currency, method };
}
