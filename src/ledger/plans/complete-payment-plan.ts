import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, isZero, type Money, sum } from '#money/money.ts';
import { type Account, currencyOf } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { datesAfter, firstDateThat } from '../supply.ts';
import { identifier } from '../text.ts';
import { type Timeline, valueOn } from '../timeline.ts';
import { itemsOfPlan, notStanding, unknownPlan } from './checks-of-plans.ts';
import { planAt } from './plan.ts';

export const completePaymentPlanInput = z
  .strictObject({
    ...accountFields,
    planId: identifier.describe('The plan.'),
  })
  .describe('Ends a plan of which nothing is open any more.');

type CompletePaymentPlan = z.output<typeof completePaymentPlanInput>;

export function decideCompletePaymentPlan(account: Account, input: CompletePaymentPlan, books: Books): Decision {
  const { planId } = input;
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownPlan(account, planId) ??
    beforeOpening(books, date) ??
    notStanding(account, planId, date) ??
    stillOpen(account, planId, date);
  const data = { planId };
  return refusal ?? accept(record(draftOf(account), { type: 'PaymentPlanCompleted', effectiveDate: date, data }));
}

function stillOpen(account: Account, planId: string, date: CalendarDate): Rejection | undefined {
  const open = itemsOfPlan(account, planAt(account, planId)).map((item) => item.open);
  const currency = currencyOf(account);
  const days = [date, ...datesAfter(open, date)];
  const bindingDate = days.find((day) => isPositive(openOn(open, currency, day)));
  if (bindingDate === undefined) return undefined;
  const isDoneFrom = (day: CalendarDate): boolean =>
    days.every((other) => other < day || isZero(openOn(open, currency, other)));
  const earliestDate = firstDateThat(datesAfter(open, date), isDoneFrom);
  return reject('PLAN_NOT_PAID', { open: openOn(open, currency, bindingDate), bindingDate, earliestDate }, 'planId');
}

function openOn(open: readonly Timeline[], currency: string, day: CalendarDate): Money {
  return sum(
    currency,
    open.map((one) => valueOn(one, day)),
  );
}
