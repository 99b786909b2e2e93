import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, isZero, negate } from '#money/money.ts';
import { type Account, chargeAt, itemAt, itemKey } from '../account.ts';
import { withDay, withItem, withWorth } from '../account-changes.ts';
import { isInForce, type Lasting, withAgreements } from '../agreements.ts';
import { valueOn } from '../timeline.ts';
import type { PlanFact, PlanMove } from './plan-events.ts';

/** What somebody pays by and by, as agreed. Kept after it was broken or completed. */
export interface PaymentPlan extends Lasting {
  readonly planId: string;
  /** Every item that it made, also those whose amount a revision has moved on. */
  readonly itemKeys: readonly string[];
  /** The day on which it was agreed or last revised. */
  readonly changedOn: CalendarDate;
}

export function planAt({ agreements }: Account, planId: string): PaymentPlan {
  const plan = agreements.plans.get(planId);
  if (plan === undefined) throw new Error('the state of the account lacks the plan that an entry names');
  return plan;
}

/** The plan that an item is on, if one that has neither been broken nor completed. */
export function livePlanOf({ agreements }: Account, key: string): PaymentPlan | undefined {
  return agreements.plans.find(({ endedOn, itemKeys }) => endedOn === undefined && itemKeys.includes(key));
}

/** On that day it stands, and nothing of it is overdue. An instalment that is due today is not. */
export function isKept(account: Account, plan: PaymentPlan, day: CalendarDate): boolean {
  const isPaidSoFar = plan.itemKeys
    .map((key) => itemAt(account, key))
    .every(({ dueDate, open }) => dueDate >= day || isZero(valueOn(open, day)));
  return isInForce(plan, day) && isPaidSoFar;
}

export function evolvePlan(account: Account, fact: PlanFact): Account {
  const { effectiveDate } = fact;
  const redated = fact.type === 'PaymentPlanCompleted' ? account : withMoves(account, fact);
  const plans = redated.agreements.plans.set(fact.data.planId, planAfter(account, fact));
  return withDay(withAgreements(redated, { plans }), effectiveDate);
}

function planAfter(account: Account, fact: PlanFact): PaymentPlan {
  const { effectiveDate } = fact;
  const { planId } = fact.data;
  switch (fact.type) {
    case 'PaymentPlanAgreed':
      return { planId, itemKeys: keysOf(fact.data.moves), changedOn: effectiveDate, effectiveDate, endedOn: undefined };
    case 'PaymentPlanRevised': {
      const plan = planAt(account, planId);
      return { ...plan, itemKeys: [...plan.itemKeys, ...keysOf(fact.data.moves)], changedOn: effectiveDate };
    }
    default:
      return { ...planAt(account, planId), endedOn: effectiveDate };
  }
}

function keysOf(moves: readonly PlanMove[]): readonly string[] {
  return moves.map(({ chargeId, toItem }) => itemKey(chargeId, toItem));
}

function withMoves(
  account: Account,
  { data, effectiveDate }: Exclude<PlanFact, { type: 'PaymentPlanCompleted' }>,
): Account {
  return data.moves.reduce((state, move) => withMove(state, data.currency, effectiveDate, move), account);
}

function withMove(account: Account, currency: string, date: CalendarDate, move: PlanMove): Account {
  const { chargeId, item, toItem, dueDate } = move;
  const amount = fromMinorText(move.amount, currency);
  const charge = chargeAt(account, chargeId);
  const from = itemAt(account, itemKey(chargeId, item));
  const counted = { ...charge, itemCount: Math.max(charge.itemCount, toItem) };
  // Each is recorded after the one before it: two of one due date and number are paid in this order.
  const closed = withWorth(
    { ...account, charges: account.charges.set(chargeId, counted), sequence: account.sequence + 1 },
    from.key,
    date,
    negate(amount),
  );
  return withItem(closed, charge, date, { item: toItem, party: from.party, dueDate, amount, redatedFrom: from.key });
}
