import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, type Money, sum } from '#money/money.ts';
import { type Account, type Charge, chargeAt, type Item, itemsOf } from '../account.ts';
import { type Loss, reduceBy } from '../adjustments/reduction.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, invalidReason, openAccount, unknownCharge } from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { isSameParty } from '../parties.ts';
import { tooMany } from '../payments/lines.ts';
import { releaseFacts } from '../payments/release-plan.ts';
import { livePlanOf } from '../plans/plan.ts';
import { type Rejection, reject } from '../rejections.ts';
import { datesAfter } from '../supply.ts';
import { identifier } from '../text.ts';
import { emptyTimeline, finalValue, less, type Timeline, valueOn } from '../timeline.ts';
import { chargeVoided, lastChangeOf } from './void-facts.ts';

export const voidChargeInput = z
  .strictObject({
    ...accountFields,
    chargeId: identifier.describe('The charge.'),
    reasonCode: reasonField,
  })
  .describe(
    'Takes a charge back that should not have been posted, with the adjustments on it, once and for good. Credits on it are released. ' +
      'Late fees assessed on it stay owed: their entries name it in `feeOn`; waive them where they should fall too.',
  );

export type VoidCharge = z.output<typeof voidChargeInput>;

export function decideVoidCharge(account: Account, input: VoidCharge, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownCharge(account, input.chargeId) ??
    invalidReason(books, 'VoidCharge', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    notVoidable(chargeAt(account, input.chargeId)) ??
    standingOn(account, chargeAt(account, input.chargeId)) ??
    plannedOn(account, chargeAt(account, input.chargeId)) ??
    beforeOriginal(date, lastChangeOf(account, chargeAt(account, input.chargeId)));
  return refusal ?? voided(account, chargeAt(account, input.chargeId), date);
}

function notVoidable({ category, origin, voidedOn, cameFrom }: Charge): Rejection | undefined {
  if (voidedOn !== undefined) return reject('ALREADY_REVERSED', { reversedOn: voidedOn }, 'chargeId');
  if (category === 'LATE_FEE' || category === 'INTEREST') return reject('FEE_NOT_VOIDABLE', { category }, 'chargeId');
  if (cameFrom !== undefined) return reject('CHARGE_FROM_ACCOUNT', { accountId: cameFrom.accountId }, 'chargeId');
  return origin === 'RECHARGE' ? reject('RECHARGE_NOT_VOIDABLE', {}, 'chargeId') : undefined;
}

/** What other people rely on has to be taken back first: a debt that changed hands, and one that was given up. */
function standingOn(account: Account, charge: Charge): Rejection | undefined {
  const items = itemsOf(account, charge);
  const moved = movedTo(items).filter(({ worth }) => isPositive(finalValue(worth)));
  if (moved.length > 0) return reject('CHARGE_HAS_TRANSFER', { items: moved.map(({ item }) => item) }, 'chargeId');
  if (isPositive(charge.transferred)) {
    return reject('CHARGE_TRANSFERRED', { transferred: charge.transferred, chargeId: undefined }, 'chargeId');
  }
  const writtenOff = sum(
    charge.amount.currency,
    items.map((item) => finalValue(item.writtenOff)),
  );
  return isPositive(writtenOff)
    ? reject('CHARGE_HAS_WRITE_OFF', { chargeId: undefined, writtenOff }, 'chargeId')
    : undefined;
}

function plannedOn(account: Account, charge: Charge): Rejection | undefined {
  const plans = itemsOf(account, charge).flatMap(({ key }) => livePlanOf(account, key) ?? []);
  const [plan] = plans;
  return plan && reject('CHARGE_HAS_PLAN', { planId: plan.planId }, 'chargeId');
}

/** Items of parties that the charge was not posted to. What was posted with it was recorded with its first item. */
function movedTo(items: readonly Item[]): readonly Item[] {
  const posted = items.filter(({ sequence }) => sequence === items[0]?.sequence);
  return items.filter(({ party }) => !posted.some((item) => isSameParty(item.party, party)));
}

function voided(account: Account, charge: Charge, date: CalendarDate): Decision {
  const cash = cashOn(itemsOf(account, charge), charge.amount.currency);
  const losses = lossesOf(account, charge);
  const paid = firstPaidDay(cash, date);
  if (paid !== undefined) {
    const earliestDate = earliestDateFor(account, losses, cash, date);
    return reject('CHARGE_HAS_PAYMENT', { ...paid, earliestDate }, 'chargeId');
  }
  const reduced = reduceBy(account, losses, date);
  if (reduced.outcome !== 'REDUCED') {
    const { bindingDate, earliestDate } = reduced;
    return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
  }
  const { releases } = reduced.reduction;
  const released = releaseFacts(account, releases, { kind: 'CHARGE_VOID', id: charge.chargeId });
  const draft = draftOf(account);
  return tooMany(releases.length) ?? accept(record(draft, ...released, chargeVoided(account, charge, date)));
}

function lossesOf(account: Account, charge: Charge): readonly Loss[] {
  const worth = itemsOf(account, charge).map((item) => ({ item, amount: finalValue(item.worth) }));
  return worth.filter(({ amount }) => isPositive(amount));
}

/** What of the items is paid with money: their worth less what is open, less what credits pay. */
function cashOn(items: readonly Item[], currency: string): Timeline {
  return items.reduce((cash, { worth, open, credited }) => {
    const paid = less(less(worth, open), credited);
    return less(cash, less(emptyTimeline(currency), paid));
  }, emptyTimeline(currency));
}

function firstPaidDay(
  cash: Timeline,
  date: CalendarDate,
): { readonly allocated: Money; readonly bindingDate: CalendarDate } | undefined {
  const bindingDate = [date, ...datesAfter([cash], date)].find((day) => isPositive(valueOn(cash, day)));
  return bindingDate && { allocated: valueOn(cash, bindingDate), bindingDate };
}

/** The first day from which no money is applied any more and what credits paid can be released. */
function earliestDateFor(
  account: Account,
  losses: readonly Loss[],
  cash: Timeline,
  date: CalendarDate,
): CalendarDate | undefined {
  return datesAfter([cash, ...losses.map(({ item }) => item.open)], date).find(
    (day) => firstPaidDay(cash, day) === undefined && reduceBy(account, losses, day).outcome === 'REDUCED',
  );
}
