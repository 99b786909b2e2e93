import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, type Money, smaller, subtract, toMinorText } from '#money/money.ts';
import { type Account, type Charge, chargeAt, type Item, itemAt, itemKey } from '../account.ts';
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
import { accountFields, currencyField, dateInput, moneyText, partyInput, reasonField } from '../command-input.ts';
import type { EventData } from '../events.ts';
import { isSameParty, type Party, partyOf } from '../parties.ts';
import { tooMany } from '../payments/lines.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier, itemNumber } from '../text.ts';
import { smallestFrom } from '../timeline.ts';

export const transferResponsibilityInput = z
  .strictObject({
    ...accountFields,
    transferId: identifier.describe('Yours, unique on the account.'),
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item; needed where items of more than one party are open.'),
    currency: currencyField,
    amount: moneyText.describe('How much of what is open.'),
    toPayer: partyInput.optional().describe('Who owes it from now on; the account holder when left out.'),
    dueDate: dateInput.optional().describe('When the new party has to pay; the old due date when left out.'),
    reasonCode: reasonField,
  })
  .describe('Moves an open amount to an item of another party: payer to patient, patient to payer, payer to payer.');

export type TransferResponsibility = z.output<typeof transferResponsibilityInput>;

export function decideTransferResponsibility(account: Account, input: TransferResponsibility, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    unknownItem(account, input, '') ??
    takenId(account.transfers.has(input.transferId), 'transfer', 'transferId') ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'TransferResponsibility', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    voidedCharge(account, input.chargeId) ??
    wrongParty(sourcesOf(account, input), input) ??
    beforeOriginal(date, startOf(account, input)) ??
    exceedsOpen(sourcesOf(account, input), date, amount);
  return refusal ?? transfer(account, input, amount, date);
}

function sourcesOf(account: Account, input: TransferResponsibility): readonly Item[] {
  if (input.item !== undefined) return [itemAt(account, itemKey(input.chargeId, input.item))];
  return openItemsOf(account, chargeAt(account, input.chargeId));
}

function startOf(account: Account, input: TransferResponsibility): CalendarDate {
  return input.item === undefined
    ? chargeAt(account, input.chargeId).effectiveDate
    : itemAt(account, itemKey(input.chargeId, input.item)).effectiveDate;
}

function wrongParty(sources: readonly Item[], input: TransferResponsibility): Rejection | undefined {
  const [first] = sources;
  if (first === undefined) return undefined;
  const ambiguous = itemRequired(sources, input.item);
  if (ambiguous !== undefined) return ambiguous;
  return isSameParty(first.party, partyOf(input.toPayer)) ? reject('SAME_PARTY', {}, 'toPayer') : undefined;
}

function exceedsOpen(sources: readonly Item[], date: CalendarDate, amount: Money): Rejection | undefined {
  const timelines = sources.map((item) => item.open);
  const shortage = supplyShortage(amount.currency, timelines, date, amount);
  return shortage === undefined ? undefined : reject('EXCEEDS_OPEN', shortage, 'amount');
}

function transfer(account: Account, input: TransferResponsibility, amount: Money, date: CalendarDate): Decision {
  const { transferId, chargeId, currency } = input;
  const toParty: Party = partyOf(input.toPayer);
  const moves = movesOf(chargeAt(account, chargeId), sourcesOf(account, input), input, amount, date);
  const data = { transferId, chargeId, currency, amount: toMinorText(amount), toParty, moves };
  return (
    tooMany(moves.length) ??
    accept(record(draftOf(account), { type: 'ResponsibilityTransferred', effectiveDate: date, data }))
  );
}

type Move = EventData<'ResponsibilityTransferred'>['moves'][number];

/** Each item that gives opens one of the new party, with the next number and, unless stated, the old due date. */
function movesOf(
  charge: Charge,
  sources: readonly Item[],
  input: TransferResponsibility,
  amount: Money,
  date: CalendarDate,
): Move[] {
  const moves: Move[] = [];
  let left = amount;
  for (const source of sources) {
    const part = smaller(left, smallestFrom(source.open, date));
    if (!isPositive(part)) continue;
    const toItem = charge.itemCount + moves.length + 1;
    moves.push({ item: source.item, toItem, dueDate: input.dueDate ?? source.dueDate, amount: toMinorText(part) });
    left = subtract(left, part);
  }
  return moves;
}
