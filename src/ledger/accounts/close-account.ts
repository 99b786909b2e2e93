import { z } from 'zod';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { notEmpty } from './not-empty.ts';

export const closeAccountInput = z
  .strictObject(accountFields)
  .describe(
    'Closes an account on which nothing is open, unapplied, pending, disputed or on its way to another account, on any day from then on.',
  );

type CloseAccount = z.output<typeof closeAccountInput>;

export function decideCloseAccount(account: Account, input: CloseAccount, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    beforeOpening(books, date) ??
    beforeOriginal(date, account.openSince ?? date) ??
    notEmpty(account, date);
  return refusal ?? accept(record(draftOf(account), { type: 'AccountClosed', effectiveDate: date, data: {} }));
}
