import { z } from 'zod';
import type { Account } from '../account.ts';
import { ended } from '../agreements.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { holdAt } from './hold.ts';

export const releaseHoldInput = z
  .strictObject({
    ...accountFields,
    holdId: identifier.describe('The hold.'),
  })
  .describe('Takes a hold away, once: from this day on it stands in the way of nothing.');

type ReleaseHold = z.output<typeof releaseHoldInput>;

export function decideReleaseHold(account: Account, { holdId, ...input }: ReleaseHold, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    (account.agreements.holds.has(holdId) ? undefined : reject('HOLD_UNKNOWN', {}, 'holdId')) ??
    beforeOpening(books, date) ??
    ended(holdAt(account, holdId), 'holdId') ??
    beforeOriginal(date, holdAt(account, holdId).effectiveDate);
  return refusal ?? accept(record(draftOf(account), { type: 'HoldReleased', effectiveDate: date, data: { holdId } }));
}
