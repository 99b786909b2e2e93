import type { Sent } from './given-when-then.ts';

/** Commands on what was agreed about a debt, or stands in the way of collecting it. Dates are of 2024 as MM-DD. */
type Extra = Readonly<Record<string, unknown>>;

const on = (monthAndDay: string): string => `2024-${monthAndDay}`;

export function hold(holdId: string, date: string, extra: Extra = {}): Sent {
  return ['PlaceHold', { holdId, kind: 'BANKRUPTCY', effectiveDate: on(date), ...extra }];
}

export function releaseHold(holdId: string, date: string, extra: Extra = {}): Sent {
  return ['ReleaseHold', { holdId, effectiveDate: on(date), ...extra }];
}

export function promise(promiseId: string, amount: string, date: string, by: string, extra: Extra = {}): Sent {
  const covers = [{ chargeId: 'c1' }];
  return ['RecordPromise', { promiseId, amount, effectiveDate: on(date), promisedDate: on(by), covers, ...extra }];
}

/** `[due date, amount]` of each instalment; or equal monthly parts, by their number and the first due date. */
export function agreePlan(
  planId: string,
  date: string,
  schedule: Extra,
  covers: readonly Extra[] = [{ chargeId: 'c1' }],
  extra: Extra = {},
): Sent {
  return ['AgreePaymentPlan', { planId, effectiveDate: on(date), covers, ...schedule, ...extra }];
}

export function revisePlan(planId: string, date: string, schedule: Extra, extra: Extra = {}): Sent {
  return ['RevisePaymentPlan', { planId, effectiveDate: on(date), ...schedule, ...extra }];
}

export function breakPlan(planId: string, date: string, extra: Extra = {}): Sent {
  return ['BreakPaymentPlan', { planId, effectiveDate: on(date), ...extra }];
}

export function completePlan(planId: string, date: string, extra: Extra = {}): Sent {
  return ['CompletePaymentPlan', { planId, effectiveDate: on(date), ...extra }];
}

export function byAmount(...parts: readonly (readonly [due: string, amount: string])[]): Extra {
  return { instalments: parts.map(([due, amount]) => ({ dueDate: on(due), amount })) };
}

export function monthly(count: number, first: string): Extra {
  return { equalParts: { count, firstDueDate: on(first), every: 'MONTH' } };
}

export function cancelPromise(promiseId: string, date: string, extra: Extra = {}): Sent {
  return ['CancelPromise', { promiseId, effectiveDate: on(date), ...extra }];
}

/** All that is open of item 1, unless the rest says otherwise. */
export function dispute(disputeId: string, chargeId: string, date: string, extra: Extra = {}): Sent {
  return ['OpenDispute', { disputeId, chargeId, effectiveDate: on(date), ...extra }];
}

export function resolveDispute(disputeId: string, date: string, extra: Extra = {}): Sent {
  return ['ResolveDispute', { disputeId, outcome: 'REJECTED', effectiveDate: on(date), ...extra }];
}
