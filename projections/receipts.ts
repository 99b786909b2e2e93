import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import { isReceiptFact } from '#ledger/receipts/receipt-events.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';

/** Money that arrived before anybody knew whose it is. */
export interface RecordedReceipt {
  readonly receiptId: string;
  readonly currency: string;
  readonly method: PaymentMethod;
  readonly amount: Minor;
}

export function receiptRecordedBy(entry: BookEntry): RecordedReceipt | undefined {
  if (entry.type !== 'ReceiptRecorded') return undefined;
  const { receiptId, currency, method, amount } = entry.data;
  return { receiptId, currency, method, amount: minorOf(amount) };
}

/** What an entry did to its receipt. REFUSED and TAKEN_BACK: a part is back; the account did not take it, or it was another's. */
type ReceiptStep =
  | ('RECORDED' | 'IDENTIFIED' | 'ARRIVED' | 'REFUSED')
  | ('TAKEN_BACK' | 'RETURNED' | 'REVERSED' | 'REVERSAL_COMPLETED');

export interface ReceiptMovement {
  readonly step: ReceiptStep;
  readonly amount: Minor;
  /** The part that it is about, with the account and the payment there. */
  readonly part: { readonly part: number; readonly accountId: string; readonly paymentId: string } | undefined;
}

export function receiptMovementOf(entry: BookEntry): ReceiptMovement | undefined {
  if (!isReceiptFact(entry)) return undefined;
  switch (entry.type) {
    case 'ReceiptRecorded':
      return { step: 'RECORDED', amount: minorOf(entry.data.amount), part: undefined };
    case 'ReceiptIdentified':
      return { step: 'IDENTIFIED', amount: minorOf(entry.data.amount), part: entry.data };
    case 'ReceiptPartArrived':
      return { step: 'ARRIVED', amount: 0n, part: entry.data };
    case 'ReceiptPartReturned': {
      const step = entry.data.isRefused === true ? 'REFUSED' : 'TAKEN_BACK';
      return { step, amount: minorOf(entry.data.amount), part: entry.data };
    }
    case 'ReceiptReturned':
      return { step: 'RETURNED', amount: minorOf(entry.data.amount), part: undefined };
    case 'ReceiptReversed':
      return { step: 'REVERSED', amount: minorOf(entry.data.amount), part: undefined };
    default:
      return { step: 'REVERSAL_COMPLETED', amount: 0n, part: undefined };
  }
}
