import { receiptStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolveReceipt } from '#ledger/receipts/evolve-receipt.ts';
import { emptyReceipt, type Receipt } from '#ledger/receipts/receipt.ts';
import type { BookReader } from '#read-models/book-reader.ts';
import type { View } from '#read-models/read-models.ts';
import { receiptsOf } from '#read-models/receipts-query.ts';
import { on, over, sumOf } from './auditor/dated.ts';
import type { Moment } from './auditor/figures.ts';
import type { ReceiptPaper } from './auditor/receipt-papers.ts';
import { elsewhere } from './auditor/receipt-parts.ts';
import { centsIn } from './compare-account.ts';
import { type Course, note } from './course.ts';
import { requireSame, requireThat } from './difference.ts';
import { compareGeneral, lastOfACommand } from './journal-invariants.ts';

/** At the end of a history: what each receipt has posted, day by day, and that nothing of any is in two places or in none. */
export function compareReceipts(course: Course, entries: readonly Entry[]): void {
  const { auditor, books, looks } = course;
  for (const receipt of auditor.receipts.values()) {
    const { receiptId, unidentified } = receipt;
    const stream = entries.filter((entry) => entry.stream === receiptStream(books.journal.ledgerId, receiptId));
    const known = looks.chance(50) ? Number.POSITIVE_INFINITY : lastOfACommand(stream, looks);
    for (const day of new Set(unidentified.map((change) => change.day))) {
      compareGeneral(receiptId, stream, receipt, { day, known });
      const own = on(unidentified, day, known);
      requireThat(own >= 0n || known !== Number.POSITIVE_INFINITY, `${receiptId} is below zero on ${day}`);
    }
    requireConserved(receipt, (accountId, paymentId) => auditor.papersOf(accountId).sources.get(paymentId)?.cents);
    compareCarried(stream.reduce<Receipt>(evolveReceipt, emptyReceipt(receiptId)), receipt);
    const isOfNobody = auditor.accounts().every(({ currency }) => currency !== receipt.currency);
    note(course, ...reachedInBase(receipt), ...(isOfNobody ? ['a receipt in the currency of no account'] : []));
  }
}

/** What is unidentified, and what that is carried at in base: nothing where nothing is left. */
function compareCarried({ money }: Receipt, { receiptId, base, parts }: ReceiptPaper): void {
  const books = money?.base && [centsIn(money.base.left), centsIn(money.base.carried)];
  requireSame(`what ${receiptId} is carried at`, books, base && [base.money.left, base.money.carried]);
  if (base === undefined) return;
  const { left, carried } = base.money;
  requireThat(left > 0n || carried === 0n, `${receiptId} carries ${carried} of nothing`);
  const between = parts.reduce((sum, part) => sum - sumOf([...part.there, ...part.back].map((one) => one.base)), 0n);
  const onAccounts = sumOf(parts.map(({ place, worth = 0n }) => (place === 'ON_ACCOUNT' ? worth : 0n)));
  const inHouse = over(base.general.get('CashClearing') ?? []);
  requireSame(`what became of the base of ${receiptId}`, carried + between + onAccounts, inHouse);
}

/** Where the last cent of a base value matters. */
function reachedInBase({ base, parts, cents, unidentified }: ReceiptPaper): readonly string[] {
  if (base === undefined) return [];
  const isUneven = parts.some((one) => parts.some((other) => one.cents === other.cents && one.worth !== other.worth));
  const areIdentified = parts.filter(({ place }) => place === 'ON_ACCOUNT');
  const isWhole = over(unidentified) === 0n && sumOf(areIdentified.map((part) => part.cents)) === cents;
  return [
    ...(isUneven ? ['parts of one size take a cent more or less along'] : []),
    ...(isWhole && areIdentified.length > 1 ? ['the last part of a foreign receipt takes the rest'] : []),
  ];
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
  const shown = rows.map(({ receiptId, currency, amount, unidentified, returned, identified, reversed }) => {
    return [receiptId, currency, amount, unidentified, returned, identified + reversed].join();
  });
  const there = [...receipts].filter(({ unidentified: [first] }) => {
    return first !== undefined && first.day <= day && first.known <= known;
  });
  const own = there.map((receipt) => {
    const bounced = on(receipt.bounced, day, known);
    const figures = [receipt.unidentified, receipt.returned].map((changes) => on(changes, day, known));
    return [
      receipt.receiptId,
      receipt.currency,
      receipt.cents,
      ...figures,
      elsewhere(receipt, day, known) + bounced,
    ].join();
  });
  requireSame(`receipts as of ${day}, known at ${known}`, shown.toSorted(), own.toSorted());
}
