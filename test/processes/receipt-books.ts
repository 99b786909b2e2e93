import { expect } from 'vitest';
import type { Entry } from '#ledger/entry.ts';
import { type Death, dyingJournal } from './dying-journal.ts';
import {
  type engines,
  type Fields,
  openTransferBooks,
  recorded,
  standingOn,
  type TransferBooks,
} from './transfer-books.ts';

/** Books with a receipt of 100.00 that is identified, taken back and reversed; every process over them may die. */
let books: TransferBooks | undefined;

export async function discardBooks(): Promise<void> {
  await books?.discard();
  books = undefined;
}

const receipt = { commandId: 'receive', receiptId: 'r1', currency: 'USD', amount: '100.00', method: 'CHECK' };
export const part = (accountId: string, amount: string, more: Fields = {}): Fields => ({
  accountId,
  paymentId: `p-${accountId}`,
  amount,
  ...more,
});
export const identification: Fields = {
  commandId: 'identify',
  receiptId: 'r1',
  currency: 'USD',
  parts: [part('a1', '60.00', { strategy: 'OLDEST_DUE_FIRST' }), part('a2', '30.00')],
};
export const unidentification: Fields = {
  commandId: 'back',
  accountId: 'a1',
  paymentId: 'p-a1',
  reasonCode: 'WRONG_PAYER',
};
export const reversal: Fields = { commandId: 'bounce', receiptId: 'r1', reasonCode: 'NSF' };

/** A receipt of 100.00, and on `a1` a charge of 80.00. */
export async function booksWithReceipt(engine: keyof typeof engines): Promise<TransferBooks> {
  books = await openTransferBooks(engine);
  const { send } = books.process();
  const charge = { chargeId: 'c1', category: 'SERVICE', currency: 'USD', amount: '80.00' };
  recorded(await send('PostCharge', { commandId: 'charge', accountId: 'a1', ...charge }));
  recorded(await send('RecordReceipt', receipt));
  return books;
}

export async function identifiedBooks(engine: keyof typeof engines): Promise<TransferBooks> {
  const there = await booksWithReceipt(engine);
  recorded(await there.process().send('IdentifyReceipt', identification));
  return there;
}

/** Where the money of the receipt is, in cents: with nobody, on its way, applied and unapplied on accounts, gone. */
export function placesIn(entries: readonly Entry[]): Readonly<Record<string, bigint>> {
  const owed = standingOn(entries, 'AccountsReceivable', 'a1');
  return {
    nobody: -standingOn(entries, 'UnidentifiedCash'),
    transit: -standingOn(entries, 'TransferClearing'),
    a1: 8_000n - owed - standingOn(entries, 'UnappliedCash', 'a1'),
    a2: -standingOn(entries, 'UnappliedCash', 'a2'),
    gone: 10_000n - standingOn(entries, 'CashClearing'),
  };
}

/** At every position from the receipt on: all of it is somewhere, once. */
export function isConserved(entries: readonly Entry[]): boolean {
  const first = entries.findIndex(({ type }) => type === 'ReceiptRecorded');
  return entries.slice(first).every((_, index) => {
    const places = placesIn(entries.slice(0, first + index + 1));
    return Object.values(places).every((cents) => cents >= 0n) && sumOf(places) === 10_000n;
  });
}

function sumOf(places: Readonly<Record<string, bigint>>): bigint {
  return Object.values(places).reduce((sum, cents) => sum + cents, 0n);
}

export const identified = { nobody: 1_000n, transit: 0n, a1: 6_000n, a2: 3_000n, gone: 0n };
export const untouched = { nobody: 10_000n, transit: 0n, a1: 0n, a2: 0n, gone: 0n };

export async function dies(sent: Promise<unknown>): Promise<void> {
  await expect(sent).rejects.toThrow('the process is gone');
}

export function dyingAt(there: TransferBooks, death: Death, meanwhile?: () => Promise<void>) {
  const work = meanwhile === undefined ? undefined : { nth: 0, work: meanwhile };
  return there.process(dyingJournal(there.journal, { death, meanwhile: work }));
}
