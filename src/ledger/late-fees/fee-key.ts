import { calendarDate, endOfMonth } from '#money/calendar-date.ts';
import { itemKey } from '../account.ts';

/** A month and its last day are the same period: "2024-02" and "2024-02-29". */
export function feeKey(chargeId: string, item: number, period: string): string {
  const lastDay = period.length === 7 ? endOfMonth(calendarDate(`${period}-01`)) : period;
  return `${itemKey(chargeId, item)}@${lastDay}`;
}
