import { hasGain, receiptGainsInBase, worthOnceFreed } from './base-receipts.ts';
import { later } from './dated.ts';
import { there } from './desk.ts';
import { type Books, type Expected, openDays } from './expected.ts';
import { post } from './papers.ts';
import { crossed, type PartPaper } from './receipt-papers.ts';
import { arrivesThere, dayOfReversal, partRefusedThere, reversedCents, reverseThere } from './receipt-parts.ts';
import { goesAway } from './receipts.ts';

/** What the ledger does by itself because of a command on a receipt. */
export type ToldReceiptStep =
  | { readonly kind: 'PART_ARRIVES' | 'PART_IS_CONFIRMED' | 'PART_IS_BACK'; receiptId: string; part: number }
  | { readonly kind: 'PART_IS_REVERSED'; accountId: string; paymentId: string }
  | { readonly kind: 'END_OF_REVERSAL'; receiptId: string };

export function expectedOfReceipt(books: Books, step: ToldReceiptStep): Expected | string {
  if (step.kind === 'PART_IS_REVERSED') return reversalThere(books, step);
  if (step.kind === 'END_OF_REVERSAL') return endOfReversal(books, step);
  const part = books.receipts.get(step.receiptId)?.parts[step.part - 1];
  if (part === undefined) return `${step.receiptId} has no part ${step.part}`;
  const next = { PART_ARRIVES: arrival, PART_IS_CONFIRMED: confirmation, PART_IS_BACK: comesBack }[step.kind];
  return next(books, part) ?? `${step.receiptId}/${step.part} is ${part.place}`;
}

function endsOf({ receipt: { receiptId }, number, told: { accountId, paymentId } }: PartPaper) {
  return { receiptId, part: number, accountId, paymentId };
}

function amountsOf(cents: bigint, worth: bigint | undefined) {
  return { amount: String(cents), baseAmount: worth === undefined ? undefined : String(worth) };
}

function arrival(books: Books, part: PartPaper): Expected | undefined {
  if (part.place !== 'ON_THE_WAY') return undefined;
  const papers = books.papersOf(part.told.accountId);
  const days = openDays(books, part.day);
  const codes = days.map((day) => partRefusedThere(papers, part.told, { day, currency: part.receipt.currency }));
  const refusedAs = codes[0];
  if (refusedAs !== undefined) {
    const record = (): void => {
      part.place = 'REFUSED';
      part.refusedAs = refusedAs;
    };
    const says = { type: 'ReceiptPartRefused', ...endsOf(part), code: refusedAs };
    return { papers, says, days, reached: ['a part is refused on its way'], record };
  }
  const { method } = part.receipt;
  const says = { type: 'PaymentIdentified', ...endsOf(part), ...amountsOf(part.cents, part.worth), method };
  const { lines, strategy = 'NONE' } = part.told;
  const isLater = days.every((day) => day > part.day);
  const reached = [
    'a part arrives on its account',
    ...(part.worth === undefined ? [] : ['a foreign part arrives on its account']),
    ...(lines !== undefined || strategy !== 'NONE' ? ['a part is applied as it arrives'] : []),
    ...(isLater ? ['a part arrives on the first open day'] : []),
    ...(isLater && part.worth !== undefined ? ['a foreign part arrives on the first open day'] : []),
  ];
  return { papers, says, days, reached, record: (at) => arrivesThere(papers, part, at) };
}

function confirmation(books: Books, part: PartPaper): Expected | undefined {
  if (part.isConfirmed || (part.place !== 'ON_ACCOUNT' && part.place !== 'GONE')) return undefined;
  const record = (): void => {
    part.isConfirmed = true;
  };
  const says = { type: 'ReceiptPartArrived', ...endsOf(part) };
  return { papers: undefined, says, days: openDays(books, part.day), reached: [], record };
}

const toTheBank = 'what comes back to a bounced receipt goes to the bank';

