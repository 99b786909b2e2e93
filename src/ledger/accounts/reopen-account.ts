import { z } from 'zod';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { reject } from '../rejections.ts';

export const reopenAccountInput = z
  .strictObject(accountFields)
  .describe('Opens a closed account again, no earlier than it was closed.');

type ReopenAccount = z.output<typeof reopenAccountInput>;

export function decideReopenAccount(account: Account, input: ReopenAccount, books: Books): Decision {
  const date = dateOf(input, books);
  const { closedOn } = account;
  const refusal =
    openAccount(account, books) ??
    beforeOpening(books, date) ??
    (closedOn === undefined ? reject('ACCOUNT_NOT_CLOSED', {}, 'accountId') : beforeOriginal(date, closedOn));
  return refusal ?? accept(record(draftOf(account), { type: 'AccountReopened', effectiveDate: date, data: {} }));
}
