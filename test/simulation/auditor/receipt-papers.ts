import type { PostedInBase, Rated } from './base-papers.ts';
import { type Change, over } from './dated.ts';
import type { Papers } from './papers.ts';
import type { ToldPart } from './told.ts';
import type { Crossed } from './transit-papers.ts';

/** Whatever has posted something: an account, or a receipt. */
export interface Posted extends Pick<Papers, 'currency' | 'general' | 'cash'> {
  readonly base: PostedInBase | undefined;
}

/** What is unidentified of a receipt, and what that is carried at. */
export interface ReceiptBase extends PostedInBase {
  readonly money: Rated;
}

/** Money of which nobody knew whose it is. */
export interface ReceiptPaper extends Posted {
  readonly receiptId: string;
  readonly day: string;
  readonly cents: bigint;
  readonly currency: string;
  /** Of a receipt in another currency than the ledger's. */
  readonly base: ReceiptBase | undefined;
  readonly method: string;
  readonly unidentified: Change[];
  /** What went back to whom it came from. */
  readonly returned: Change[];
  /** What was unidentified when the bank took it back, or came back after that. */
  readonly bounced: Change[];
  readonly parts: PartPaper[];
  reversal: { readonly day: string; readonly parts: readonly PartPaper[]; hasEnded: boolean } | undefined;
}

/** A part of a receipt that was given to an account. */
export interface PartPaper {
  readonly receipt: ReceiptPaper;
  readonly number: number;
  readonly commandId: string;
  readonly told: ToldPart;
  readonly day: string;
  readonly cents: bigint;
  /** What it took along in base, and what it went back with; undefined in the currency of the ledger. */
  readonly worth: bigint | undefined;
  worthBack: bigint | undefined;
  /** What it did on TransferClearing on its way, and on its way back; debits positive. */
  readonly there: Crossed[];
  readonly back: Crossed[];
  /** Where it is; GONE: the account has let it go again, on that day. */
  place: 'ON_THE_WAY' | 'ON_ACCOUNT' | 'REFUSED' | 'GONE';
  goneOn: string | undefined;
  refusedAs: string | undefined;
  /** The receipt has heard that the account has it. */
  isConfirmed: boolean;
  /** The receipt has it again. */
  isBack: boolean;
}

/** It leaves for TransferClearing, or comes from there, with its base value. */
export function crossed(crossings: Crossed[], change: Change, worth: bigint | undefined): void {
  const sign = change.cents < 0n ? -1n : 1n;
  crossings.push({ ...change, base: worth === undefined ? change.cents : sign * worth });
}

/** Under which it stands in clearing. */
export function keysOf({ receipt, number }: PartPaper) {
  const there = `receipt-${receipt.receiptId}/${number}`;
  return { there, back: `${there}/back` };
}

/** The receipt does not know yet what became of it. */
function isPartUnderWay({ place, isConfirmed, isBack }: PartPaper): boolean {
  if (place === 'ON_THE_WAY') return true;
  if (place === 'REFUSED') return !isBack;
  return !isConfirmed || (place === 'GONE' && !isBack);
}

/** A reversal waits for money that went on to another account: nothing but that can carry it on. */
export function isReceiptUnderWay(receipt: ReceiptPaper, papersOf: (accountId: string) => Papers): boolean {
  const { parts, reversal } = receipt;
  if (parts.some(isPartUnderWay)) return true;
  if (reversal === undefined || reversal.hasEnded) return false;
  return reversal.parts.every(({ told }) => papersOf(told.accountId).sources.get(told.paymentId)?.away === 0n);
}

export function restOfReceipt({ unidentified }: ReceiptPaper): bigint {
  return over(unidentified);
}
