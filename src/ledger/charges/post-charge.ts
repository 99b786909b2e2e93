import { z } from 'zod';
import { compare, equals, isNegative, isZero, type Money, subtract, toMinorText } from '#money/money.ts';
import { multiply } from '#money/percentage.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { chargeCategories } from '../charge-kinds.ts';
import { amountOf, beforeOpening, dateOf, openAccount, otherCurrency, takenId } from '../checks.ts';
import { accountFields, currencyField, dateInput, moneyText, partyInput } from '../command-input.ts';
import type { EventData, FactOf } from '../events.ts';
import { baseValueFault, baseValueFields, statedBase } from '../foreign/base-value.ts';
import { partyOf } from '../parties.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier, unitPriceText, unitsText } from '../text.ts';

const chargeItem = z
  .strictObject({
    amount: moneyText.describe('The part of the charge that this item is.'),
    dueDate: dateInput.optional().describe('When it is due; the effective date of the charge when left out.'),
    payer: partyInput.optional().describe('Who owes it; the account holder when left out.'),
  })
  .meta({ title: 'ChargeItemInput', description: 'One open item: an amount, who owes it and when it is due.' });

const justification = z
  .strictObject({
    orderId: identifier.optional().describe('The order or note that asked for the service.'),
    feeScheduleId: identifier.optional().describe('The fee schedule that priced it.'),
    feeScheduleVersion: identifier.optional().describe('The version of that fee schedule.'),
    providerId: identifier.optional().describe('Who rendered it.'),
    providerType: identifier.optional().describe('The type of provider: physician, nurse practitioner ...'),
  })
  .meta({ title: 'JustificationInput', description: 'What justifies a charge: references only, no text.' });

export const postChargeInput = z
  .strictObject({
    ...accountFields,
    chargeId: identifier.describe('Yours, unique on the account.'),
    category: z.enum(chargeCategories).describe('What was charged for.'),
    origin: z
      .enum(['ORIGINAL', 'OPENING'])
      .optional()
      .describe('OPENING takes an old item over at cut-over: it keeps its dates and posts against OpeningBalance.'),
    currency: currencyField,
    amount: moneyText.describe('What is owed, tax included; 0.00 is recorded and posts nothing.'),
    ...baseValueFields,
    taxAmount: moneyText.optional().describe('The tax inside the amount.'),
    items: z
      .array(chargeItem)
      .min(1)
      .max(120)
      .optional()
      .describe(
        'Instalments or parties; left out, one item of the account holder, due at once. They sum to the amount.',
      ),
    dueDate: dateInput.optional().describe('Due date of items that state none.'),
    serviceDate: dateInput.optional().describe('The day of the service.'),
    code: identifier.optional().describe('The code of the service in its code list.'),
    modifiers: z.array(identifier).max(8).optional().describe('Modifiers of the code.'),
    placeOfService: identifier
      .optional()
      .describe('Where it was rendered, in the code list of places: 11 office, 02 or 10 telehealth ...'),
    units: unitsText.optional().describe('How many, as decimal text; given together with the unit price.'),
    unitPrice: unitPriceText
      .optional()
      .describe('The price of one, as decimal text; units times price is the amount, rounded half up.'),
    invoiceId: identifier.optional().describe('The invoice it stands on.'),
    encounterId: identifier.optional().describe('The encounter it belongs to.'),
    claimId: identifier.optional().describe('The claim it was billed with.'),
    justification: justification.optional().describe('What justifies it.'),
  })
  .describe('Posts an amount owed for something delivered, as one or more open items.');

export type PostCharge = z.output<typeof postChargeInput>;

export function decidePostCharge(account: Account, input: PostCharge, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const refusal =
    shapeFault(input, amount) ??
    openAccount(account, books) ??
    takenId(account.charges.has(input.chargeId), 'charge', 'chargeId') ??
    otherCurrency(account, input.currency) ??
    baseValueFault(account, input, amount) ??
    (input.origin === 'OPENING' ? undefined : beforeOpening(books, dateOf(input, books))) ??
    notPostable(input);
  return refusal ?? accept(record(draftOf(account), chargePosted(account, input, amount, books)));
}

