import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, type Money, parseMoney } from '#money/money.ts';
import { type Account, type Charge, type Credit, type Item, itemKey, itemsOf, type Payment } from './account.ts';
import type { Books } from './books.ts';
import type { AdjustmentKind } from './events.ts';
import { isSameParty } from './parties.ts';
import { findReason, isValidFor, type ReasonedCommand } from './reasons.ts';
import { type Rejection, reject } from './rejections.ts';

/**
 * The checks that many commands share, each a refusal or undefined. A command chains them with `??` in the
 * order of the stages (rejections.ts); the first that says no is the answer.
 */

/** An amount that the edge has already checked against its currency. */
export function amountOf(text: string, currency: string): Money {
  const amount = parseMoney(text, currency);
  if (typeof amount === 'string') throw new Error('an amount came past the edge without being checked');
  return amount;
}

export function dateOf(input: { readonly effectiveDate?: CalendarDate | undefined }, books: Books): CalendarDate {
  return input.effectiveDate ?? books.today;
}

export function positive(amount: Money, inputPath: string): Rejection | undefined {
  return isPositive(amount) ? undefined : reject('AMOUNT_NOT_POSITIVE', {}, inputPath);
}

export function openAccount(account: Account, books: Books): Rejection | undefined {
  if (books.terms === undefined) return reject('LEDGER_NOT_OPEN', {});
  return account.opened === undefined ? reject('ACCOUNT_UNKNOWN', {}, 'accountId') : undefined;
}

export function unknownCharge(account: Account, chargeId: string, inputPath = 'chargeId'): Rejection | undefined {
  return account.charges.has(chargeId) ? undefined : reject('CHARGE_UNKNOWN', {}, inputPath);
}

/** A recovery of bad debt shares the ids of payments, but no command that uses money can use it. */
export function unknownPayment(account: Account, paymentId: string): Rejection | undefined {
  if (account.recoveries.has(paymentId)) return reject('PAYMENT_IS_RECOVERY', {}, 'paymentId');
  return hasPayment(account, paymentId) ? undefined : reject('PAYMENT_UNKNOWN', {}, 'paymentId');
}

/** Received, pending or a recovery: all of them take their ids from the same names. */
export function hasPayment({ payments, pendingPayments, recoveries }: Account, paymentId: string): boolean {
  return payments.has(paymentId) || pendingPayments.has(paymentId) || recoveries.has(paymentId);
}

export function unknownCredit(account: Account, creditId: string): Rejection | undefined {
  return account.credits.has(creditId) ? undefined : reject('CREDIT_UNKNOWN', {}, 'creditId');
}

/** The item does not exist, or does not exist on that charge. A line without an item names the whole charge. */
export function unknownItem(
  account: Account,
  line: { readonly chargeId: string; readonly item?: number | undefined },
  inputPath: string,
): Rejection | undefined {
  const unknown = unknownCharge(account, line.chargeId, join(inputPath, 'chargeId'));
  if (unknown !== undefined || line.item === undefined) return unknown;
  if (account.items.has(itemKey(line.chargeId, line.item))) return undefined;
  return reject('ITEM_UNKNOWN', { items: account.charges.get(line.chargeId)?.itemCount }, join(inputPath, 'item'));
}

/** Open items of more than one party are never chosen from: whose debt is meant has to be said. */
export function itemRequired(
  openItems: readonly Item[],
  named: number | undefined,
  inputPath = 'item',
): Rejection | undefined {
  const [first] = openItems;
  if (named !== undefined || first === undefined) return undefined;
  if (openItems.every((item) => isSameParty(item.party, first.party))) return undefined;
  return reject('ITEM_REQUIRED', { items: openItems.map(({ item }) => item) }, inputPath);
}

export function takenId(isTaken: boolean, takenBy: string, inputPath: string): Rejection | undefined {
  return isTaken ? reject('DUPLICATE_ID', { takenBy }, inputPath) : undefined;
}