/** What comes back to a receipt that has bounced goes to the bank at once. */
function comesBack(books: Books, part: PartPaper): Expected | undefined {
  if (part.isBack || (part.place !== 'REFUSED' && part.place !== 'GONE')) return undefined;
  const { receipt, cents, place } = part;
  const isRefused = place === 'REFUSED';
  const worth = isRefused ? part.worth : part.worthBack;
  const says = {
    type: 'ReceiptPartReturned',
    ...endsOf(part),
    ...amountsOf(cents, worth),
    isRefused: isRefused || undefined,
  };
  const record: Expected['record'] = (at) => {
    part.isBack = true;
    crossed(isRefused ? part.there : part.back, { ...at, cents }, worth);
    receipt.unidentified.push({ ...at, cents });
    receiptGainsInBase(receipt, { ...at, cents }, worth);
    post(receipt, at, [
      ['TransferClearing', cents],
      ['UnidentifiedCash', -cents],
    ]);
    if (receipt.reversal === undefined) return;
    const gone = { ...at, day: later(at.day, receipt.reversal.day) };
    receipt.bounced.push({ ...gone, cents });
    goesAway(receipt, gone, cents);
  };
  const back = isRefused ? 'a refused part comes back to its receipt' : 'what was taken back is unidentified again';
  const reached = [
    back,
    ...(worth === undefined ? [] : [`${back}, with its base`]),
    ...(receipt.reversal === undefined ? [] : [toTheBank]),
    ...(receipt.reversal === undefined || worth === undefined ? [] : [`${toTheBank}, with its base`]),
  ];
  return { papers: undefined, says, days: openDays(books, part.goneOn ?? part.day), reached, record };
}

function reversalThere(
  books: Books,
  { accountId, paymentId }: Extract<ToldReceiptStep, { kind: 'PART_IS_REVERSED' }>,
): Expected | string {
  const papers = books.papersOf(accountId);
  const source = papers.sources.get(paymentId);
  if (source?.receipt === undefined) return `${paymentId} is no part of a receipt`;
  const { reversal, parts } = there(books.receipts.get(source.receipt.receiptId));
  const part = there(parts[source.receipt.part - 1]);
  if (reversal?.parts.includes(part) !== true) return `${paymentId} is of a receipt that has not bounced`;
  if (source.reversedOn !== undefined) return `${paymentId} is reversed already`;
  if (source.away > 0n) return `${paymentId} is on another account`;
  const cents = reversedCents(papers, source);
  const worth = worthOnceFreed(papers, source);
  const says = { type: 'PaymentReversed', paymentId, ...amountsOf(cents, worth) };
  const days = openDays(books, reversal.day).map((day) => dayOfReversal(papers, source, day));
  const isLater = days.every((day) => day > reversal.day);
  const reached = [
    'a part is reversed with its receipt',
    ...(cents < source.cents ? ['a refunded part is reversed with its receipt'] : []),
    ...(worth === undefined ? [] : ['a foreign part is reversed with its receipt']),
    ...(worth !== undefined && cents < source.cents ? ['a refunded foreign part is reversed with its receipt'] : []),
    ...(hasGain(papers, source) ? ['a gain on a part falls with its receipt'] : []),
    ...(papers.closedOn === undefined ? [] : ['a part is reversed on a closed account']),
    ...(isLater ? ['a part is reversed on the first day that allows it'] : []),
    ...(isLater && worth !== undefined ? ['a foreign part is reversed on the first day that allows it'] : []),
  ];
  return { papers, says, days, reached, record: (at) => reverseThere(papers, source, at) };
}

function endOfReversal(books: Books, { receiptId }: { readonly receiptId: string }): Expected | string {
  const reversal = books.receipts.get(receiptId)?.reversal;
  if (reversal === undefined || reversal.hasEnded) return `no reversal of ${receiptId} is under way`;
  const left = reversal.parts.filter(({ told: { accountId, paymentId } }) => {
    return there(books.papersOf(accountId).sources.get(paymentId)).reversedOn === undefined;
  });
  if (left.length > 0) return `${left.length} parts of ${receiptId} are not reversed`;
  const record = (): void => {
    reversal.hasEnded = true;
  };
  const says = { type: 'ReceiptReversalCompleted', receiptId };
  const reached = ['a bounced receipt is on no account any more'];
  return { papers: undefined, says, days: openDays(books, reversal.day), reached, record };
}
