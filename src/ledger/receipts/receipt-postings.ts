import { assertNever } from '../assert-never.ts';
import {
  credit,
  creditTransit,
  creditUnapplied,
  creditUnidentified,
  debit,
  debitTransit,
  debitUnapplied,
  debitUnidentified,
  unlessZero,
} from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';
import { partTransit } from './receipt.ts';
import type { ReceiptFact, ReceiptPartFact } from './receipt-events.ts';

/** What nobody knows the payer of stands on UnidentifiedCash; a part crosses TransferClearing on its way to UnappliedCash, and back. */
export function receiptPostings(fact: ReceiptFact | ReceiptPartFact): readonly PostingLine[] {
  switch (fact.type) {
    case 'ReceiptRecorded': {
      const { receiptId, amount, baseAmount } = fact.data;
      return [debit('CashClearing', amount, baseAmount), creditUnidentified(receiptId, amount, baseAmount)];
    }
    case 'ReceiptIdentified': {
      const { receiptId, amount, baseAmount } = fact.data;
      const there = partTransit(fact.data, 'there');
      return [debitUnidentified(receiptId, amount, baseAmount), creditTransit(there, amount, baseAmount)];
    }
    case 'PaymentIdentified': {
      const { paymentId, amount, baseAmount } = fact.data;
      const there = partTransit(fact.data, 'there');
      return [debitTransit(there, amount, baseAmount), creditUnapplied(paymentId, amount, baseAmount)];
    }
    case 'PaymentUnidentified': {
      const { paymentId, amount, baseAmount } = fact.data;
      const back = partTransit(fact.data, 'back');
      return [debitUnapplied(paymentId, amount, baseAmount), creditTransit(back, amount, baseAmount)];
    }
    case 'ReceiptPartReturned': {
      const { receiptId, amount, baseAmount, isRefused } = fact.data;
      const transit = partTransit(fact.data, isRefused === true ? 'there' : 'back');
      return [debitTransit(transit, amount, baseAmount), creditUnidentified(receiptId, amount, baseAmount)];
    }
    case 'ReceiptReturned':
    case 'ReceiptReversed': {
      const { receiptId, amount, baseAmount } = fact.data;
      return unlessZero(debitUnidentified(receiptId, amount, baseAmount), credit('CashClearing', amount, baseAmount));
    }
    case 'ReceiptPartArrived':
    case 'ReceiptReversalCompleted':
    case 'ReceiptPartRefused':
      return [];
    default:
      return assertNever(fact);
  }
}