export function takenPaymentId(account: Account, paymentId: string): Rejection | undefined {
  return takenId(hasPayment(account, paymentId), 'payment', 'paymentId');
}

export function otherCurrency(account: Account, currency: string): Rejection | undefined {
  const own = account.opened?.currency;
  return own === currency ? undefined : reject('CURRENCY_MISMATCH', { currency: own }, 'currency');
}

export function invalidReason(
  books: Books,
  command: ReasonedCommand,
  reasonCode: string | undefined,
  date: CalendarDate,
  kind?: AdjustmentKind,
  inputPath = 'reasonCode',
): Rejection | undefined {
  const { reasons } = books.reasons;
  const valid = () => reasons.filter((reason) => isValidFor(reason, command, kind, date)).map(({ code }) => code);
  if (reasonCode === undefined) return reject('REASON_REQUIRED', { reasons: valid() }, inputPath);
  const found = findReason(books.reasons, reasonCode, command, kind, date);
  return found === undefined ? reject('REASON_UNKNOWN', { reasons: valid() }, inputPath) : undefined;
}

/** Nothing but what was taken over at cut-over lies before the opening of the ledger. */
export function beforeOpening(books: Books, date: CalendarDate): Rejection | undefined {
  const openedOn = books.terms?.openedOn;
  return openedOn !== undefined && date < openedOn
    ? reject('BEFORE_LEDGER_OPENING', { openedOn }, 'effectiveDate')
    : undefined;
}

/** What undoes, or acts on, something is never effective before it. */
export function beforeOriginal(date: CalendarDate, original: CalendarDate): Rejection | undefined {
  return date < original ? reject('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: original }, 'effectiveDate') : undefined;
}

/** Money that is not there is neither used nor taken back: still pending, or it never came. */
export function notThere({ payments, pendingPayments }: Account, paymentId: string): Rejection | undefined {
  const pended = payments.has(paymentId) ? undefined : pendingPayments.get(paymentId);
  if (pended === undefined) return undefined;
  const { resolved } = pended;
  return resolved === undefined
    ? reject('PAYMENT_PENDING', { pendingSince: pended.effectiveDate }, 'paymentId')
    : reject('PAYMENT_FAILED', { failedOn: resolved.on }, 'paymentId');
}

export function reversedPayment(payment: Payment): Rejection | undefined {
  return payment.reversedOn === undefined
    ? undefined
    : reject('ALREADY_REVERSED', { reversedOn: payment.reversedOn }, 'paymentId');
}

/** A voided charge is there to be read, and for nothing else. */
export function voidedCharge(account: Account, chargeId: string, inputPath = 'chargeId'): Rejection | undefined {
  const voidedOn = account.charges.get(chargeId)?.voidedOn;
  return voidedOn === undefined ? undefined : reject('CHARGE_VOIDED', { voidedOn }, inputPath);
}

export function voidedLine(
  account: Account,
  lines: readonly { readonly chargeId: string }[],
  field = 'lines',
): Rejection | undefined {
  for (const [index, { chargeId }] of lines.entries()) {
    const voided = voidedCharge(account, chargeId, `${field}.${index}.chargeId`);
    if (voided !== undefined) return voided;
  }
  return undefined;
}

export function voidedCredit({ voidedOn }: Credit): Rejection | undefined {
  return voidedOn === undefined ? undefined : reject('ALREADY_REVERSED', { reversedOn: voidedOn }, 'creditId');
}

/** The items a line names: the one, or those of the charge with something open, in order. */
export function openItemsOf(account: Account, charge: Charge): readonly Item[] {
  return inOrder(itemsOf(account, charge).filter((item) => account.openItems.has(item.key)));
}

/** Due date, then effective date, then order of recording, then item number (ledger-rules 4). */
export function inOrder(items: readonly Item[]): readonly Item[] {
  return items.toSorted(
    (a, b) =>
      compareText(a.dueDate, b.dueDate) ||
      compareText(a.effectiveDate, b.effectiveDate) ||
      a.sequence - b.sequence ||
      a.item - b.item,
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
