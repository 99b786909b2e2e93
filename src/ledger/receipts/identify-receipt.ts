import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { add, compare, type Money, toMinorText, zero } from '#money/money.ts';
import type { Books } from '../books.ts';
import { amountOf, beforeOpening, dateOf, positive, takenId } from '../checks.ts';
import { currencyField, lineInput, moneyText, partyInput } from '../command-input.ts';
import { lessBy, partOf } from '../foreign/carried.ts';
import { partyOf } from '../parties.ts';
import { mostAllocations } from '../payments/allocation-plan.ts';
import { invalidLines, linesBeyond, priorityField, strategyField, strayPriority, tooMany } from '../payments/lines.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyFrom, supplyShortage } from '../supply.ts';
import { identifier } from '../text.ts';
import type { ReceiptDecision } from './decide-on-receipt.ts';
import { moneyOf, type Receipt, type ReceiptMoney } from './receipt.ts';
import { beforeReceipt, otherReceiptCurrency, recordedReceipt, reversedReceipt } from './receipt-checks.ts';
import type { Identified, ReceiptFact } from './receipt-events.ts';
import { receiptFields } from './receipt-fields.ts';

/** Parts of one command: each is an entry, and all of them go into one append. */
const mostParts = 200;

/** Parts of a receipt at a time, on accounts or on their way: where it bounces, one entry names all of them. */
const mostPartsOnAccounts = 1_000;

const partInput = z
  .strictObject({
    accountId: identifier.describe('The account that the part belongs to.'),
    paymentId: identifier.describe('Yours, unique on the account: the payment that it becomes there.'),
    amount: moneyText.describe('How much of the receipt.'),
    payer: partyInput.optional().describe('Who paid; the account holder when left out.'),
    lines: z.array(lineInput).min(1).max(mostAllocations).optional().describe('What to pay first, in this order.'),
    strategy: strategyField,
    priority: priorityField,
  })
  .meta({ title: 'ReceiptPartInput', description: 'A part of a receipt, and the account that it belongs to.' });

export const identifyReceiptInput = z
  .strictObject({
    ...receiptFields,
    currency: currencyField,
    parts: z
      .array(partInput)
      .min(1)
      .max(mostParts)
      .describe(
        `Together at most what is unidentified. A receipt has at most ${mostPartsOnAccounts} that are not back.`,
      ),
  })
  .describe(
    'Says whose the money of a receipt is, all of it or parts. Each part becomes a payment on its account and is applied there ' +
      'as a payment that is received; until it has arrived it stands on TransferClearing.',
  );

export type IdentifyReceipt = z.output<typeof identifyReceiptInput>;
type PartInput = IdentifyReceipt['parts'][number];

export function decideIdentifyReceipt(receipt: Receipt, input: IdentifyReceipt, books: Books): ReceiptDecision {
  const date = dateOf(input, books);
  const refusal =
    firstOf(input.parts, (part) => misformedPart(part, input.currency)) ??
    recordedReceipt(receipt, books) ??
    firstOf(input.parts, (part, index) => takenTwice(input.parts.slice(0, index), part)) ??
    otherReceiptCurrency(receipt, input.currency) ??
    beforeOpening(books, date);
  if (refusal !== undefined) return refusal;
  const money = moneyOf(receipt);
  return (
    reversedReceipt(money) ??
    beforeReceipt(money, date) ??
    tooLittle(money, input, date) ??
    // The lines of all parts stand in one append.
    tooMany(input.parts.reduce((count, { lines = [] }) => count + lines.length, 0)) ??
    tooManyParts(money, input) ??
    identified(receipt.receiptId, money, input, date)
  );
}

/** The refusal of the first part that has one, at its place in the input. */
function firstOf(
  parts: readonly PartInput[],
  refusalOf: (part: PartInput, index: number) => Rejection | undefined,
): Rejection | undefined {
  for (const [index, part] of parts.entries()) {
    const no = refusalOf(part, index);
    if (no !== undefined) return { ...no, inputPath: `parts.${index}.${no.inputPath}` };
  }
  return undefined;
}

function misformedPart(part: PartInput, currency: string): Rejection | undefined {
  const { lines = [] } = part;
  const amount = amountOf(part.amount, currency);
  return (
    positive(amount, 'amount') ?? strayPriority(part) ?? invalidLines(lines, currency) ?? linesBeyond(lines, amount)
  );
}

function takenTwice(before: readonly PartInput[], { accountId, paymentId }: PartInput): Rejection | undefined {
  const isTaken = before.some((other) => other.accountId === accountId && other.paymentId === paymentId);
  return takenId(isTaken, 'payment', 'paymentId');
}

/** Added up part by part: hundreds of the largest amounts would not add up inside the largest total. */
function tooLittle({ unidentified }: ReceiptMoney, { parts, currency }: IdentifyReceipt, date: CalendarDate) {
  const available = supplyFrom(currency, [unidentified], date);
  let total: Money = zero(currency);
  for (const part of parts) {
    total = add(total, amountOf(part.amount, currency));
    if (compare(total, available) <= 0) continue;
    const shortage = supplyShortage(currency, [unidentified], date, total);
    return shortage && reject('EXCEEDS_UNIDENTIFIED', shortage, 'parts');
  }
  return undefined;
}

function tooManyParts({ parts }: ReceiptMoney, input: IdentifyReceipt): Rejection | undefined {
  const count = parts.count(({ state }) => state !== 'BACK') + input.parts.length;
  return count > mostPartsOnAccounts
    ? reject('TOO_MANY_ALLOCATIONS', { limit: mostPartsOnAccounts }, 'parts')
    : undefined;
}

/** One fact for each part; in a foreign currency each takes its part of what is carried. */
function identified(
  receiptId: string,
  money: ReceiptMoney,
  { parts, currency }: IdentifyReceipt,
  effectiveDate: CalendarDate,
): readonly ReceiptFact[] {
  let carried = money.base;
  return parts.map((input, index) => {
    const amount = amountOf(input.amount, currency);
    const base = carried && partOf(carried, amount);
    carried = carried && base && lessBy(carried, amount, base);
    const data = {
      receiptId,
      part: money.parts.size + index + 1,
      ...dataOf(input, amount),
      baseAmount: base && toMinorText(base),
      method: money.method,
      receivedDate: money.receivedDate,
    };
    return { type: 'ReceiptIdentified', effectiveDate, data } as const;
  });
}

function dataOf(input: PartInput, amount: Money) {
  const { accountId, paymentId, strategy, priority } = input;
  const { currency } = amount;
  const lines: Identified['lines'] = input.lines?.map((line) => {
    return { ...line, amount: toMinorText(amountOf(line.amount, currency)) };
  });
  const ends = { accountId, paymentId, currency, amount: toMinorText(amount), payer: partyOf(input.payer) };
  return { ...ends, lines, strategy, priority };
}
