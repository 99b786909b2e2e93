import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { sum, toMinorText } from '#money/money.ts';
import type { Account, Item } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount, otherCurrency, takenId, voidedLine } from '../checks.ts';
import { accountFields, currencyField } from '../command-input.ts';
import { ambiguousCover, coveredItems, coversField, latestStart } from '../covered-items.ts';
import { feesInside } from '../fees-inside.ts';
import { isSameParty } from '../parties.ts';
import { tooMany, unknownLine } from '../payments/lines.ts';
import { isRejection, type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { livePlanOf } from './plan.ts';
import { type Instalment, instalmentsOver, misformedSchedule, movesInto, scheduleFields } from './plan-schedule.ts';

export const agreePaymentPlanInput = z
  .strictObject({
    ...accountFields,
    planId: identifier.describe('Yours, unique on the account.'),
    currency: currencyField,
    covers: coversField,
    ...scheduleFields,
  })
  .describe(
    'Re-dates what is open of the items into instalments. What is owed does not change, and new charges do not slip in. While nothing of it ' +
      'is overdue no late fee is assessed on its items; fees that were assessed on them inside the plan already are listed in its entry.',
  );

type AgreePaymentPlan = z.output<typeof agreePaymentPlanInput>;

export function decideAgreePaymentPlan(account: Account, input: AgreePaymentPlan, books: Books): Decision {
  const { planId, currency, covers } = input;
  const date = dateOf(input, books);
  const refusal =
    misformedSchedule(input, currency, date) ??
    openAccount(account, books) ??
    unknownLine(account, covers, 'covers') ??
    takenId(account.agreements.plans.has(planId), 'plan', 'planId') ??
    otherCurrency(account, currency) ??
    beforeOpening(books, date) ??
    voidedLine(account, covers, 'covers') ??
    ambiguousCover(account, covers);
  if (refusal !== undefined) return refusal;
  const items = coveredItems(account, covers);
  const unfit = notPlannable(account, items, date) ?? instalmentsOver(account, items, input, currency, date);
  return isRejection(unfit) ? unfit : agreed(account, input, items, unfit, date);
}

function notPlannable(account: Account, items: readonly Item[], date: CalendarDate): Rejection | undefined {
  const [first] = items;
  const isOfOne = items.every(({ party }) => first === undefined || isSameParty(party, first.party));
  if (!isOfOne) return reject('MORE_THAN_ONE_PARTY', {}, 'covers');
  const planned = items.map(({ key }) => livePlanOf(account, key)).find((plan) => plan !== undefined);
  if (planned !== undefined) return reject('ITEM_ON_PLAN', { planId: planned.planId }, 'covers');
  return beforeOriginal(date, latestStart(items) ?? date);
}

function agreed(
  account: Account,
  { planId, currency }: AgreePaymentPlan,
  items: readonly Item[],
  instalments: readonly Instalment[],
  date: CalendarDate,
): Decision {
  const moves = movesInto(account, items, instalments, date);
  const amounts = instalments.map(({ amount }) => amount);
  const keys = new Set(items.map(({ key }) => key));
  const fees = feesInside(account, date, (key) => keys.has(key));
  const [first] = items;
  if (first === undefined) throw new Error('a plan of nothing');
  const data = {
    planId,
    currency,
    amount: toMinorText(sum(currency, amounts)),
    party: first.party,
    instalments: instalments.map(({ dueDate, amount }) => ({ dueDate, amount: toMinorText(amount) })),
    moves,
    feesInside: fees,
  };
  return (
    tooMany(moves.length + (fees?.length ?? 0)) ??
    accept(record(draftOf(account), { type: 'PaymentPlanAgreed', effectiveDate: date, data }))
  );
}
