import { type CalendarDate, calendarDate, endOfMonth } from '#money/calendar-date.ts';
import { type Account, itemKey } from '../account.ts';
import { lineageOf } from '../plans/lineage.ts';

/** A month and its last day are the same period: "2024-02" and "2024-02-29". */
export function feeKey(chargeId: string, item: number, period: string): string {
  const lastDay = period.length === 7 ? endOfMonth(calendarDate(`${period}-01`)) : period;
  return `${itemKey(chargeId, item)}@${lastDay}`;
}

/** The day on which an item was charged a fee for a period, or one that plans have made it of. */
export function finedOn(account: Account, key: string, period: string): CalendarDate | undefined {
  const keys = lineageOf(account, key).map(({ chargeId, item }) => feeKey(chargeId, item, period));
  return keys.flatMap((each) => account.feesAssessed.get(each) ?? [])[0];
}
