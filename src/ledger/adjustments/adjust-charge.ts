import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { absolute, add, compare, equals, isNegative, isZero, type Money, negate, toMinorText, zero } from '#money/money.ts';
import { proportionOf } from '#money/percentage.ts';
import { type Account, type Adjustment, type Charge, chargeAt, type Item, itemAt, itemKey, itemsOf } from '../account.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  inOrder,
  invalidReason,
  openAccount,
  otherCurrency,
  takenId,
  unknownItem,
} from '../checks.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { adjustmentKinds, type FactOf } from '../events.ts';
import { releaseFacts } from '../payments/release-plan.ts';
import { findReason } from '../reasons.ts';
import { reject, type Rejection } from '../rejections.ts';
import { identifier, itemNumber } from '../text.ts';
import { itemsToReduce, reduce, type Reduction } from './reduction.ts';

export const adjustChargeInput = z
  .strictObject({
    ...accountFields,
    adjustmentId: identifier.describe('Yours, unique on the account.'),
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('Only this item; left out, the items in their order.'),
    kind: z.enum(adjustmentKinds).describe('What kind of change it is.'),
    currency: currencyField,
    amount: moneyText.describe('Signed: negative lowers what the charge is worth, positive raises it.'),
    taxAmount: moneyText.optional().describe('The tax part of the change, same sign; pro rata when left out.'),
    reasonCode: reasonField,
    undoes: identifier.optional().describe('The adjustment that this one takes back: its exact opposite.'),
  })
  .describe('Changes what a charge is worth. What has been paid beyond the new worth is released to unapplied.');

export type AdjustCharge = z.output<typeof adjustChargeInput>;

export function decideAdjustCharge(account: Account, input: AdjustCharge, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    shapeFault(input, amount) ??
    openAccount(account, books) ??
    unknownItem(account, input, '') ??
    unknownOriginal(account, input) ??
    takenId(account.adjustments.has(input.adjustmentId), 'adjustment', 'adjustmentId') ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'AdjustCharge', input.reasonCode, date, input.kind) ??
    beforeOpening(books, date) ??
    notOpposite(account, input, amount, date) ??
    beforeOriginal(date, startOf(account, input));
  if (refusal !== undefined) return refusal;
  const taxAmount = taxPart(account, input, amount);
  const beyondTax = taxOutOfBounds(chargeAt(account, input.chargeId), amount, taxAmount);
  return beyondTax ?? (isNegative(amount) ? lower : raise)(account, { input, amount, taxAmount, date, books });
}

interface Change {
  readonly input: AdjustCharge;
  readonly amount: Money;
  readonly taxAmount: Money;
  readonly date: CalendarDate;
  readonly books: Books;
}

function shapeFault(input: AdjustCharge, amount: Money): Rejection | undefined {
  if (isZero(amount)) return reject('AMOUNT_ZERO', {}, 'amount');
  if (input.taxAmount === undefined) return undefined;
  const tax = amountOf(input.taxAmount, input.currency);
  const isWithin = compare(absolute(tax), absolute(amount)) <= 0;
  const isSameSign = isZero(tax) || isNegative(tax) === isNegative(amount);
  return isWithin && isSameSign ? undefined : reject('TAX_EXCEEDS_AMOUNT', {}, 'taxAmount');
}

function originalOf(account: Account, input: AdjustCharge): Adjustment | undefined {
  return input.undoes === undefined ? undefined : account.adjustments.get(input.undoes);
}

function unknownOriginal(account: Account, input: AdjustCharge): Rejection | undefined {
  if (input.undoes === undefined) return undefined;
  const original = originalOf(account, input);
  return original?.chargeId === input.chargeId ? undefined : reject('ADJUSTMENT_UNKNOWN', {}, 'undoes');
}

function notOpposite(account: Account, input: AdjustCharge, amount: Money, date: CalendarDate): Rejection | undefined {
  const original = originalOf(account, input);
  if (original === undefined) return undefined;
  if (original.undoneOn !== undefined) return reject('ALREADY_REVERSED', { reversedOn: original.undoneOn }, 'undoes');
  const isOpposite = equals(amount, negate(original.amount)) && input.kind === original.kind && input.item === undefined;
  if (!isOpposite) {
    return reject('OPPOSITE_EXPECTED', { amount: negate(original.amount), kind: original.kind }, 'undoes');
  }
  return beforeOriginal(date, original.effectiveDate);
}

