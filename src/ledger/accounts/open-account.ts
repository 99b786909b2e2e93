import { z } from 'zod';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, dateOf } from '../checks.ts';
import { accountFields, currencyField } from '../command-input.ts';
import { reject } from '../rejections.ts';

export const openAccountInput = z
  .strictObject({ ...accountFields, currency: currencyField })
  .describe('Opens a receivable account: the party that is billed, in one currency.');

export function decideOpenAccount(account: Account, input: z.output<typeof openAccountInput>, books: Books): Decision {
  const { terms } = books;
  if (terms === undefined) return reject('LEDGER_NOT_OPEN', {});
  // Base values of a foreign currency stand in every entry from the first one on; until the ledger keeps
  // them, such an account would be a history that cannot be completed later.
  if (input.currency !== terms.baseCurrency) {
    return reject('FOREIGN_CURRENCY', { baseCurrency: terms.baseCurrency }, 'currency');
  }
  const effectiveDate = dateOf(input, books);
  const early = beforeOpening(books, effectiveDate);
  if (early !== undefined) return early;
  if (account.opened !== undefined) return reject('ACCOUNT_ALREADY_OPEN', { openedOn: account.opened.on }, 'accountId');
  return accept(record(draftOf(account), { type: 'AccountOpened', effectiveDate, data: { currency: input.currency } }));
}
