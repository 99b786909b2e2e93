import type { CalendarDate } from '#money/calendar-date.ts';
import { type Account, type Item, itemAt } from '../account.ts';
import { ended } from '../agreements.ts';
import { beforeOriginal, inOrder } from '../checks.ts';
import { type Rejection, reject } from '../rejections.ts';
import { type PaymentPlan, planAt } from './plan.ts';

export function unknownPlan({ agreements }: Account, planId: string): Rejection | undefined {
  return agreements.plans.has(planId) ? undefined : reject('PLAN_UNKNOWN', {}, 'planId');
}

/** What changes or ends a plan comes while it stands, and not before its last change. */
export function notStanding(account: Account, planId: string, date: CalendarDate): Rejection | undefined {
  const plan = planAt(account, planId);
  return ended(plan, 'planId') ?? beforeOriginal(date, plan.changedOn);
}

export function itemsOfPlan(account: Account, { itemKeys }: PaymentPlan): readonly Item[] {
  return inOrder(itemKeys.map((key) => itemAt(account, key)));
}