/** The day from which there is something to adjust: the item's, or the charge's. */
function startOf(account: Account, input: AdjustCharge): CalendarDate {
  return input.item === undefined
    ? chargeAt(account, input.chargeId).effectiveDate
    : itemAt(account, itemKey(input.chargeId, input.item)).effectiveDate;
}

/** The tax part of the change: as undone, as stated, or in the proportion of tax to worth. */
function taxPart(account: Account, input: AdjustCharge, amount: Money): Money {
  const original = originalOf(account, input);
  if (original !== undefined) return negate(original.taxAmount);
  if (input.taxAmount !== undefined) return amountOf(input.taxAmount, input.currency);
  const charge = chargeAt(account, input.chargeId);
  if (isZero(charge.taxLeft) || isZero(charge.worth)) return zero(amount.currency);
  return proportionOf(amount, charge.taxLeft, charge.worth, 'HALF_UP');
}

function taxOutOfBounds(charge: Charge, amount: Money, taxAmount: Money): Rejection | undefined {
  const tax = add(charge.taxLeft, taxAmount);
  const worth = add(charge.worth, amount);
  // A worth below zero has a refusal of its own that says more.
  if (isNegative(worth)) return undefined;
  if (!isNegative(tax) && compare(tax, worth) <= 0) return undefined;
  return reject('EXCEEDS_TAX', { taxLeft: charge.taxLeft, worth: charge.worth }, 'taxAmount');
}

function lower(account: Account, change: Change): Decision {
  const { input, amount, date } = change;
  const charge = chargeAt(account, input.chargeId);
  const original = originalOf(account, input);
  const items = original === undefined ? itemsToReduce(account, charge, input.item) : itemsIn(account, original);
  const reduced = reduce(account, items, date, negate(amount));
  switch (reduced.outcome) {
    case 'REDUCED':
      return accept(lowered(account, change, reduced.reduction));
    case 'NOT_WORTH_IT': {
      const { available, bindingDate, earliestDate } = reduced.shortage;
      return reject('EXCEEDS_ADJUSTABLE', { adjustable: available, bindingDate, earliestDate }, 'amount');
    }
    case 'NEGATIVE_DAY': {
      const { bindingDate, earliestDate } = reduced;
      return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
    }
  }
}

function itemsIn(account: Account, original: Adjustment): readonly Item[] {
  return original.items.map(({ item }) => itemAt(account, itemKey(original.chargeId, item)));
}

/** Releases come first, so that at no position of the journal an item is below zero. */
function lowered(account: Account, change: Change, reduction: Reduction): Draft {
  const cause = { kind: 'ADJUSTMENT', id: change.input.adjustmentId } as const;
  const releases = releaseFacts(account, reduction.releases, cause);
  const items = reduction.items.map(({ item, amount }) => ({ item: item.item, amount: toMinorText(negate(amount)) }));
  return record(draftOf(account), ...releases, chargeAdjusted(change, items));
}

function raise(account: Account, change: Change): Decision {
  const original = originalOf(account, change.input);
  const items =
    original === undefined
      ? [{ item: itemToRaise(account, change), amount: toMinorText(change.amount) }]
      : original.items.map(({ item, amount }) => ({ item, amount: toMinorText(negate(amount)) }));
  return accept(record(draftOf(account), chargeAdjusted(change, items)));
}

/** An increase goes to the item named, or to the last one there is on that day. */
function itemToRaise(account: Account, { input, date }: Change): number {
  if (input.item !== undefined) return input.item;
  const items = itemsOf(account, chargeAt(account, input.chargeId)).filter((item) => item.effectiveDate <= date);
  return inOrder(items).at(-1)?.item ?? 1;
}

function chargeAdjusted(change: Change, items: { item: number; amount: string }[]): FactOf<'ChargeAdjusted'> {
  const { input, amount, taxAmount, date, books } = change;
  const { adjustmentId, chargeId, kind, currency, undoes } = input;
  const reason = findReason(books.reasons, input.reasonCode ?? '', 'AdjustCharge', kind, date);
  const contraAccount = reason?.contraAccount;
  if (contraAccount === undefined) throw new Error('an adjustment reason without a contra account');
  const tax = isZero(taxAmount) ? undefined : toMinorText(taxAmount);
  const data = { adjustmentId, chargeId, kind, currency, amount: toMinorText(amount), taxAmount: tax, items, contraAccount, undoes };
  return { type: 'ChargeAdjusted', effectiveDate: date, data };
}
