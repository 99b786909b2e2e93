import type { Fact } from '#ledger/events.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import type { ReceiptPartFact } from '#ledger/receipts/receipt-events.ts';
import { found, must, type Papers, type Touched } from './audit-papers.ts';
import { settled } from './audit-payments.ts';
import { refundedOf } from './audit-refunds.ts';
import { transferredOf } from './audit-transfers.ts';

/** Parts of receipts: each comes to an account once, goes back whole, and crosses TransferClearing under its own key. */
export function partOfReceipt(papers: Papers, fact: ReceiptPartFact): Touched {
  const { receiptId, part, paymentId } = fact.data;
  const name = `receipt-${receiptId}/${part}`;
  if (fact.type === 'ReceiptPartRefused') {
    must(![...papers.receiptParts.values()].includes(name), 'INV-14 a part is refused that is there');
    return { items: [], sources: [] };
  }
  if (fact.type === 'PaymentIdentified') {
    must(![...papers.receiptParts.values()].includes(name), 'INV-14 a part of a receipt comes twice');
    papers.receiptParts.set(paymentId, name);
    crosses(fact, name);
  } else {
    must(found(papers.receiptParts.get(paymentId), 'INV-14 no receipt to go back to') === name, 'INV-16 another part');
    must(refundedOf(papers, paymentId) === 0n, 'INV-02 a part goes back of which something was refunded');
    must(transferredOf(papers, paymentId) === 0n, 'INV-02 a part goes back of which something is elsewhere');
    crosses(fact, `${name}/back`);
  }
  return settled(papers, fact);
}

function crosses(fact: Fact, key: string): void {
  const keys = postingsOf(fact).flatMap(({ transit }) => transit ?? []);
  must(keys.length === 1 && keys[0] === key, `INV-08 ${fact.type} crosses under ${keys.join()}`);
}
