import type { CalendarDate } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, invalidReason, openAccount } from '../checks.ts';
import { reject } from '../rejections.ts';
import { exceedsRecoverable } from './recoverable.ts';
import { type Recovery, recoveryAt, writeOffAt } from './written-off.ts';

/** ReversePayment and ReinstatePayment where the payment is a recovery: no allocation is dropped or restored. */
interface Turning {
  readonly paymentId: string;
  readonly reasonCode?: string | undefined;
  readonly effectiveDate?: CalendarDate | undefined;
}

export function decideReverseRecovery(account: Account, input: Turning, books: Books): Decision {
  const date = dateOf(input, books);
  const recovery = recoveryAt(account, input.paymentId);
  const { reversedOn } = recovery;
  const refusal =
    openAccount(account, books) ??
    invalidReason(books, 'ReversePayment', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    (reversedOn === undefined ? undefined : reject('ALREADY_REVERSED', { reversedOn }, 'paymentId')) ??
    beforeOriginal(date, recovery.settledOn);
  return refusal ?? turned(account, recovery, 'RecoveryReversed', date);
}

/** What the write-off has lost meanwhile, to a reversal or to another recovery, cannot be recovered again. */
export function decideReinstateRecovery(account: Account, input: Turning, books: Books): Decision {
  const date = dateOf(input, books);
  const recovery = recoveryAt(account, input.paymentId);
  const { reversedOn } = recovery;
  const refusal =
    openAccount(account, books) ??
    invalidReason(books, 'ReinstatePayment', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    (reversedOn === undefined ? reject('NOT_REVERSED', {}, 'paymentId') : beforeOriginal(date, reversedOn)) ??
    exceedsRecoverable(writeOffAt(account, recovery.writeOffId), date, recovery.amount, 'paymentId');
  return refusal ?? turned(account, recovery, 'RecoveryReinstated', date);
}

function turned(
  account: Account,
  { paymentId, writeOffId, amount, method }: Recovery,
  type: 'RecoveryReversed' | 'RecoveryReinstated',
  date: CalendarDate,
): Decision {
  const data = { paymentId, writeOffId, currency: amount.currency, amount: toMinorText(amount), method };
  return accept(record(draftOf(account), { type, effectiveDate: date, data }));
}
