import type { CalendarDate } from '#money/calendar-date.ts';
import { equals, type Money, negate } from '#money/money.ts';
import type { Account, Adjustment } from '../account.ts';
import { amountOf, beforeOriginal } from '../checks.ts';
import type { AdjustmentKind } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';

/** An adjustment that may name another one, which it takes back. */
interface Undoing {
  readonly chargeId: string;
  readonly item?: number | undefined;
  readonly kind: AdjustmentKind;
  readonly currency: string;
  readonly amount: string;
  readonly taxAmount?: string | undefined;
  readonly undoes?: string | undefined;
}

export function originalOf(account: Account, input: Undoing): Adjustment | undefined {
  return input.undoes === undefined ? undefined : account.adjustments.get(input.undoes);
}

export function unknownOriginal(account: Account, input: Undoing): Rejection | undefined {
  if (input.undoes === undefined) return undefined;
  const original = originalOf(account, input);
  return original?.chargeId === input.chargeId ? undefined : reject('ADJUSTMENT_UNKNOWN', {}, 'undoes');
}

/** What undoes is the exact opposite, is dated no earlier, and comes once. */
export function notOpposite(account: Account, input: Undoing, date: CalendarDate): Rejection | undefined {
  const original = originalOf(account, input);
  if (original === undefined) return undefined;
  if (original.undoneOn !== undefined) return reject('ALREADY_REVERSED', { reversedOn: original.undoneOn }, 'undoes');
  const isOpposite =
    isOppositeOf(input.amount, original.amount) &&
    (input.taxAmount === undefined || isOppositeOf(input.taxAmount, original.taxAmount)) &&
    input.kind === original.kind &&
    input.item === undefined;
  if (!isOpposite) {
    return reject('OPPOSITE_EXPECTED', { amount: negate(original.amount), kind: original.kind }, 'undoes');
  }
  return beforeOriginal(date, original.effectiveDate);
}

function isOppositeOf(text: string, amount: Money): boolean {
  return equals(amountOf(text, amount.currency), negate(amount));
}
