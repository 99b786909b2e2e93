import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, type Money, toMinorText } from '#money/money.ts';
import { type Account, type Item, itemAt, itemKey } from '../account.ts';
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
  unknownItem,
  voidedCharge,
} from '../checks.ts';
import { accountFields, currencyField, moneyText } from '../command-input.ts';
import { feesInside } from '../fees-inside.ts';
import { tooMany } from '../payments/lines.ts';
import { isRedatedFrom } from '../plans/lineage.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier, itemNumber } from '../text.ts';
import { smallestFrom } from '../timeline.ts';
import { undisputedOf } from './dispute.ts';

export const openDisputeInput = z
  .strictObject({
    ...accountFields,
    disputeId: identifier.describe('Yours, unique on the account.'),
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item; 1 when left out.'),
    currency: currencyField,
    amount: moneyText.optional().describe('What is disputed of the item; all that is open when left out.'),
  })
  .describe(
    'Says that somebody disputes an item or a part of it. Until it is resolved no strategy pays that part, no plan takes it, and no ' +
      'late fee is assessed on the item; a line that names the item still pays it. Fees that were assessed inside the dispute ' +
      'already are listed in its entry.',
  );

type OpenDispute = z.output<typeof openDisputeInput>;

export function decideOpenDispute(account: Account, input: OpenDispute, books: Books): Decision {
  const { chargeId, item = 1, currency } = input;
  const date = dateOf(input, books);
  const key = itemKey(chargeId, item);
  const refusal =
    (input.amount === undefined ? undefined : positive(amountOf(input.amount, currency), 'amount')) ??
    openAccount(account, books) ??
    unknownItem(account, { chargeId, item }, '') ??
    takenId(account.agreements.disputes.has(input.disputeId), 'dispute', 'disputeId') ??
    otherCurrency(account, currency) ??
    beforeOpening(books, date) ??
    voidedCharge(account, chargeId) ??
    beforeOriginal(date, itemAt(account, key).effectiveDate) ??
    exceedsOpen(account, itemAt(account, key), input, date);
  return refusal ?? opened(account, itemAt(account, key), input, date);
}

/** What others dispute of the item already cannot be disputed again. */
function exceedsOpen(account: Account, item: Item, input: OpenDispute, date: CalendarDate): Rejection | undefined {
  const amount =
    input.amount === undefined ? fromMinorText('1', input.currency) : amountOf(input.amount, input.currency);
  const shortage = supplyShortage(amount.currency, [undisputedOf(account, item, item.open)], date, amount);
  return shortage === undefined ? undefined : reject('EXCEEDS_OPEN', shortage, 'amount');
}

function opened(account: Account, item: Item, input: OpenDispute, date: CalendarDate): Decision {
  const { disputeId, currency } = input;
  const amount: Money =
    input.amount === undefined
      ? smallestFrom(undisputedOf(account, item, item.open), date)
      : amountOf(input.amount, currency);
  const fees = feesInside(account, date, (key) => isRedatedFrom(account, key, item.key));
  const data = {
    disputeId,
    chargeId: item.chargeId,
    item: item.item,
    currency,
    amount: toMinorText(amount),
    feesInside: fees,
  };
  return (
    tooMany(fees?.length ?? 0) ?? accept(record(draftOf(account), { type: 'DisputeOpened', effectiveDate: date, data }))
  );
}
