import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, sum, toMinorText } from '#money/money.ts';
import { type Account, currencyOf, type Item } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { tooMany } from '../payments/lines.ts';
import { identifier } from '../text.ts';
import { itemsOfPlan, notStanding, unknownPlan } from './checks-of-plans.ts';
import { lineageOf } from './lineage.ts';
import { planAt } from './plan.ts';
import { nextNumbers, plannableOf } from './plan-schedule.ts';

export const breakPaymentPlanInput = z
  .strictObject({
    ...accountFields,
    planId: identifier.describe('The plan.'),
  })
  .describe('Ends a plan that is not kept: what is still open of it is due again when it was due before.');

type BreakPaymentPlan = z.output<typeof breakPaymentPlanInput>;

export function decideBreakPaymentPlan(account: Account, input: BreakPaymentPlan, books: Books): Decision {
  const { planId } = input;
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownPlan(account, planId) ??
    beforeOpening(books, date) ??
    notStanding(account, planId, date);
  return refusal ?? broken(account, planId, date);
}

function broken(account: Account, planId: string, date: CalendarDate): Decision {
  const numberOf = nextNumbers(account);
  const left = itemsOfPlan(account, planAt(account, planId)).map((item) => ({
    item,
    amount: plannableOf(account, item, date),
  }));
  const parts = left.filter(({ amount }) => isPositive(amount));
  const currency = currencyOf(account);
  const amounts = parts.map(({ amount }) => amount);
  const moves = parts.map(({ item, amount }) => ({
    chargeId: item.chargeId,
    item: item.item,
    toItem: numberOf(item.chargeId),
    dueDate: dueBefore(account, item),
    amount: toMinorText(amount),
  }));
  const data = { planId, currency, amount: toMinorText(sum(currency, amounts)), moves };
  return (
    tooMany(moves.length) ?? accept(record(draftOf(account), { type: 'PaymentPlanBroken', effectiveDate: date, data }))
  );
}

/** Of the item that no plan had made. */
function dueBefore(account: Account, item: Item): CalendarDate {
  const first = lineageOf(account, item.key).at(-1) ?? item;
  return first.dueDate;
}