function shapeFault(input: PostCharge, amount: Money): Rejection | undefined {
  return negative(input) ?? wrongSum(input, amount) ?? wrongProduct(input, amount) ?? wrongTax(input, amount);
}

function negative(input: PostCharge): Rejection | undefined {
  const amounts = [
    { path: 'amount', text: input.amount },
    ...(input.items ?? []).map((item, index) => ({ path: `items.${index}.amount`, text: item.amount })),
    ...(input.taxAmount === undefined ? [] : [{ path: 'taxAmount', text: input.taxAmount }]),
  ];
  const found = amounts.find(({ text }) => isNegative(amountOf(text, input.currency)));
  return found === undefined ? undefined : reject('AMOUNT_NEGATIVE', {}, found.path);
}

function wrongSum(input: PostCharge, amount: Money): Rejection | undefined {
  if (input.items === undefined) return undefined;
  let left = amount;
  // Taken off one by one: many of the largest amounts would not add up inside the largest total.
  for (const item of input.items) {
    left = subtract(left, amountOf(item.amount, input.currency));
    if (isNegative(left)) break;
  }
  return isZero(left) ? undefined : reject('ITEMS_DO_NOT_SUM', {}, 'items');
}

function wrongProduct(input: PostCharge, amount: Money): Rejection | undefined {
  const { units, unitPrice } = input;
  if (units === undefined && unitPrice === undefined) return undefined;
  if (units === undefined || unitPrice === undefined) {
    const missing = units === undefined ? 'units' : 'unitPrice';
    return reject('INPUT_INVALID', { expected: 'units and unit price together' }, missing);
  }
  const product = multiply(unitPrice, units, input.currency, 'HALF_UP');
  return equals(product, amount) ? undefined : reject('UNITS_DO_NOT_MULTIPLY', {}, 'unitPrice');
}

function wrongTax(input: PostCharge, amount: Money): Rejection | undefined {
  if (input.taxAmount === undefined) return undefined;
  const isLarger = compare(amountOf(input.taxAmount, input.currency), amount) > 0;
  return isLarger ? reject('TAX_EXCEEDS_AMOUNT', {}, 'taxAmount') : undefined;
}

/** Fees have a command of their own that watches over them; only another system's history may bring its own. */
function notPostable(input: PostCharge): Rejection | undefined {
  const isFee = input.category === 'LATE_FEE' || input.category === 'INTEREST';
  return isFee && input.source === undefined ? reject('CATEGORY_NOT_POSTABLE', {}, 'category') : undefined;
}

function chargePosted(account: Account, input: PostCharge, amount: Money, books: Books): FactOf<'ChargePosted'> {
  const effectiveDate = dateOf(input, books);
  const { chargeId, category, currency, serviceDate, code, modifiers, placeOfService, units, unitPrice } = input;
  const { invoiceId, encounterId, claimId } = input;
  const tax = input.taxAmount === undefined ? '0' : toMinorText(amountOf(input.taxAmount, currency));
  const data = {
    chargeId,
    origin: input.origin ?? 'ORIGINAL',
    category,
    currency,
    amount: toMinorText(amount),
    ...statedBase(account, input, amount),
    taxAmount: tax === '0' ? undefined : tax,
    items: itemsOpened(input, effectiveDate),
    serviceDate,
    code,
    modifiers,
    placeOfService,
    units,
    unitPrice,
    invoiceId,
    encounterId,
    claimId,
    justification: input.justification,
  };
  return { type: 'ChargePosted', effectiveDate, data };
}

function itemsOpened(input: PostCharge, effectiveDate: FactOf<'ChargePosted'>['effectiveDate']) {
  const items: NonNullable<PostCharge['items']> = input.items ?? [{ amount: input.amount }];
  return items.map((item, index): EventData<'ChargePosted'>['items'][number] => ({
    item: index + 1,
    party: partyOf(item.payer),
    dueDate: item.dueDate ?? input.dueDate ?? effectiveDate,
    amount: toMinorText(amountOf(item.amount, input.currency)),
  }));
}
