import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import { type Account, type Waiver, waiverAt } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, invalidReason, openAccount } from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';

export const reinstateLateFeeInput = z
  .strictObject({
    ...accountFields,
    waiverId: identifier.describe('The waiver.'),
    reasonCode: reasonField,
  })
  .describe('Takes a waiver back, whole and once: what it gave up is owed again. Money it freed stays unapplied.');

type ReinstateLateFee = z.output<typeof reinstateLateFeeInput>;

export function decideReinstateLateFee(account: Account, input: ReinstateLateFee, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    unknownWaiver(account, input.waiverId) ??
    invalidReason(books, 'ReinstateLateFee', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    reinstatedBefore(waiverAt(account, input.waiverId), date);
  if (refusal !== undefined) return refusal;
  const { waiverId, chargeId, category, amount, items } = waiverAt(account, input.waiverId);
  const parts = items.map((part) => ({ item: part.item, amount: toMinorText(part.amount) }));
  const { currency } = amount;
  const data = { waiverId, chargeId, category, currency, amount: toMinorText(amount), items: parts };
  return accept(record(draftOf(account), { type: 'LateFeeReinstated', effectiveDate: date, data }));
}

function unknownWaiver(account: Account, waiverId: string): Rejection | undefined {
  return account.waivers.has(waiverId) ? undefined : reject('WAIVER_UNKNOWN', {}, 'waiverId');
}

function reinstatedBefore({ reinstatedOn, effectiveDate }: Waiver, date: CalendarDate): Rejection | undefined {
  if (reinstatedOn !== undefined) return reject('ALREADY_REVERSED', { reversedOn: reinstatedOn }, 'waiverId');
  return beforeOriginal(date, effectiveDate);
}
