import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import { type Account, chargeAt, itemAt, itemKey } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { feeCategories } from '../charge-kinds.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  openAccount,
  otherCurrency,
  positive,
  takenId,
  unknownItem,
  voidedCharge,
} from '../checks.ts';
import { accountFields, currencyField, dateInput, moneyText, partyInput } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { baseValueFault, baseValueFields, statedBase } from '../foreign/base-value.ts';
import { isSameParty, isSelf, partyOf } from '../parties.ts';
import { protectionOf } from '../protection.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier, itemNumber } from '../text.ts';
import { finedOn } from './fee-key.ts';
import { feePeriodInput } from './fee-period.ts';

const feeOn = z
  .strictObject({
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item; 1 when left out.'),
  })
  .meta({ title: 'FeeOnInput', description: 'The item that was late.' });

export const assessLateFeeInput = z
  .strictObject({
    ...accountFields,
    chargeId: identifier.describe('The id of the fee itself: a fee is a charge, unique on the account.'),
    category: z.enum(feeCategories).optional().describe('LATE_FEE when left out.'),
    currency: currencyField,
    amount: moneyText.describe('The fee.'),
    ...baseValueFields,
    feeOn: feeOn.describe('What it is charged for.'),
    period: feePeriodInput,
    dueDate: dateInput.optional().describe('When the fee is due; at once when left out.'),
    payer: partyInput.optional().describe('Has to be stated when the item is a payer’s, not the account holder’s.'),
    runId: identifier.optional().describe('The fee run that assessed it.'),
  })
  .describe('Charges a late fee or interest on an item, once for each item and period even after a waiver.');

export type AssessLateFee = z.output<typeof assessLateFeeInput>;

export function decideAssessLateFee(account: Account, input: AssessLateFee, books: Books): Decision {
  const date = dateOf(input, books);
  const { chargeId } = input.feeOn;
  const item = input.feeOn.item ?? 1;
  const amount = amountOf(input.amount, input.currency);
  const refusal =
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    takenId(account.charges.has(input.chargeId), 'charge', 'chargeId') ??
    unknownItem(account, { chargeId, item }, 'feeOn') ??
    otherCurrency(account, input.currency) ??
    baseValueFault(account, input, amount) ??
    beforeOpening(books, date) ??
    voidedCharge(account, chargeId, 'feeOn.chargeId') ??
    notChargeable(account, input, item) ??
    beforeOriginal(date, itemAt(account, itemKey(chargeId, item)).effectiveDate) ??
    protectedItem(account, itemKey(chargeId, item), date);
  return refusal ?? accept(record(draftOf(account), lateFeeAssessed(account, input, item, books)));
}

function notChargeable(account: Account, input: AssessLateFee, item: number): Rejection | undefined {
  const { chargeId } = input.feeOn;
  const late = itemAt(account, itemKey(chargeId, item));
  if (late.isFee) return reject('FEE_ON_FEE', { category: chargeAt(account, chargeId).category }, 'feeOn');
  const isStated = input.payer !== undefined && isSameParty(partyOf(input.payer), late.party);
  if (!isStated && !(isSelf(late.party) && input.payer === undefined)) {
    return reject('FEE_PARTY_NOT_STATED', { partyClass: late.party.partyClass }, 'payer');
  }
  const assessedOn = finedOn(account, late.key, input.period);
  return assessedOn === undefined ? undefined : reject('FEE_ALREADY_ASSESSED', { assessedOn }, 'period');
}

/** Nobody is fined for what he disputes, has agreed to pay by and by, or cannot be asked for. */
function protectedItem(account: Account, key: string, date: CalendarDate): Rejection | undefined {
  const protection = protectionOf(account, key, date);
  if (protection === undefined) return undefined;
  const { by: protectedBy, id: protectionId, since } = protection;
  return reject('ITEM_PROTECTED', { protectedBy, protectionId, since }, 'feeOn');
}

function lateFeeAssessed(
  account: Account,
  input: AssessLateFee,
  item: number,
  books: Books,
): FactOf<'LateFeeAssessed'> {
  const effectiveDate = dateOf(input, books);
  const { chargeId, currency, period, runId } = input;
  const amount = amountOf(input.amount, currency);
  const late = itemAt(account, itemKey(input.feeOn.chargeId, item));
  const data = {
    chargeId,
    category: input.category ?? 'LATE_FEE',
    currency,
    amount: toMinorText(amount),
    ...statedBase(account, input, amount),
    party: late.party,
    dueDate: input.dueDate ?? effectiveDate,
    feeOn: { chargeId: input.feeOn.chargeId, item },
    period,
    runId,
  } as const;
  return { type: 'LateFeeAssessed', effectiveDate, data };
}
