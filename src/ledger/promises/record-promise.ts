import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import { type Account, type Item } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  openAccount,
  otherCurrency,
  positive,
  takenId,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, dateInput, moneyText, partyInput } from '../command-input.ts';
import { ambiguousCover, coveredItems, coversField, latestStart } from '../covered-items.ts';
import { partyOf } from '../parties.ts';
import { tooMany, unknownLine } from '../payments/lines.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier } from '../text.ts';
import type { Shortage } from '../timeline.ts';

export const recordPromiseInput = z
  .strictObject({
    ...accountFields,
    promiseId: identifier.describe('Yours, unique on the account.'),
    currency: currencyField,
    amount: moneyText.describe('What will have been paid; no more than is open of the items.'),
    promisedDate: dateInput.describe('By the end of this day.'),
    covers: coversField,
    payer: partyInput.optional().describe('Who promises; the account holder when left out.'),
  })
  .describe(
    'Somebody promises to pay. Open through its day; then kept, partly kept or broken by what payments of the days from this one ' +
      'to that one have paid on its items. It stops nothing and changes nothing that is owed.',
  );

type RecordPromise = z.output<typeof recordPromiseInput>;

export function decideRecordPromise(account: Account, input: RecordPromise, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    positive(amountOf(input.amount, input.currency), 'amount') ??
    dateGone(input.promisedDate, date) ??
    openAccount(account, books) ??
    unknownLine(account, input.covers, 'covers') ??
    takenId(account.agreements.promises.has(input.promiseId), 'promise', 'promiseId') ??
    otherCurrency(account, input.currency) ??
    beforeOpening(books, date) ??
    voidedLine(account, input.covers, 'covers') ??
    ambiguousCover(account, input.covers);
  return refusal ?? promised(account, input, coveredItems(account, input.covers), date);
}

function dateGone(promisedDate: CalendarDate, date: CalendarDate): Rejection | undefined {
  const expected = 'the effective date of the promise, or a later day';
  return promisedDate < date ? reject('INPUT_INVALID', { expected }, 'promisedDate') : undefined;
}

/** On a day after the promised one it would be too late. */
function byTheDay(shortage: Shortage, promisedDate: CalendarDate): Shortage {
  const { earliestDate } = shortage;
  const isTooLate = earliestDate !== undefined && earliestDate > promisedDate;
  return isTooLate ? { ...shortage, earliestDate: undefined } : shortage;
}

function promised(account: Account, input: RecordPromise, items: readonly Item[], date: CalendarDate): Decision {
  const { promiseId, currency, promisedDate } = input;
  const amount = amountOf(input.amount, currency);
  const open = items.map((item) => item.open);
  const shortage = supplyShortage(currency, open, date, amount);
  const refusal =
    beforeOriginal(date, latestStart(items) ?? date) ??
    (shortage && reject('EXCEEDS_OPEN', byTheDay(shortage, promisedDate), 'amount')) ??
    tooMany(items.length);
  if (refusal !== undefined) return refusal;
  const data = {
    promiseId,
    currency,
    amount: toMinorText(amount),
    promisedDate,
    party: partyOf(input.payer),
    items: items.map(({ chargeId, item }) => ({ chargeId, item })),
  };
  return accept(record(draftOf(account), { type: 'PromiseRecorded', effectiveDate: date, data }));
}
