import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, type Money, toMinorText } from '#money/money.ts';
import { type Account, type Charge, chargeAt, type Item } from '../account.ts';
import { itemsToReduce, type Reduced, type Reduction, reduce } from '../adjustments/reduction.ts';
import { assertNever } from '../assert-never.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import { type FeeCategory, feeCategories } from '../charge-kinds.ts';
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
} from '../checks.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { tooMany } from '../payments/lines.ts';
import { releaseFacts } from '../payments/release-plan.ts';
import { type Rejection, reject } from '../rejections.ts';
import { datesAfter, supplyFrom } from '../supply.ts';
import { identifier, itemNumber } from '../text.ts';

export const waiveLateFeeInput = z
  .strictObject({
    ...accountFields,
    waiverId: identifier.describe('Yours, unique on the account.'),
    chargeId: identifier.describe('The fee.'),
    item: itemNumber.optional().describe('Only this item; needed for a part of a fee that more than one party owes.'),
    currency: currencyField,
    amount: moneyText.optional().describe('How much of it; all that it is still worth when left out.'),
    reasonCode: reasonField,
  })
  .describe('Gives up a late fee or interest, paid or not. Money paid beyond its new worth is released to unapplied.');

export type WaiveLateFee = z.output<typeof waiveLateFeeInput>;

export function decideWaiveLateFee(account: Account, input: WaiveLateFee, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    (input.amount === undefined ? undefined : positive(amountOf(input.amount, input.currency), 'amount')) ??
    openAccount(account, books) ??
    unknownItem(account, input, '') ??
    takenId(account.waivers.has(input.waiverId), 'waiver', 'waiverId') ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'WaiveLateFee', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notAFee(chargeAt(account, input.chargeId)) ??
    ambiguous(account, input) ??
    beforeOriginal(date, chargeAt(account, input.chargeId).effectiveDate);
  return refusal ?? waive(account, input, books);
}

function feeCategoryOf(charge: Charge): FeeCategory | undefined {
  return feeCategories.find((category) => category === charge.category);
}

function notAFee(charge: Charge): Rejection | undefined {
  return feeCategoryOf(charge) === undefined
    ? reject('NOT_A_FEE', { category: charge.category }, 'chargeId')
    : undefined;
}

/** A part of a fee that more than one party owes: whose part has to be said. All of it is all of it. */
function ambiguous(account: Account, input: WaiveLateFee): Rejection | undefined {
  if (input.amount === undefined) return undefined;
  return itemRequired(openItemsOf(account, chargeAt(account, input.chargeId)), input.item);
}

function waive(account: Account, input: WaiveLateFee, books: Books): Decision {
  const date = dateOf(input, books);
  const items = itemsToReduce(account, chargeAt(account, input.chargeId), input.item);
  const amount = amountToWaive(input, items, date);
  const reduced = reduce(account, items, date, amount);
  if (reduced.outcome === 'REDUCED' && isPositive(amount)) {
    const { reduction } = reduced;
    return tooMany(reduction.releases.length) ?? accept(waived(account, input, amount, reduction, date));
  }
  return refused(reduced, amount, date, earliestDateFor(account, input, items, date));
}

/** The amount stated, or all that the fee is still worth from the day on. */
function amountToWaive(input: WaiveLateFee, items: readonly Item[], date: CalendarDate): Money {
  if (input.amount !== undefined) return amountOf(input.amount, input.currency);
  const worth = items.map((item) => item.worth);
  return supplyFrom(input.currency, worth, date);
}

function refused(
  reduced: Reduced,
  amount: Money,
  date: CalendarDate,
  earliestDate: CalendarDate | undefined,
): Rejection {
  switch (reduced.outcome) {
    case 'REDUCED':
      return reject('EXCEEDS_FEE', { left: amount, bindingDate: date, earliestDate }, 'chargeId');
    case 'NOT_WORTH_IT':
      return reject(
        'EXCEEDS_FEE',
        { left: reduced.available, bindingDate: reduced.bindingDate, earliestDate },
        'amount',
      );
    case 'NEGATIVE_DAY':
      return reject('BACKDATE_CONFLICT', { bindingDate: reduced.bindingDate, earliestDate }, 'effectiveDate');
    default:
      return assertNever(reduced);
  }
}

/** Day by day, because "all of it" may be more on a later day. */
function earliestDateFor(
  account: Account,
  input: WaiveLateFee,
  items: readonly Item[],
  date: CalendarDate,
): CalendarDate | undefined {
  const timelines = items.flatMap((item) => [item.worth, item.open]);
  return datesAfter(timelines, date).find((day) => {
    const amount = amountToWaive(input, items, day);
    return isPositive(amount) && reduce(account, items, day, amount).outcome === 'REDUCED';
  });
}

/** Two facts: the fee is worth less, and the money that no longer fits is free. The release comes first (INV-01 at every position). */
function waived(account: Account, input: WaiveLateFee, amount: Money, reduction: Reduction, date: CalendarDate): Draft {
  const { waiverId, chargeId, currency } = input;
  const category = feeCategoryOf(chargeAt(account, chargeId));
  if (category === undefined) throw new Error('a waiver of a charge that is no fee');
  const items = reduction.items.map(({ item, amount: loss }) => ({ item: item.item, amount: toMinorText(loss) }));
  const data = { waiverId, chargeId, category, currency, amount: toMinorText(amount), items };
  const releases = releaseFacts(account, reduction.releases, { kind: 'WAIVER', id: waiverId });
  return record(draftOf(account), ...releases, { type: 'LateFeeWaived', effectiveDate: date, data });
}
