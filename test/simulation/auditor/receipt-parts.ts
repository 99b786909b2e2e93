import { hasGain, partLeavesInBase } from './base-receipts.ts';
import { type At, later, on, smallestFrom, sumOf } from './dated.ts';
import {
  beforeOpening,
  dayOf,
  earlierThan,
  isTakenPayment,
  notArrived,
  partyOf,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
  unknownPayment,
} from './desk.ts';
import { type Papers, post, type SourcePaper } from './papers.ts';
import { recordPayment } from './payments.ts';
import { recordReversal, wholeOf } from './payments-undone.ts';
import { enter, itemRequired, type Placing, placeAll, restOf } from './placing.ts';
import { wrongReason } from './reasons.ts';
import { crossed, type PartPaper, type ReceiptPaper } from './receipt-papers.ts';
import { gone } from './recharge.ts';
import { enterReleases } from './releasing.ts';
import { centsOf } from './shape.ts';
import { takeBackShortfalls } from './shortfalls.ts';
import type { ToldPart } from './told.ts';
import { firstObjection } from './verdict.ts';
import { voided } from './void-charge.ts';

/** A part of a receipt on the account that it was given to: how it comes, goes back, and is reversed. */

/** What the account says to it; undefined where it takes it. */
export function partRefusedThere(
  papers: Papers,
  told: ToldPart,
  { day, currency }: { readonly day: string; readonly currency: string },
): string | undefined {
  const { paymentId, lines = [] } = told;
  const refused = firstObjection(
    () => [papers.openedOn === undefined && 'ACCOUNT_UNKNOWN'],
    () => [isTakenPayment(papers, paymentId) && 'DUPLICATE_ID'],
    () => unknownLines(papers, lines),
    () => [papers.currency !== currency && 'CURRENCY_MISMATCH'],
    () => [papers.closedOn !== undefined && 'ACCOUNT_CLOSED'],
    () => [
      voided(
        papers,
        lines.map(({ chargeId }) => chargeId),
      ),
    ],
    () => [itemRequired(papers, lines)],
  );
  if (refused !== undefined) return refused.codes[0];
  const placed = placedThere(papers, told, day);
  return typeof placed === 'string' ? placed : undefined;
}

function placedThere(papers: Papers, told: ToldPart, day: string): ReturnType<typeof placeAll> {
  const { lines = [], payer, strategy, priority } = told;
  const start: Placing = { papers, from: day, unapplied: [{ day, cents: centsOf(told.amount), known: 0 }], placed: [] };
  return placeAll(start, lines, restOf({ commandId: '', strategy, priority }, partyOf(payer)));
}

export function arrivesThere(papers: Papers, part: PartPaper, at: At): void {
  const { told, cents, receipt, number } = part;
  const placed = placedThere(papers, told, at.day);
  if (typeof placed === 'string') throw new Error('the auditor itself has a part arrive that is refused');
  const received = { id: told.paymentId, party: partyOf(told.payer), method: receipt.method, cents };
  const from = { account: 'TransferClearing', receipt: { receiptId: receipt.receiptId, part: number } };
  const payment = recordPayment(papers, received, at, part.worth, from);
  enter(papers, payment, placed.placed, at.known);
  part.place = 'ON_ACCOUNT';
  crossed(part.there, { ...at, cents }, part.worth);
}

export const unidentifyReceipt =
  (receipts: ReadonlyMap<string, ReceiptPaper>): Rule =>
  (desk, told) => {
    const { papers } = desk;
    const { input } = told;
    const day = dayOf(desk, input);
    const source = papers.sources.get(input.paymentId ?? '');
    const refused = firstObjection(
      ...shapeAndAccount(desk, told),
      () => [unknownPayment(papers, input.paymentId)],
      () => [wrongReason(desk, told)],
      beforeOpening(desk, input),
      () => [notArrived(papers, input.paymentId)],
      () => [source?.receipt === undefined && 'PAYMENT_NOT_FROM_RECEIPT'],
      () => [source?.reversedOn !== undefined && 'ALREADY_REVERSED'],
      () => [there(source).away > 0n && 'PAYMENT_TRANSFERRED'],
      () => [gone(papers, there(source)).cents > 0n && 'PAYMENT_REFUNDED'],
      () => [earlierThan(day, source?.settledOn)],
      () => [smallestFrom(freedBy(papers, there(source), day), day) < there(source).cents && 'BACKDATE_CONFLICT'],
    );
    if (refused !== undefined) return refused;
    const payment = there(source);
    const name = there(payment.receipt);
    const part = there(receipts.get(name.receiptId)?.parts[name.part - 1]);
    const record = (known: number): void => leaves(papers, payment, part, { day, known });
    const reached = [
      'a part is taken back from its account',
      ...(hasGain(papers, payment) ? ['a gain on a part falls when it is taken back'] : []),
    ];
    return { kind: 'ACCEPT', reached, record };
  };

/** The payment as it is once every allocation of it is dropped. */
function freedBy(papers: Papers, payment: SourcePaper, day: string) {
  return [...payment.unapplied, ...releasesOf(papers, payment, day).map((one) => ({ ...one, known: 0 }))];
}

function releasesOf(papers: Papers, payment: SourcePaper, day: string): ReturnType<typeof wholeOf> {
  return wholeOf(papers, payment, (allocatedOn) => later(day, allocatedOn));
}

function leaves(papers: Papers, payment: SourcePaper, part: PartPaper, at: At): void {
  const releases = releasesOf(papers, payment, at.day);
  enterReleases(papers, releases, at.known);
  payment.reversedOn = at.day;
  part.worthBack = partLeavesInBase(papers, payment, at);
  payment.unapplied.push({ ...at, cents: -payment.cents });
  post(papers, at, [
    ['UnappliedCash', payment.cents],
    ['TransferClearing', -payment.cents],
  ]);
  takeBackShortfalls(papers, releases, at.known);
  part.place = 'GONE';
  part.goneOn = at.day;
  crossed(part.back, { ...at, cents: -payment.cents }, part.worthBack);
}

/** What of it is not with its payer is taken by the bank. */
export function reversedCents(papers: Papers, payment: SourcePaper): bigint {
  return payment.cents - gone(papers, payment).cents;
}

/** The first day that allows it: nothing is asked, the bank has taken the money. */
export function dayOfReversal(papers: Papers, payment: SourcePaper, asked: string): string {
  const from = later(asked, gone(papers, payment).lastDay);
  const freed = freedBy(papers, payment, from);
  const days = [from, ...freed.map(({ day }) => day).filter((day) => day > from)].toSorted();
  return there(days.find((day) => smallestFrom(freed, day) >= reversedCents(papers, payment)));
}

export function reverseThere(papers: Papers, payment: SourcePaper, at: At): void {
  recordReversal(papers, payment, releasesOf(papers, payment, at.day), at);
}

/** What of the parts is on accounts or between: everything that is neither on the receipt nor out of the house. */
export function elsewhere(receipt: ReceiptPaper, day: string, known: number): bigint {
  const { cents, unidentified, returned, bounced } = receipt;
  return cents - sumOf([unidentified, returned, bounced].map((changes) => on(changes, day, known)));
}
