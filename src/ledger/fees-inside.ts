import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive } from '#money/money.ts';
import type { Account } from './account.ts';
import { compareDates } from './supply.ts';

/**
 * The fees that were assessed from this day on, on items that from now on are protected: somebody has to decide whether
 * they are waived. In the order of their days; undefined where there is none, because an absent field is left out.
 */
export function feesInside(
  { charges }: Account,
  date: CalendarDate,
  isCovered: (itemKey: string) => boolean,
): string[] | undefined {
  const fees = [...charges.values()].filter(
    ({ feeOn, effectiveDate, worth }) =>
      feeOn !== undefined && effectiveDate >= date && isPositive(worth) && isCovered(feeOn),
  );
  const inOrder = fees.toSorted(
    (a, b) => compareDates(a.effectiveDate, b.effectiveDate) || byId(a.chargeId, b.chargeId),
  );
  return fees.length === 0 ? undefined : inOrder.map(({ chargeId }) => chargeId);
}

function byId(one: string, other: string): number {
  return one < other ? -1 : 1;
}
