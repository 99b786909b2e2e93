import { emptyAccount } from '#ledger/account.ts';
import type { Books } from '#ledger/books.ts';
import { isRejection, type Rejection } from '#ledger/rejections.ts';
import { after, decideSent, type Sent } from './given-when-then.ts';

/** What provokes a refusal, and what it then says. */
export interface Provocation {
  readonly provoke: () => Rejection;
  readonly figures: Readonly<Record<string, string>>;
  readonly inputPath: string | undefined;
}

export function refusalOf(decision: object): Rejection {
  if (!isRejection(decision)) throw new Error('the books do not refuse it');
  return decision;
}

export function refused(
  given: readonly Sent[],
  when: Sent,
  figures: Readonly<Record<string, string>> = {},
  inputPath?: string,
): Provocation {
  return { provoke: () => refusalOf(decideSent(after(given).account, when)), figures, inputPath };
}

/** Decided on an account that was never opened, in these books. */
export function refusedUnopened(inBooks: Books, when: Sent, inputPath?: string): Provocation {
  return { provoke: () => refusalOf(decideSent(emptyAccount('account-1'), when, inBooks)), figures: {}, inputPath };
}
