import { partTransit } from '#ledger/receipts/receipt.ts';
import { transitOf } from '#ledger/transfers/transfer-postings.ts';
import type { BookEntry } from './book-entry.ts';

/** What an entry says of something on its way between streams: that it has left, or that where it left knows what became of it. */
export interface TransitStep {
  /** The key of its lines on TransferClearing; of the reversal of a receipt, which posts none there, one of its own. */
  readonly key: string;
  readonly isBegun: boolean;
}

export function transitStepOf(entry: BookEntry): TransitStep | undefined {
  switch (entry.type) {
    case 'BalanceTransferredOut':
      return { key: transitOf(entry.data), isBegun: true };
    case 'BalanceTransferCompleted':
    case 'BalanceTransferReturned':
      return { key: transitOf(entry.data), isBegun: false };
    case 'ReceiptIdentified':
      return { key: partTransit(entry.data, 'there'), isBegun: true };
    case 'ReceiptPartArrived':
      return { key: partTransit(entry.data, 'there'), isBegun: false };
    case 'PaymentUnidentified':
      return { key: partTransit(entry.data, 'back'), isBegun: true };
    case 'ReceiptPartReturned':
      return { key: partTransit(entry.data, entry.data.isRefused === true ? 'there' : 'back'), isBegun: false };
    case 'ReceiptReversed':
      return { key: reversalOf(entry.data), isBegun: true };
    case 'ReceiptReversalCompleted':
      return { key: reversalOf(entry.data), isBegun: false };
    default:
      return undefined;
  }
}

function reversalOf({ receiptId }: { readonly receiptId: string }): string {
  return `receipt-${receiptId}/reversal`;
}
