import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText, isPositive, negate, sum, zero } from '#money/money.ts';
import { type Account, currencyOf } from '../account.ts';
import { disputedBy } from '../disputes/dispute.ts';
import { type Rejection, reject } from '../rejections.ts';
import { compareDates } from '../supply.ts';
import { changeOn, emptyTimeline, type Timeline, valueOn } from '../timeline.ts';
import { transfersInTransit } from '../transfers/balance-transfer.ts';

/**
 * Why an account cannot be closed on `date`: on that day or a later one something is left of an item, a payment or a credit,
 * a payment is pending, somebody disputes something, or something is on its way to another account and may come back. What begins
 * only in the future counts too. The figures are those of the first such day.
 */
export function notEmpty(account: Account, date: CalendarDate): Rejection | undefined {
  const inTransit = transfersInTransit(account).length;
  const days =
    daysWithRests(account, date) ?? (inTransit > 0 ? { bindingDate: date, earliestDate: undefined } : undefined);
  if (days === undefined) return undefined;
  const { bindingDate } = days;
  const earliestDate = inTransit > 0 ? undefined : days.earliestDate;
  const left = (rests: readonly Timeline[]) => rests.map((rest) => valueOn(rest, bindingDate));
  const openItems = left(openRests(account)).filter(isPositive).length;
  const unapplied = sum(currencyOf(account), left(unappliedRests(account)));
  const pending = sum(currencyOf(account), left(pendingRests(account)));
  const disputes = left(disputeRests(account)).filter(isPositive).length || undefined;
  const plans = left(planRests(account)).filter(isPositive).length || undefined;
  const figures = { openItems, unapplied, pending, disputes, plans, inTransit: inTransit || undefined };
  return reject('ACCOUNT_NOT_EMPTY', { ...figures, bindingDate, earliestDate }, 'effectiveDate');
}

function openRests(account: Account): readonly Timeline[] {
  return [...account.items.values()].map(({ open }) => open);
}

function unappliedRests(account: Account): readonly Timeline[] {
  return [...account.payments.values(), ...account.credits.values()].map(({ unapplied }) => unapplied);
}

function pendingRests(account: Account): readonly Timeline[] {
  return [...account.pendingPayments.values()].map(({ pending }) => pending);
}

/** What is disputed has to be answered first, also where it was paid meanwhile. */
function disputeRests(account: Account): readonly Timeline[] {
  return [...account.agreements.disputes.values()].map((dispute) => disputedBy([dispute], currencyOf(account)));
}

/** A plan is broken or completed first. It has no amount of its own: the smallest there is stands for it. */
function planRests(account: Account): readonly Timeline[] {
  const one = fromMinorText('1', currencyOf(account));
  return [...account.agreements.plans.values()].map(({ effectiveDate, endedOn }) => {
    const begun = changeOn(emptyTimeline(one.currency), effectiveDate, one);
    return endedOn === undefined ? begun : changeOn(begun, endedOn, negate(one));
  });
}

interface DaysWithRests {
  readonly bindingDate: CalendarDate;
  /** From this day on nothing is left; undefined where something is left for ever. */
  readonly earliestDate: CalendarDate | undefined;
}

/** No rest is ever below zero, so nothing is left on exactly the days on which all of them add up to nothing. */
function daysWithRests(account: Account, date: CalendarDate): DaysWithRests | undefined {
  const rests = [openRests, unappliedRests, pendingRests, disputeRests, planRests].flatMap((restsOf) =>
    restsOf(account),
  );
  const changes = rests.flatMap((rest) => rest.changes).toSorted((a, b) => compareDates(a.date, b.date));
  let total = zero(currencyOf(account));
  let bindingDate: CalendarDate | undefined;
  let earliestDate: CalendarDate | undefined;
  for (const [index, change] of changes.entries()) {
    total = add(total, change.amount);
    const until = changes[index + 1]?.date;
    if (until !== undefined && (until === change.date || until <= date)) continue;
    if (isPositive(total)) {
      bindingDate ??= change.date > date ? change.date : date;
      earliestDate = until;
    }
  }
  return bindingDate === undefined ? undefined : { bindingDate, earliestDate };
}
