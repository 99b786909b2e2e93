import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { Account } from '../account.ts';
import { type Rejection, reject } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import type { WriteOff } from './written-off.ts';

export function unknownWriteOff(account: Account, writeOffId: string): Rejection | undefined {
  return account.writeOffs.has(writeOffId) ? undefined : reject('WRITE_OFF_UNKNOWN', {}, 'writeOffId');
}

/** What is reversed and what is recovered come out of the same write-off, on every day (INV-26). */
export function exceedsRecoverable(
  { recoverable }: WriteOff,
  date: CalendarDate,
  amount: Money,
  inputPath: string,
): Rejection | undefined {
  const shortage = supplyShortage(amount.currency, [recoverable], date, amount);
  if (shortage === undefined) return undefined;
  const { available, bindingDate, earliestDate } = shortage;
  return reject('EXCEEDS_RECOVERABLE', { left: available, bindingDate, earliestDate }, inputPath);
}
