import { z } from 'zod';
import { sum, toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, dateOf, openAccount, otherCurrency } from '../checks.ts';
import { accountFields, currencyField } from '../command-input.ts';
import { tooMany } from '../payments/lines.ts';
import { isRejection } from '../rejections.ts';
import { identifier } from '../text.ts';
import { itemsOfPlan, notStanding, unknownPlan } from './checks-of-plans.ts';
import { planAt } from './plan.ts';
import { instalmentsOver, misformedSchedule, movesInto, scheduleFields } from './plan-schedule.ts';

export const revisePaymentPlanInput = z
  .strictObject({
    ...accountFields,
    planId: identifier.describe('The plan.'),
    currency: currencyField,
    ...scheduleFields,
  })
  .describe('Puts what is still open of a plan on new days. It stays the plan that it was.');

type RevisePaymentPlan = z.output<typeof revisePaymentPlanInput>;

export function decideRevisePaymentPlan(account: Account, input: RevisePaymentPlan, books: Books): Decision {
  const { planId, currency } = input;
  const date = dateOf(input, books);
  const refusal =
    misformedSchedule(input, currency, date) ??
    openAccount(account, books) ??
    unknownPlan(account, planId) ??
    otherCurrency(account, currency) ??
    beforeOpening(books, date) ??
    notStanding(account, planId, date);
  if (refusal !== undefined) return refusal;
  const items = itemsOfPlan(account, planAt(account, planId));
  const instalments = instalmentsOver(account, items, input, currency, date);
  if (isRejection(instalments)) return instalments;
  const moves = movesInto(account, items, instalments, date);
  const amounts = instalments.map(({ amount }) => amount);
  const data = {
    planId,
    currency,
    amount: toMinorText(sum(currency, amounts)),
    instalments: instalments.map(({ dueDate, amount }) => ({ dueDate, amount: toMinorText(amount) })),
    moves,
  };
  return (
    tooMany(moves.length) ?? accept(record(draftOf(account), { type: 'PaymentPlanRevised', effectiveDate: date, data }))
  );
}
