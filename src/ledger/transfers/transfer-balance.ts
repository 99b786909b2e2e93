import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { compare, fromMinorText, isPositive, type Money, smaller, subtract, sum, toMinorText } from '#money/money.ts';
import { type Account, type Charge, chargeAt, creditAt, type Item, itemAt, itemKey, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  itemRequired,
  notThere,
  openAccount,
  openItemsOf,
  otherCurrency,
  positive,
  reversedPayment,
  takenId,
  unknownCredit,
  unknownItem,
  unknownPayment,
  voidedCharge,
  voidedCredit,
} from '../checks.ts';
import { accountFields, currencyField, dateInput, moneyText, reasonField } from '../command-input.ts';
import { tooMany } from '../payments/lines.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier, itemNumber } from '../text.ts';
import { smallestFrom } from '../timeline.ts';
import type { Origin } from './balance-transfer.ts';
import type { Moved, MovedItem, MovedThing } from './transfer-events.ts';

export const transferBalanceInput = z
  .strictObject({
    ...accountFields,
    transferId: identifier.describe('Yours, unique on the account; what arrives on the other account has this id.'),
    toAccountId: identifier.describe('The account that it goes to.'),
    chargeId: identifier.optional().describe('The charge of which an open amount goes.'),
    item: itemNumber.optional().describe('Its item; needed where items of more than one party are open.'),
    dueDate: dateInput.optional().describe('When it is due there; the old due date when left out.'),
    paymentId: identifier.optional().describe('Or: the payment of which something unapplied goes.'),
    creditId: identifier.optional().describe('Or: the credit of which something unapplied goes.'),
    currency: currencyField,
    amount: moneyText.describe('How much.'),
    reasonCode: reasonField,
  })
  .describe(
    'Moves an open amount, an unapplied payment or an unapplied credit to another account. It arrives as a charge that is no revenue, or as the ' +
      'same kind; sent back to where it came from, no more of it than had come, it is again what it was. Until it has arrived it stands on TransferClearing.',
  );

export type TransferBalance = z.output<typeof transferBalanceInput>;

export function decideTransferBalance(account: Account, input: TransferBalance, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    notOneThing(input) ??
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    unknownThing(account, input) ??
    takenId(account.balanceTransfers.has(input.transferId), 'transfer', 'transferId') ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'TransferBalance', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    sameAccount(input) ??
    notMovable(account, input, date) ??
    tooLittle(account, input, date, amount);
  if (refusal !== undefined) return refusal;
  const what = thingMoved(account, input, date, amount);
  const items = what.kind === 'CHARGE' ? what.items.length : 0;
  return tooMany(items) ?? accept(record(draftOf(account), leaving(account, input, what, { amount, date })));
}

function notOneThing({ chargeId, paymentId, creditId, item, dueDate }: TransferBalance): Rejection | undefined {
  const things = [chargeId, paymentId, creditId].filter((id) => id !== undefined);
  if (things.length !== 1) {
    return reject('INPUT_INVALID', { expected: 'one of chargeId, paymentId and creditId' }, 'chargeId');
  }
  if (chargeId !== undefined || (item === undefined && dueDate === undefined)) return undefined;
  const stray = item === undefined ? 'dueDate' : 'item';
  return reject('INPUT_INVALID', { expected: 'nothing here unless a charge is named' }, stray);
}

function unknownThing(account: Account, { chargeId, item, paymentId, creditId }: TransferBalance) {
  if (chargeId !== undefined) return unknownItem(account, { chargeId, item }, '');
  return paymentId === undefined ? unknownCredit(account, creditId ?? '') : unknownPayment(account, paymentId);
}

function sameAccount({ accountId, toAccountId }: TransferBalance): Rejection | undefined {
  return accountId === toAccountId ? reject('SAME_ACCOUNT', {}, 'toAccountId') : undefined;
}

function notMovable(account: Account, input: TransferBalance, date: CalendarDate): Rejection | undefined {
  const { chargeId, paymentId, creditId = '' } = input;
  if (chargeId !== undefined) {
    const start =
      input.item === undefined ? chargeAt(account, chargeId) : itemAt(account, itemKey(chargeId, input.item));
    return (
      voidedCharge(account, chargeId) ??
      itemRequired(itemsFor(account, chargeId, input), input.item) ??
      beforeOriginal(date, start.effectiveDate)
    );
  }
  if (paymentId === undefined) {
    const credit = creditAt(account, creditId);
    return voidedCredit(credit) ?? beforeOriginal(date, credit.effectiveDate);
  }
  const pending = notThere(account, paymentId);
  if (pending !== undefined) return pending;
  const payment = paymentAt(account, paymentId);
  return reversedPayment(payment) ?? beforeOriginal(date, payment.effectiveDate);
}

