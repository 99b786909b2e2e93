import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { absolute, compare, isNegative, isZero, type Money, negate, toMinorText } from '#money/money.ts';
import { type Account, chargeAt, itemAt, itemKey, itemsOf } from '../account.ts';
import { assertNever } from '../assert-never.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  inOrder,
  invalidReason,
  itemRequired,
  openAccount,
  openItemsOf,
  otherCurrency,
  takenId,
  unknownItem,
  voidedCharge,
} from '../checks.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { adjustmentKinds, type EventData, type FactOf } from '../events.ts';
import { tooMany } from '../payments/lines.ts';
import { releaseFacts } from '../payments/release-plan.ts';
import { findReason } from '../reasons.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier, itemNumber } from '../text.ts';
import { taxOutOfBounds, taxPart } from './adjusted-tax.ts';
import { itemsToReduce, type Reduced, type Reduction, reduce, reduceBy } from './reduction.ts';
import { notOpposite, originalOf, unknownOriginal } from './undone-adjustment.ts';

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
    voidedCharge(account, input.chargeId) ??
    notOpposite(account, input, date) ??
    ambiguous(account, input) ??
    withoutRate(account, input, amount) ??
    beforeOriginal(date, startOf(account, input));
  if (refusal !== undefined) return refusal;
  const original = originalOf(account, input);
  const taxAmount =
    original === undefined
      ? taxPart(chargeAt(account, input.chargeId), amount, input.taxAmount)
      : negate(original.taxAmount);
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

/** Whose debt changes has to be said where more than one party owes; what undoes changes what the original changed. */
function ambiguous(account: Account, input: AdjustCharge): Rejection | undefined {
  if (input.undoes !== undefined) return undefined;
  return itemRequired(openItemsOf(account, chargeAt(account, input.chargeId)), input.item);
}

/** An increase comes at the rate at which its charge came in; a charge of nothing has none. */
function withoutRate(account: Account, { chargeId, undoes }: AdjustCharge, amount: Money): Rejection | undefined {
  if (account.base === undefined || undoes !== undefined || isNegative(amount)) return undefined;
  return isZero(chargeAt(account, chargeId).amount) ? reject('NO_CARRIED_RATE', {}, 'chargeId') : undefined;
}

/** The day from which there is something to adjust: the item's, or the charge's. */
function startOf(account: Account, input: AdjustCharge): CalendarDate {
  return input.item === undefined
    ? chargeAt(account, input.chargeId).effectiveDate
    : itemAt(account, itemKey(input.chargeId, input.item)).effectiveDate;
}

function lower(account: Account, change: Change): Decision {
  const reduced = reducedBy(account, change);
  switch (reduced.outcome) {
    case 'REDUCED':
      return tooMany(reduced.reduction.releases.length) ?? accept(lowered(account, change, reduced.reduction));
    case 'NOT_WORTH_IT': {
      const { available, bindingDate, earliestDate } = reduced;
      return reject('EXCEEDS_ADJUSTABLE', { adjustable: available, bindingDate, earliestDate }, 'amount');
    }
    case 'NEGATIVE_DAY': {
      const { bindingDate, earliestDate } = reduced;
      return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
    }
    default:
      return assertNever(reduced);
  }
}

function reducedBy(account: Account, { input, amount, date }: Change): Reduced {
  const original = originalOf(account, input);
  if (original === undefined) {
    const items = itemsToReduce(account, chargeAt(account, input.chargeId), input.item);
    return reduce(account, items, date, negate(amount));
  }
  const losses = original.items.map((raised) => ({
    item: itemAt(account, itemKey(original.chargeId, raised.item)),
    amount: raised.amount,
  }));
  return reduceBy(account, losses, date);
}

/** Releases come first, so that at no position of the journal an item is below zero. */
function lowered(account: Account, change: Change, reduction: Reduction): Draft {
  const cause = { kind: 'ADJUSTMENT', id: change.input.adjustmentId } as const;
  const releases = releaseFacts(account, reduction.releases, cause);
  const items = reduction.items.map(({ item, amount }) => ({ item: item.item, amount: toMinorText(negate(amount)) }));
  return record(draftOf(account), ...releases, chargeAdjusted(account, change, items));
}

function raise(account: Account, change: Change): Decision {
  const original = originalOf(account, change.input);
  const items =
    original === undefined
      ? [{ item: itemToRaise(account, change), amount: toMinorText(change.amount) }]
      : original.items.map(({ item, amount }) => ({ item, amount: toMinorText(negate(amount)) }));
  return accept(record(draftOf(account), chargeAdjusted(account, change, items)));
}

/** An increase goes to the item named, or to the last one there is on that day. */
function itemToRaise(account: Account, { input, date }: Change): number {
  if (input.item !== undefined) return input.item;
  const items = itemsOf(account, chargeAt(account, input.chargeId)).filter((item) => item.effectiveDate <= date);
  return inOrder(items).at(-1)?.item ?? 1;
}

function chargeAdjusted(
  account: Account,
  change: Change,
  items: EventData<'ChargeAdjusted'>['items'],
): FactOf<'ChargeAdjusted'> {
  const { input, amount, taxAmount, date } = change;
  const { adjustmentId, chargeId, kind, currency, undoes } = input;
  const data = {
    adjustmentId,
    chargeId,
    kind,
    currency,
    amount: toMinorText(amount),
    taxAmount: isZero(taxAmount) ? undefined : toMinorText(taxAmount),
    items,
    contraAccount: contraAccountOf(account, change),
    undoes,
  };
  return { type: 'ChargeAdjusted', effectiveDate: date, data, reasonCode: input.reasonCode };
}

/** The contra account of the reason; what undoes goes back to the one that the original went to. */
function contraAccountOf(account: Account, { input, date, books }: Change): string {
  const original = originalOf(account, input);
  if (original !== undefined) return original.contraAccount;
  const reason = findReason(books.reasons, input.reasonCode ?? '', 'AdjustCharge', input.kind, date);
  if (reason?.contraAccount === undefined) throw new Error('an adjustment reason without a contra account');
  return reason.contraAccount;
}
