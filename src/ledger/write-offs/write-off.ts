import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, type Money, smaller, subtract, toMinorText } from '#money/money.ts';
import { type Account, chargeAt, type Item, itemAt, itemKey } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  itemRequired,
  openAccount,
  openItemsOf,
  otherCurrency,
  positive,
  takenId,
  unknownItem,
  voidedCharge,
} from '../checks.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier, itemNumber } from '../text.ts';
import { smallestFrom } from '../timeline.ts';
import type { WrittenOffItem } from './written-off.ts';

export const writeOffInput = z
  .strictObject({
    ...accountFields,
    writeOffId: identifier.describe('Yours, unique on the account.'),
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item; needed where items of more than one party are open.'),
    currency: currencyField,
    amount: moneyText.describe('How much of what is open.'),
    reasonCode: reasonField,
  })
  .describe('Gives an open amount up as bad debt. It is no longer owed; the charge is worth what it was.');

type WriteOffInput = z.output<typeof writeOffInput>;

export function decideWriteOff(account: Account, input: WriteOffInput, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    unknownItem(account, input, '') ??
    takenId(account.writeOffs.has(input.writeOffId), 'write-off', 'writeOffId') ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'WriteOff', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    voidedCharge(account, input.chargeId) ??
    itemRequired(sourcesOf(account, input), input.item) ??
    beforeOriginal(date, startOf(account, input)) ??
    exceedsOpen(sourcesOf(account, input), date, amount);
  return refusal ?? accept(record(draftOf(account), writtenOff(account, input, amount, date)));
}

function sourcesOf(account: Account, input: WriteOffInput): readonly Item[] {
  if (input.item !== undefined) return [itemAt(account, itemKey(input.chargeId, input.item))];
  return openItemsOf(account, chargeAt(account, input.chargeId));
}

function startOf(account: Account, { chargeId, item }: WriteOffInput): CalendarDate {
  return item === undefined
    ? chargeAt(account, chargeId).effectiveDate
    : itemAt(account, itemKey(chargeId, item)).effectiveDate;
}

/** Only what is owed can be given up: money that has been paid is never bad debt. */
function exceedsOpen(sources: readonly Item[], date: CalendarDate, amount: Money): Rejection | undefined {
  const timelines = sources.map((item) => item.open);
  const shortage = supplyShortage(amount.currency, timelines, date, amount);
  return shortage === undefined ? undefined : reject('EXCEEDS_OPEN', shortage, 'amount');
}

function writtenOff(account: Account, input: WriteOffInput, amount: Money, date: CalendarDate) {
  const { writeOffId, chargeId, currency } = input;
  const parts = spread(sourcesOf(account, input), date, amount);
  const items = parts.map((part) => ({ item: part.item, amount: toMinorText(part.amount) }));
  const data = { writeOffId, chargeId, currency, amount: toMinorText(amount), items };
  return { type: 'WrittenOff', effectiveDate: date, data } as const;
}

/** The items in their order, each as far as it is open on every day from the write-off on. */
function spread(sources: readonly Item[], date: CalendarDate, amount: Money): readonly WrittenOffItem[] {
  const parts: WrittenOffItem[] = [];
  let left = amount;
  for (const { item, open } of sources) {
    const part = smaller(left, smallestFrom(open, date));
    if (!isPositive(part)) continue;
    parts.push({ item, amount: part });
    left = subtract(left, part);
  }
  return parts;
}
