import { z } from 'zod';
import { isPositive, type Money, smaller, subtract, toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  openAccount,
  otherCurrency,
  positive,
} from '../checks.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { identifier } from '../text.ts';
import { exceedsRecoverable, unknownWriteOff } from './recoverable.ts';
import { type WriteOff, type WrittenOffItem, writeOffAt } from './written-off.ts';

export const reverseWriteOffInput = z
  .strictObject({
    ...accountFields,
    writeOffId: identifier.describe('The write-off.'),
    currency: currencyField,
    amount: moneyText.describe('How much of it; at most what has been neither reversed nor recovered.'),
    reasonCode: reasonField,
  })
  .describe('Takes a write-off back, whole or in part: the items it gave up are owed again.');

type ReverseWriteOff = z.output<typeof reverseWriteOffInput>;

export function decideReverseWriteOff(account: Account, input: ReverseWriteOff, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    unknownWriteOff(account, input.writeOffId) ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'ReverseWriteOff', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    beforeOriginal(date, writeOffAt(account, input.writeOffId).effectiveDate) ??
    exceedsRecoverable(writeOffAt(account, input.writeOffId), date, amount, 'amount');
  if (refusal !== undefined) return refusal;
  const { writeOffId, currency } = input;
  const writeOff = writeOffAt(account, writeOffId);
  const items = lastFirst(writeOff, amount).map((part) => ({ item: part.item, amount: toMinorText(part.amount) }));
  const data = { writeOffId, chargeId: writeOff.chargeId, currency, amount: toMinorText(amount), items };
  return accept(record(draftOf(account), { type: 'WriteOffReversed', effectiveDate: date, data }));
}

/** The item written off last is owed again first: what is left is what a smaller write-off would have taken. */
function lastFirst({ items }: WriteOff, amount: Money): readonly WrittenOffItem[] {
  const parts: WrittenOffItem[] = [];
  let left = amount;
  for (const standing of items.toReversed()) {
    const part = smaller(left, standing.amount);
    if (!isPositive(part)) continue;
    parts.push({ item: standing.item, amount: part });
    left = subtract(left, part);
  }
  return parts;
}
