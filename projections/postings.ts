import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import { type GlAccount, type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import type { BookEntry } from './book-entry.ts';
import { cashMethodOf } from './cash-methods.ts';
import { type Minor, minorOf } from './minor.ts';
import type { OpenItem } from './open-items.ts';
import type { ReceivedPayment } from './payments.ts';

/**
 * One line of the books. A line on AccountsReceivable carries its open item and with it the anchors of aging, a line on
 * UnappliedCash its payment and with it the payer, a line on CashClearing the method: so every figure is a sum over
 * lines, without a join.
 */
export interface Posting<Item extends OpenItem, Payment extends ReceivedPayment> {
  /** 1, 2, ... within the entry, in the order of the posting rules. */
  readonly line: number;
  readonly account: GlAccount;
  /** Debit is positive, credit negative: the lines of an entry add up to zero. */
  readonly amount: Minor;
  readonly item: Item | undefined;
  readonly payment: Payment | undefined;
  /** On CashClearing: how the money moved. */
  readonly method: PaymentMethod | undefined;
}

/** What is already there on the account of the entry. Asked for something that is not, it throws: a corrupt book. */
export interface Subledger<Item extends OpenItem, Payment extends ReceivedPayment> {
  readonly itemOf: (chargeId: string, item: number) => Item;
  readonly paymentOf: (paymentId: string) => Payment;
}

/** The lines of an entry. Throws where they break INV-06: such an entry is not posted, and nothing after it. */
export function postingsOfEntry<Item extends OpenItem, Payment extends ReceivedPayment>(
  entry: BookEntry,
  { itemOf, paymentOf }: Subledger<Item, Payment>,
): readonly Posting<Item, Payment>[] {
  const postings = postingsOf(entry).map((line, index) => ({
    line: index + 1,
    account: line.account,
    amount: signedAmount(line),
    item: line.item === undefined ? undefined : itemOf(line.item.chargeId, line.item.item),
    payment: line.paymentId === undefined ? undefined : paymentOf(line.paymentId),
    method: line.account === 'CashClearing' ? cashMethodOf(entry, paymentOf) : undefined,
  }));
  requireBalance(postings);
  return postings;
}

function signedAmount({ side, amount }: PostingLine): Minor {
  return side === 'DEBIT' ? minorOf(amount) : -minorOf(amount);
}

function requireBalance(postings: readonly { readonly amount: Minor }[]): void {
  let total = 0n;
  for (const { amount } of postings) {
    if (amount === 0n) throw new Error('INV-06: a posting line is zero');
    total += amount;
  }
  if (total !== 0n) throw new Error('INV-06: the lines of the entry do not balance');
}
