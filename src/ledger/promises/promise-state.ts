import type { CalendarDate } from '#money/calendar-date.ts';

export const promiseStates = ['OPEN', 'KEPT', 'PARTLY_KEPT', 'BROKEN', 'CANCELLED'] as const;

export type PromiseState = (typeof promiseStates)[number];

/** What a promise is on a day, by what payments of its days have paid on its items by then; in minor units. Never stored. */
export function promiseStateOn(
  asOf: CalendarDate,
  promise: {
    readonly promisedDate: CalendarDate;
    readonly cancelledOn: CalendarDate | undefined;
    readonly amount: bigint;
    readonly received: bigint;
  },
): PromiseState {
  const { promisedDate, cancelledOn, amount, received } = promise;
  if (cancelledOn !== undefined && cancelledOn <= asOf) return 'CANCELLED';
  if (asOf <= promisedDate) return 'OPEN';
  if (received >= amount) return 'KEPT';
  return received > 0n ? 'PARTLY_KEPT' : 'BROKEN';
}
