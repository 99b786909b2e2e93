import { z } from 'zod';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, dateOf } from '../checks.ts';
import { accountFields, currencyField } from '../command-input.ts';
import { reject } from '../rejections.ts';

export const openAccountInput = z
  .strictObject({ ...accountFields, currency: currencyField })
  .describe(
    'Opens a receivable account: the party that is billed, in one currency. In another than the base currency, what comes in states its base value.',
  );

export function decideOpenAccount(account: Account, input: z.output<typeof openAccountInput>, books: Books): Decision {
  const { terms } = books;
  if (terms === undefined) return reject('LEDGER_NOT_OPEN', {});
  const effectiveDate = dateOf(input, books);
  const early = beforeOpening(books, effectiveDate);
  if (early !== undefined) return early;
  if (account.opened !== undefined) return reject('ACCOUNT_ALREADY_OPEN', { openedOn: account.opened.on }, 'accountId');
  const { currency } = input;
  // From the first entry on: whatever moves on an account in a foreign currency carries its base value.
  const baseCurrency = currency === terms.baseCurrency ? undefined : terms.baseCurrency;
  return accept(record(draftOf(account), { type: 'AccountOpened', effectiveDate, data: { currency, baseCurrency } }));
}
