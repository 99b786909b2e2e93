import type { Books } from '#ledger/books.ts';
import { isOnReceipt, parseCommand, type ReceiptCommand } from '#ledger/commands.ts';
import { decideOnReceipt, isRefused, type ReceiptDecision } from '#ledger/receipts/decide-on-receipt.ts';
import { evolveReceiptFact } from '#ledger/receipts/evolve-receipt.ts';
import { emptyReceipt, type Receipt } from '#ledger/receipts/receipt.ts';
import type { ReceiptFact } from '#ledger/receipts/receipt-events.ts';
import { summaryOf } from '../fact-summary.ts';
import { books, type Sent as SentToAccount } from '../given-when-then.ts';

/** Commands on the receipt `r1`, and on the parts of it that are on `account-1`. */
export type Sent = readonly [name: ReceiptCommand['name'], input: Readonly<Record<string, unknown>>];

type Extra = Readonly<Record<string, unknown>>;

const on = (monthAndDay: string): string => `2024-${monthAndDay}`;

export const receive = (amount: string, date: string, extra: Extra = {}): Sent => [
  'RecordReceipt',
  { currency: 'USD', amount, method: 'CHECK', effectiveDate: on(date), ...extra },
];

export const part = (accountId: string, amount: string, extra: Extra = {}): Extra => ({
  accountId,
  paymentId: `r1-${accountId}`,
  amount,
  ...extra,
});

export const identify = (date: string, parts: readonly Extra[], extra: Extra = {}): Sent => [
  'IdentifyReceipt',
  { currency: 'USD', effectiveDate: on(date), parts, ...extra },
];

export const giveBack = (amount: string, date: string, extra: Extra = {}): Sent => [
  'ReturnReceipt',
  { currency: 'USD', amount, effectiveDate: on(date), reasonCode: 'NOT_FOR_US', ...extra },
];

export const bounce = (date: string, extra: Extra = {}): Sent => [
  'ReverseReceipt',
  { effectiveDate: on(date), reasonCode: 'NSF', ...extra },
];

export const arrived = (number: number, date: string): Sent => [
  'ConfirmReceiptPart',
  { part: number, effectiveDate: on(date) },
];

/** In minor units, as the ledger sends it to itself. */
export const back = (number: number, accountId: string, amount: string, date: string, extra: Extra = {}): Sent => [
  'TakeBackReceiptPart',
  {
    effectiveDate: on(date),
    moved: { receiptId: 'r1', part: number, accountId, paymentId: `r1-${accountId}`, currency: 'USD', amount },
    ...extra,
  },
];

export function decidedOn(receipt: Receipt, [name, input]: Sent, inBooks: Books = books): ReceiptDecision {
  const command = parseCommand(name, { commandId: 'command-1', receiptId: 'r1', ...input });
  if ('outcome' in command) return command;
  if (!isOnReceipt(command)) throw new Error('not of a receipt');
  return decideOnReceipt(receipt, command, inBooks);
}

/** The receipt after these commands, all of which have to be accepted. */
export function receiptAfter(sent: readonly Sent[], inBooks: Books = books): Receipt {
  return sent.reduce(
    (receipt, one) => factsOf(receipt, one, inBooks).reduce(evolveReceiptFact, receipt),
    emptyReceipt('r1'),
  );
}

export function factsOf(receipt: Receipt, one: Sent, inBooks: Books = books): readonly ReceiptFact[] {
  const decision = decidedOn(receipt, one, inBooks);
  if (isRefused(decision))
    throw new Error(`${one[0]} is refused: ${decision.code} ${JSON.stringify(decision.figures)}`);
  return decision;
}

/** Facts in one line each, or the refusal. */
export function said(decision: ReceiptDecision): unknown {
  return isRefused(decision) ? decision : decision.map(summaryOf);
}

/** The step by which a part arrives on `account-1`, in minor units. */
export function arriving(paymentId: string, amount: string, date: string, extra: Extra = {}): SentToAccount {
  const ends = { receiptId: 'r1', part: 1, accountId: 'account-1', paymentId };
  const identified = { ...ends, currency: 'USD', amount, method: 'CHECK', payer: { partyClass: 'SELF' }, ...extra };
  return ['ReceiveReceiptPart', { effectiveDate: on(date), identified }];
}

export const unidentify = (paymentId: string, date: string, extra: Extra = {}): SentToAccount => [
  'UnidentifyReceipt',
  { paymentId, effectiveDate: on(date), reasonCode: 'WRONG_PAYER', ...extra },
];

export const reversedWith = (paymentId: string, date: string): SentToAccount => [
  'ReverseReceiptPart',
  { paymentId, effectiveDate: on(date), reasonCode: 'NSF' },
];
