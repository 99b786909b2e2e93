import { receiptStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import type { BookReader } from '#read-models/book-reader.ts';
import type { View } from '#read-models/read-models.ts';
import { receiptsOf } from '#read-models/receipts-query.ts';
import { on, over } from './auditor/dated.ts';
import type { Moment } from './auditor/figures.ts';
import type { ReceiptPaper } from './auditor/receipt-papers.ts';
import { elsewhere } from './auditor/receipt-parts.ts';
import type { Course } from './course.ts';
import { requireSame, requireThat } from './difference.ts';
import { lastOfACommand } from './journal-invariants.ts';

/** At the end of a history: what is unidentified of each receipt, day by day, and that nothing of any is in two places or in none. */
export function compareReceipts({ auditor, books, looks }: Course, entries: readonly Entry[]): void {
  for (const receipt of auditor.receipts.values()) {
    const stream = entries.filter((entry) => entry.stream === receiptStream(books.journal.ledgerId, receipt.receiptId));
    const known = looks.chance(50) ? Number.POSITIVE_INFINITY : lastOfACommand(stream, looks);
    for (const day of new Set(receipt.unidentified.map((change) => change.day))) {
      const own = on(receipt.unidentified, day, known);
      requireSame(
        `unidentified of ${receipt.receiptId} on ${day}, known at ${known}`,
        standing(stream, day, known),
        own,
      );
      requireThat(own >= 0n || known !== Number.POSITIVE_INFINITY, `${receipt.receiptId} is below zero on ${day}`);
    }
    requireConserved(receipt, (accountId, paymentId) => auditor.papersOf(accountId).sources.get(paymentId)?.cents);
  }
}

function standing(stream: readonly Entry[], day: string, known: number): bigint {
  const counted = stream.filter(({ effectiveDate, ordinal }) => effectiveDate <= day && ordinal <= known);
  return counted
    .flatMap(postingsOf)
    .filter(({ account }) => account === 'UnidentifiedCash')
    .reduce((sum, { side, amount }) => sum + (side === 'CREDIT' ? BigInt(amount) : -BigInt(amount)), 0n);
}

/** Recorded is what is unidentified, out of the house, on its way, and on accounts as payments. */
function requireConserved(
  receipt: ReceiptPaper,
  paymentOf: (accountId: string, paymentId: string) => bigint | undefined,
): void {
  const { receiptId, cents, parts, unidentified, returned, bounced } = receipt;
  const between = parts.reduce((sum, { there, back }) => sum - over(there) - over(back), 0n);
  const onAccounts = parts
    .filter(({ place }) => place === 'ON_ACCOUNT')
    .reduce((sum, { told: { accountId, paymentId } }) => sum + (paymentOf(accountId, paymentId) ?? 0n), 0n);
  const all = over(unidentified) + over(returned) + over(bounced) + between + onAccounts;
  requireSame(`what became of ${receiptId}`, all, cents);
}

/** As a reader is shown them. */
export function compareReceiptRows(
  reader: BookReader,
  view: View,
  receipts: Iterable<ReceiptPaper>,
  { day, known }: Moment,
): void {
  const { rows } = receiptsOf(reader, { view, filter: {}, page: { first: 100 } });
  const shown = rows.map(({ receiptId, amount, unidentified, returned, identified, reversed }) => {
    return [receiptId, amount, unidentified, returned, identified + reversed].join();
  });
  const there = [...receipts].filter(({ unidentified: [first] }) => {
    return first !== undefined && first.day <= day && first.known <= known;
  });
  const own = there.map((receipt) => {
    const bounced = on(receipt.bounced, day, known);
    const figures = [receipt.unidentified, receipt.returned].map((changes) => on(changes, day, known));
    return [receipt.receiptId, receipt.cents, ...figures, elsewhere(receipt, day, known) + bounced].join();
  });
  requireSame(`receipts as of ${day}, known at ${known}`, shown.toSorted(), own.toSorted());
}
