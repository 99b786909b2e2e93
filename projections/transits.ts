import { transitOf } from '#ledger/transfers/transfer-postings.ts';
import type { BookEntry } from './book-entry.ts';

/** What an entry says of something on its way between streams: that it has left, or that where it left knows what became of it. */
export interface TransitStep {
  /** The key of its lines on TransferClearing. */
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
    default:
      return undefined;
  }
}
