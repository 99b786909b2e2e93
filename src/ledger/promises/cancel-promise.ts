import { z } from 'zod';
import type { Account } from '../account.ts';
import { ended } from '../agreements.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { promiseAt } from './promise.ts';

export const cancelPromiseInput = z
  .strictObject({
    ...accountFields,
    promiseId: identifier.describe('The promise.'),
  })
  .describe('Takes a promise out of the books, once, and not after its day: what has run out was kept or broken.');

type CancelPromise = z.output<typeof cancelPromiseInput>;

export function decideCancelPromise(account: Account, { promiseId, ...input }: CancelPromise, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    (account.agreements.promises.has(promiseId) ? undefined : reject('PROMISE_UNKNOWN', {}, 'promiseId')) ??
    beforeOpening(books, date) ??
    ended(promiseAt(account, promiseId), 'promiseId') ??
    beforeOriginal(date, promiseAt(account, promiseId).effectiveDate);
  if (refusal !== undefined) return refusal;
  const { promisedDate } = promiseAt(account, promiseId);
  if (date > promisedDate) return reject('ALREADY_ENDED', { endedOn: promisedDate }, 'promiseId');
  return accept(record(draftOf(account), { type: 'PromiseCancelled', effectiveDate: date, data: { promiseId } }));
}
