import { z } from 'zod';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { equals, isZero, toMinorText } from '#money/money.ts';
import { type Account, type Credit, creditAt } from '../account.ts';
import { accept, type Books, type Decision, type Draft, draftOf, record } from '../books.ts';
import {
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  openAccount,
  unknownCredit,
  voidedCredit,
} from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { tooMany } from '../payments/lines.ts';
import { everyAllocation, type Release, releaseFacts, unappliedAfter } from '../payments/release-plan.ts';
import { standingRefunds } from '../refunds/standing-refunds.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier } from '../text.ts';
import { finalValue } from '../timeline.ts';

export const voidCreditInput = z
  .strictObject({
    ...accountFields,
    creditId: identifier.describe('The credit.'),
    reasonCode: reasonField,
  })
  .describe('Takes a credit back, once and for good: its allocations are released and the items are open again.');

export type VoidCredit = z.output<typeof voidCreditInput>;

export function decideVoidCredit(account: Account, input: VoidCredit, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownCredit(account, input.creditId) ??
    invalidReason(books, 'VoidCredit', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    voidedCredit(creditAt(account, input.creditId)) ??
    transferredCredit(creditAt(account, input.creditId)) ??
    beforeOriginal(date, firstDayFor(account, creditAt(account, input.creditId)));
  if (refusal !== undefined) return refusal;
  const credit = creditAt(account, input.creditId);
  const releases = everyAllocation(account, credit, date);
  return (
    nothingLeft(credit) ??
    missingOnADay(credit, releases, date) ??
    tooMany(releases.length) ??
    accept(voided(account, credit, releases, date))
  );
}

function transferredCredit({ transferred }: Credit): Rejection | undefined {
  return isZero(transferred) ? undefined : reject('CREDIT_TRANSFERRED', { transferred }, 'creditId');
}

/** The day it was issued; or, where some of it was paid out, the last day of that: a void credit has nothing on any day. */
function firstDayFor(account: Account, credit: Credit): CalendarDate {
  const dates = standingRefunds(account, credit).map(({ effectiveDate }) => effectiveDate);
  return dates.reduce(laterOf, credit.effectiveDate);
}

/** A credit that was paid out in full is gone already; its refund is what can be taken back. */
function nothingLeft({ amount, refunded }: Credit): Rejection | undefined {
  return equals(amount, refunded) ? reject('NO_CREDIT_AVAILABLE', {}, 'creditId') : undefined;
}

/** All that is left of the credit has to be unapplied from the day of the void on. */
function missingOnADay(credit: Credit, releases: readonly Release[], date: CalendarDate): Rejection | undefined {
  const freed = unappliedAfter(credit, releases);
  const shortage = supplyShortage(freed.currency, [freed], date, finalValue(freed));
  if (shortage === undefined) return undefined;
  const { bindingDate, earliestDate } = shortage;
  return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
}

/** Releases come first, so that at no position of the journal anything is below zero. */
function voided(account: Account, credit: Credit, releases: readonly Release[], date: CalendarDate): Draft {
  const { creditId, amount } = credit;
  const released = releaseFacts(account, releases, { kind: 'CREDIT_VOID', id: creditId });
  const left = finalValue(unappliedAfter(credit, releases));
  const data = { creditId, currency: amount.currency, amount: toMinorText(left) };
  return record(draftOf(account), ...released, { type: 'CreditVoided', effectiveDate: date, data });
}
