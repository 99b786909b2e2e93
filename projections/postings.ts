import { creditSource, paymentSource, type SourceName } from '#ledger/account.ts';
import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import { type GlAccount, type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import type { MinorText } from '#money/money.ts';
import type { BookEntry } from './book-entry.ts';
import { cashMethodOf } from './cash-methods.ts';
import { type Minor, minorOf } from './minor.ts';
import type { OpenItem } from './open-items.ts';
import type { AllocationSource } from './sources.ts';

/**
 * One line of the books. A line on AccountsReceivable carries its open item and with it the anchors of aging, a line on
 * UnappliedCash its payment, one on UnappliedCredits its credit, and with them the party, a line on CashClearing the
 * method, one on TransferClearing its key, one on UnidentifiedCash its receipt: so every figure is a sum over lines, without a join.
 */
export interface Posting<Item extends OpenItem, Source extends AllocationSource> {
  /** 1, 2, ... within the entry, in the order of the posting rules. */
  readonly line: number;
  readonly account: GlAccount;
  /** Debit is positive, credit negative: the lines of an entry add up to zero. */
  readonly amount: Minor;
  /** The same in minor units of the base currency: the amount itself on an account in the base currency. */
  readonly base: Minor;
  readonly item: Item | undefined;
  /** The payment or the credit. */
  readonly source: Source | undefined;
  /** On CashClearing: how the money moved. */
  readonly method: PaymentMethod | undefined;
  /** On TransferClearing: the key of what is on its way. */
  readonly transit: string | undefined;
  /** On UnidentifiedCash, in the stream of the receipt. */
  readonly isUnidentified: boolean;
}

/** What is already there on the account of the entry. Asked for something that is not, it throws: a corrupt book. */
export interface Subledger<Item extends OpenItem, Source extends AllocationSource> {
  readonly itemOf: (chargeId: string, item: number) => Item;
  readonly sourceOf: (name: SourceName) => Source;
}

/** The lines of an entry. Throws where they break INV-06: such an entry is not posted, and nothing after it. */
export function postingsOfEntry<Item extends OpenItem, Source extends AllocationSource>(
  entry: BookEntry,
  { itemOf, sourceOf }: Subledger<Item, Source>,
): readonly Posting<Item, Source>[] {
  const postings = postingsOf(entry).map((line, index) => ({
    line: index + 1,
    account: line.account,
    amount: signed(line, line.amount),
    base: signed(line, line.base ?? line.amount),
    item: line.item === undefined ? undefined : itemOf(line.item.chargeId, line.item.item),
    source: ofSource(line, sourceOf),
    transit: line.transit,
    isUnidentified: line.receiptId !== undefined,
    method: line.account === 'CashClearing' ? cashMethodOf(entry, sourceOf) : undefined,
  }));
  requireBalance(postings);
  return postings;
}

function ofSource<Source>(
  { paymentId, creditId }: PostingLine,
  sourceOf: (name: SourceName) => Source,
): Source | undefined {
  if (paymentId !== undefined) return sourceOf(paymentSource(paymentId));
  return creditId === undefined ? undefined : sourceOf(creditSource(creditId));
}

function signed({ side }: PostingLine, amount: MinorText): Minor {
  return side === 'DEBIT' ? minorOf(amount) : -minorOf(amount);
}

function requireBalance(postings: readonly { readonly amount: Minor; readonly base: Minor }[]): void {
  let total = 0n;
  let inBase = 0n;
  for (const { amount, base } of postings) {
    if (amount === 0n && base === 0n) throw new Error('INV-06: a posting line is zero');
    total += amount;
    inBase += base;
  }
  if (total !== 0n) throw new Error('INV-06: the lines of the entry do not balance');
  if (inBase !== 0n) throw new Error('INV-06: the lines of the entry do not balance in base');
}
