import type { Account } from '../account.ts';
import { assertNever } from '../assert-never.ts';
import type { Books, Decision } from '../books.ts';
import type { AccountCommand } from '../commands.ts';
import { decideCompleteTransfer } from './complete-transfer.ts';
import { decideReceiveTransfer } from './receive-transfer.ts';
import { decideReturnTransfer } from './return-transfer.ts';
import { decideTransferBalance } from './transfer-balance.ts';

const names = ['TransferBalance', 'ReceiveTransfer', 'CompleteTransfer', 'ReturnTransfer'] as const;

type TransferCommand = Extract<AccountCommand, { readonly name: (typeof names)[number] }>;

export function isTransferCommand(command: AccountCommand): command is TransferCommand {
  return names.some((name) => name === command.name);
}

/** What leaves for another account, and the steps that carry it there. */
export function decideTransfer(account: Account, command: TransferCommand, books: Books): Decision {
  switch (command.name) {
    case 'TransferBalance':
      return decideTransferBalance(account, command.input, books);
    case 'ReceiveTransfer':
      return decideReceiveTransfer(account, command.input, books);
    case 'CompleteTransfer':
      return decideCompleteTransfer(account, command.input, books);
    case 'ReturnTransfer':
      return decideReturnTransfer(account, command.input, books);
    default:
      return assertNever(command);
  }
}
