import { give, postBase, rated, sourceLoses, take } from './base.ts';
import type { At, Change } from './dated.ts';
import { there } from './desk.ts';
import type { Papers, SourcePaper } from './papers.ts';
import type { ReceiptBase, ReceiptPaper } from './receipt-papers.ts';

/**
 * A receipt in another currency than the ledger's says what it is worth. Whatever leaves it takes its part of what is carried
 * along, the last the rest, and nothing on the way is a gain or a loss (ledger-rules 8, decisions/0020).
 */
export function newReceiptBase(cents: bigint, worth: bigint | undefined, at: At): ReceiptBase | undefined {
  if (worth === undefined) return undefined;
  const base: ReceiptBase = { general: new Map(), money: rated(cents, worth) };
  postBase(base, at, 'CashClearing', worth);
  postBase(base, at, 'UnidentifiedCash', -worth);
  return base;
}

/** To an account, or out of the house: what it takes along; undefined in the currency of the ledger. */
export function receiptLosesInBase(
  { base }: ReceiptPaper,
  to: 'TransferClearing' | 'CashClearing',
  change: Change,
): bigint | undefined {
  if (base === undefined) return undefined;
  const worth = take(base.money, change.cents);
  postBase(base, change, 'UnidentifiedCash', worth);
  postBase(base, change, to, -worth);
  return worth;
}

/** A part comes back with what it had left with: the receipt, or the account that it was on. */
export function receiptGainsInBase({ base }: ReceiptPaper, change: Change, worth: bigint | undefined): void {
  if (base === undefined) return;
  give(base.money, change.cents, there(worth));
  postBase(base, change, 'TransferClearing', there(worth));
  postBase(base, change, 'UnidentifiedCash', -there(worth));
}

/** A payment goes back to its receipt: everything that is carried of it. */
export function partLeavesInBase({ base }: Papers, payment: SourcePaper, at: At): bigint | undefined {
  if (base === undefined) return undefined;
  const worth = sourceLoses(base, payment, { ...at, cents: payment.cents });
  postBase(base, at, 'TransferClearing', -worth);
  return worth;
}

/** What a payment is carried at once nothing of it is applied any more. */
export function worthOnceFreed({ base }: Papers, payment: SourcePaper): bigint | undefined {
  if (base === undefined) return undefined;
  const used = [...base.allocations].filter(([{ source }]) => source === payment).map(([, both]) => both.used.carried);
  return used.reduce((sum, one) => sum + one, there(base.sources.get(payment)).carried);
}

/** Some of it pays something that it was worth more than, or less. */
export function hasGain({ base }: Papers, payment: SourcePaper): boolean {
  return [...(base?.allocations ?? [])].some(([{ source }, { settled, used }]) => {
    return source === payment && settled.carried !== used.carried;
  });
}
