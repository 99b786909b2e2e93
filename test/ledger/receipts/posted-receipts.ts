import type { Fact } from '#ledger/events.ts';
import type { PostingRule } from '../credits/posted-credits.ts';
import { given } from '../given-when-then.ts';
import {
  arrived,
  arriving,
  back,
  bounce,
  factsOf,
  giveBack,
  identify,
  part,
  receiptAfter,
  receive,
  type Sent,
  unidentify,
} from './receipts.ts';

/** What receipts post: between CashClearing and UnidentifiedCash, and over TransferClearing to UnappliedCash. */
function ofReceipt(sent: readonly Sent[], when: Sent): () => { readonly facts: readonly Fact[] } {
  return () => ({ facts: factsOf(receiptAfter(sent), when) });
}

const there = receive('100.00', '03-01');
const gone = identify('03-05', [part('account-1', '60.00')]);

export const receiptRules: readonly PostingRule[] = [
  [
    'receipt recorded: money of nobody',
    ofReceipt([], there),
    `
    ReceiptRecorded           Dr CashClearing             100.00
                              Cr UnidentifiedCash         100.00  r1`,
  ],
  [
    'receipt identified: the part is on its way',
    ofReceipt([there], gone),
    `
    ReceiptIdentified         Dr UnidentifiedCash          60.00  r1
                              Cr TransferClearing          60.00  receipt-r1/1`,
  ],
  [
    'and there, as a payment',
    () => given().when(arriving('p1', '6000', '03-05')),
    `
    PaymentIdentified         Dr TransferClearing          60.00  receipt-r1/1
                              Cr UnappliedCash             60.00  p1`,
  ],
  [
    'refused by the account: unidentified again',
    ofReceipt([there, gone], back(1, 'account-1', '6000', '03-05', { isRefused: true })),
    `
    ReceiptPartReturned       Dr TransferClearing          60.00  receipt-r1/1
                              Cr UnidentifiedCash          60.00  r1`,
  ],
  [
    'taken back from the account',
    () => given(arriving('p1', '6000', '03-05')).when(unidentify('p1', '03-06')),
    `
    PaymentUnidentified       Dr UnappliedCash             60.00  p1
                              Cr TransferClearing          60.00  receipt-r1/1/back`,
  ],
  [
    'and unidentified again',
    ofReceipt([there, gone, arrived(1, '03-05')], back(1, 'account-1', '6000', '03-06')),
    `
    ReceiptPartReturned       Dr TransferClearing          60.00  receipt-r1/1/back
                              Cr UnidentifiedCash          60.00  r1`,
  ],
  [
    'receipt returned to whom it came from',
    ofReceipt([there], giveBack('30.00', '03-05')),
    `
    ReceiptReturned           Dr UnidentifiedCash          30.00  r1
                              Cr CashClearing              30.00`,
  ],
  [
    'receipt taken back by the bank: what was unidentified of it; its parts are reversed on their accounts',
    ofReceipt([there, gone, arrived(1, '03-05')], bounce('03-06')),
    `
    ReceiptReversed           Dr UnidentifiedCash          40.00  r1
                              Cr CashClearing              40.00`,
  ],
];
