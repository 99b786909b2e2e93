import type { Entry } from '#ledger/entry.ts';
import type { FactOf } from '#ledger/events.ts';
import { partOf } from '#ledger/foreign/carried.ts';
import { evolveReceipt } from '#ledger/receipts/evolve-receipt.ts';
import { emptyReceipt, type Receipt, type ReceiptMoney } from '#ledger/receipts/receipt.ts';
import { isReceiptFact, type ReceiptFact } from '#ledger/receipts/receipt-events.ts';
import { smallestFrom } from '#ledger/timeline.ts';
import { fromMinorText, isNegative, toMinorText } from '#money/money.ts';
import { type Findings, wordsOf } from './findings.ts';
import { verifyEntry } from './verify-entry.ts';
import { verifyNotBefore } from './verify-not-before.ts';

/**
 * One receipt, entry by entry: each by itself, against what was there, and against every day. Where its parts are, the check of
 * what goes from stream to stream knows (verify-transfers.ts).
 */
export function verifyReceipt(receiptId: string, entries: readonly Entry[], findings: Findings): void {
  let receipt = emptyReceipt(receiptId);
  for (const entry of entries) {
    const place = `${entry.stream}@${entry.revision}`;
    verifyEntry(entry, place, findings);
    if (isReceiptFact(entry)) verifyAfter(receipt, entry, place, findings);
    try {
      receipt = evolveReceipt(receipt, entry);
    } catch (error) {
      return findings.add('INV-14', place, wordsOf(error));
    }
    verifyNotNegative(receipt, place, findings);
  }
}

function verifyAfter(
  { receiptId, money }: Receipt,
  entry: Entry & ReceiptFact,
  place: string,
  findings: Findings,
): void {
  findings.require(entry.data.receiptId === receiptId, 'INV-14', place, 'it names another receipt than its stream');
  if (entry.type === 'ReceiptRecorded')
    return findings.require(money === undefined, 'INV-33', place, 'it begins something that was there already');
  if (money === undefined) return;
  verifyNotBefore(entry, money.on, 'INV-14', place, findings);
  if ('currency' in entry.data) {
    const isSame = entry.data.currency === money.amount.currency;
    findings.require(isSame, 'INV-13', place, 'the currency is not the one of the receipt');
    if (isSame) verifyBase(money, entry, place, findings);
  }
  if (entry.type === 'ReceiptReversed') verifyReversal(money, entry, place, findings);
  if (entry.type === 'ReceiptIdentified')
    findings.require(
      money.reversedOn === undefined,
      'INV-15',
      place,
      'a receipt that the bank took back is identified',
    );
  if (entry.type === 'ReceiptIdentified')
    findings.require(!money.parts.has(entry.data.part), 'INV-33', place, 'it begins something that was there already');
  if (entry.type === 'ReceiptPartReturned') verifyPart(money, entry.data, place, findings);
}

function verifyReversal(
  money: ReceiptMoney,
  entry: Entry & FactOf<'ReceiptReversed'>,
  place: string,
  findings: Findings,
): void {
  findings.require(money.reversedOn === undefined, 'INV-15', place, 'the receipt is reversed already');
  for (const { part } of entry.data.parts) verifyNotBefore(entry, money.parts.get(part)?.on, 'INV-14', place, findings);
}

function verifyPart(
  { parts }: ReceiptMoney,
  { part, amount, accountId, paymentId }: FactOf<'ReceiptPartReturned'>['data'],
  place: string,
  findings: Findings,
): void {
  const known = parts.get(part);
  if (known === undefined) return;
  findings.require(known.state !== 'BACK', 'INV-15', place, 'the part is back already');
  const isSame = known.accountId === accountId && known.paymentId === paymentId && toMinorText(known.amount) === amount;
  findings.require(isSame, 'INV-16', place, 'it is not the part that had left');
}

/** INV-08 in base: what leaves takes its part of what is carried. */
function verifyBase(
  { base }: ReceiptMoney,
  { data, type }: Entry & ReceiptFact,
  place: string,
  findings: Findings,
): void {
  if (!('currency' in data) || !('amount' in data)) return;
  const isForeign = base !== undefined;
  findings.require(
    isForeign === (data.baseAmount !== undefined),
    'INV-06',
    place,
    'a base value is missing or too many',
  );
  const isLeaving = type === 'ReceiptIdentified' || type === 'ReceiptReturned' || type === 'ReceiptReversed';
  if (base === undefined || !isLeaving || data.baseAmount === undefined) return;
  const amount = fromMinorText(data.amount, data.currency);
  const worked = toMinorText(partOf(base, amount));
  findings.require(
    worked === data.baseAmount,
    'INV-08',
    place,
    'a base value is not what the rule makes of what was carried',
  );
}

/** INV-03, on every day. */
function verifyNotNegative({ money }: Receipt, place: string, findings: Findings): void {
  const first = money?.unidentified.changes[0];
  if (money === undefined || first === undefined) return;
  const isEver = isNegative(smallestFrom(money.unidentified, first.date));
  findings.require(!isEver, 'INV-03', place, 'on some day less than nothing of a receipt is unidentified');
}
