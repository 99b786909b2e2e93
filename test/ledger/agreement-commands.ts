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