function itemsFor(account: Account, chargeId: string, { item }: TransferBalance): readonly Item[] {
  return item === undefined
    ? openItemsOf(account, chargeAt(account, chargeId))
    : [itemAt(account, itemKey(chargeId, item))];
}

function tooLittle(account: Account, input: TransferBalance, date: CalendarDate, amount: Money): Rejection | undefined {
  const { chargeId, paymentId, creditId = '', currency } = input;
  if (chargeId !== undefined) {
    const open = itemsFor(account, chargeId, input).map((item) => item.open);
    const shortage = supplyShortage(currency, open, date, amount);
    return shortage && reject('EXCEEDS_OPEN', shortage, 'amount');
  }
  const { unapplied } = paymentId === undefined ? creditAt(account, creditId) : paymentAt(account, paymentId);
  const shortage = supplyShortage(currency, [unapplied], date, amount);
  return shortage && reject(paymentId === undefined ? 'INSUFFICIENT_CREDIT' : 'INSUFFICIENT_FUNDS', shortage, 'amount');
}

function thingMoved(account: Account, input: TransferBalance, date: CalendarDate, amount: Money): MovedThing {
  const { chargeId, paymentId, creditId = '' } = input;
  if (chargeId !== undefined) {
    const { category, serviceDate, providerId } = chargeAt(account, chargeId);
    const items = spread(itemsFor(account, chargeId, input), date, amount, input.dueDate);
    return { kind: 'CHARGE', chargeId, category, serviceDate, providerId, items };
  }
  if (paymentId === undefined) return { kind: 'CREDIT', creditId, party: creditAt(account, creditId).party };
  const { party, method } = paymentAt(account, paymentId);
  return { kind: 'PAYMENT', paymentId, payer: party, method };
}

/** The items in their order, each as far as it is open on every day from the transfer on. */
function spread(sources: readonly Item[], date: CalendarDate, amount: Money, dueDate: CalendarDate | undefined) {
  const items: MovedItem[] = [];
  let left = amount;
  for (const { item, party, open, dueDate: old } of sources) {
    const part = smaller(left, smallestFrom(open, date));
    if (!isPositive(part)) continue;
    items.push({ item, party, dueDate: dueDate ?? old, amount: toMinorText(part) });
    left = subtract(left, part);
  }
  return items;
}

function leaving(
  account: Account,
  input: TransferBalance,
  what: MovedThing,
  { amount, date }: { readonly amount: Money; readonly date: CalendarDate },
) {
  const { transferId, accountId, toAccountId, currency } = input;
  const ends = { transferId, fromAccountId: accountId, toAccountId };
  const origin = originOf(account, what);
  const returns = origin?.accountId === toAccountId ? origin.transferId : undefined;
  const data: Moved = { ...ends, currency, amount: toMinorText(amount), what, returns };
  return { type: 'BalanceTransferredOut', effectiveDate: date, data } as const;
}

/**
 * Where it came from. An item that began here, by a transfer of responsibility, has nothing there to go back to; nor has what an
 * item came to be worth here beyond what had come.
 */
function originOf(account: Account, what: MovedThing): Origin | undefined {
  if (what.kind === 'PAYMENT') return paymentAt(account, what.paymentId).cameFrom;
  if (what.kind === 'CREDIT') return creditAt(account, what.creditId).cameFrom;
  const charge = chargeAt(account, what.chargeId);
  return what.items.every((item) => hasCome(account, charge, item)) ? charge.cameFrom : undefined;
}

function hasCome(account: Account, { chargeId, cameFrom }: Charge, { item, amount }: MovedItem): boolean {
  const came = cameFrom?.items[item - 1];
  if (came === undefined) return false;
  const wentBack = [...account.balanceTransfers.values()]
    .filter(({ returns, state }) => returns === cameFrom?.transferId && state !== 'RETURNED')
    .flatMap(({ what }) => (what.kind === 'CHARGE' && what.chargeId === chargeId ? what.items : []))
    .filter((one) => one.item === item)
    .map((one) => fromMinorText(one.amount, came.currency));
  return compare(fromMinorText(amount, came.currency), subtract(came, sum(came.currency, wentBack))) <= 0;
}
