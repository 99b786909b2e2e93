import type { Account } from '../account.ts';
import { assertNever } from '../assert-never.ts';
import type { Books, Decision } from '../books.ts';
import type { AccountCommand } from '../commands.ts';
import { decideCloseAccount } from './close-account.ts';
import { decideOpenAccount } from './open-account.ts';
import { decideReopenAccount } from './reopen-account.ts';

const names = ['OpenAccount', 'CloseAccount', 'ReopenAccount'] as const;

type OpeningOrClosing = Extract<AccountCommand, { readonly name: (typeof names)[number] }>;

export function isOpeningOrClosing(command: AccountCommand): command is OpeningOrClosing {
  return names.some((name) => name === command.name);
}

/** What concerns the account itself and not what is on it. */
export function decideOpeningOrClosing(account: Account, command: OpeningOrClosing, books: Books): Decision {
  switch (command.name) {
    case 'OpenAccount':
      return decideOpenAccount(account, command.input, books);
    case 'CloseAccount':
      return decideCloseAccount(account, command.input, books);
    case 'ReopenAccount':
      return decideReopenAccount(account, command.input, books);
    default:
      return assertNever(command);
  }
}
