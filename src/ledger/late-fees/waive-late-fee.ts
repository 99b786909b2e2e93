import { z } from 'zod';
import { isPositive, type Money, toMinorText } from '#money/money.ts';
import { type Account, type Charge, chargeAt } from '../account.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  openAccount,
  otherCurrency,
  positive,
  takenId,
  unknownCharge,
} from '../checks.ts';
import { itemsToReduce, reduce, type Reduction } from '../adjustments/reduction.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { type FeeCategory, feeCategories } from '../events.ts';
import { releaseFacts } from '../payments/release-plan.ts';
import { reject, type Rejection } from '../rejections.ts';
import { identifier } from '../text.ts';

export const waiveLateFeeInput = z
  .strictObject({
    ...accountFields,
    waiverId: identifier.describe('Yours, unique on the account.'),
    chargeId: identifier.describe('The fee.'),
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
    unknownCharge(account, input.chargeId) ??
    takenId(account.waivers.has(input.waiverId), 'waiver', 'waiverId') ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'WaiveLateFee', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notAFee(chargeAt(account, input.chargeId)) ??
    beforeOriginal(date, chargeAt(account, input.chargeId).effectiveDate);
  return refusal ?? waive(account, input, books);
}

function feeCategoryOf(charge: Charge): FeeCategory | undefined {
  return feeCategories.find((category) => category === charge.category);
}

function notAFee(charge: Charge): Rejection | undefined {
  return feeCategoryOf(charge) === undefined ? reject('NOT_A_FEE', { category: charge.category }, 'chargeId') : undefined;
}

function waive(account: Account, input: WaiveLateFee, books: Books): Decision {
  const charge = chargeAt(account, input.chargeId);
  const date = dateOf(input, books);
  const amount = input.amount === undefined ? charge.worth : amountOf(input.amount, input.currency);
  if (!isPositive(amount)) {
    return reject('EXCEEDS_FEE', { left: charge.worth, bindingDate: date, earliestDate: undefined }, 'chargeId');
  }
  const reduced = reduce(account, itemsToReduce(account, charge, undefined), date, amount);
  switch (reduced.outcome) {
    case 'REDUCED':
      return accept(waived(account, input, amount, reduced.reduction, books));
    case 'NOT_WORTH_IT': {
      const { available, bindingDate, earliestDate } = reduced.shortage;
      return reject('EXCEEDS_FEE', { left: available, bindingDate, earliestDate }, 'amount');
    }
    case 'NEGATIVE_DAY': {
      const { bindingDate, earliestDate } = reduced;
      return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
    }
  }
}

/** Two facts: the fee is worth less, and the money that no longer fits is free. The release comes first (INV-01 at every position). */
function waived(account: Account, input: WaiveLateFee, amount: Money, reduction: Reduction, books: Books): Draft {
  const { waiverId, chargeId, currency } = input;
  const category = feeCategoryOf(chargeAt(account, chargeId));
  if (category === undefined) throw new Error('a waiver of a charge that is no fee');
  const items = reduction.items.map(({ item, amount: loss }) => ({ item: item.item, amount: toMinorText(loss) }));
  const data = { waiverId, chargeId, category, currency, amount: toMinorText(amount), items };
  const releases = releaseFacts(account, reduction.releases, { kind: 'WAIVER', id: waiverId });
  return record(draftOf(account), ...releases, { type: 'LateFeeWaived', effectiveDate: dateOf(input, books), data });
}
