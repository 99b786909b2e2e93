import type { ReceiptFact, ReceiptPartFact } from '#ledger/receipts/receipt-events.ts';
import { money } from '../summary-parts.ts';

/** A fact of a receipt for a reader: which part, where, and how much. */
export function receiptDetails({ type, data }: ReceiptFact | ReceiptPartFact): string {
  const isPayment = type === 'PaymentIdentified' || type === 'PaymentUnidentified';
  const where = 'part' in data ? ` ${data.part} ${data.accountId}/${data.paymentId}` : '';
  const part = isPayment ? ` ${data.paymentId}` : where;
  const amount = 'amount' in data ? ` ${money(data.amount, data.currency)}` : '';
  const base = 'baseAmount' in data && data.baseAmount !== undefined ? ` base ${data.baseAmount}` : '';
  const why = type === 'ReceiptPartRefused' ? ` ${data.code}` : '';
  const refused = type === 'ReceiptPartReturned' && data.isRefused === true ? ' refused' : '';
  return `${part}${amount}${base}${why}${refused}`;
}
