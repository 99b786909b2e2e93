import type { Account } from '../account.ts';
import { assertNever } from '../assert-never.ts';
import type { Books, Decision } from '../books.ts';
import type { AccountCommand } from '../commands.ts';
import { decideReceiveReceiptPart } from './receive-receipt-part.ts';
import { decideReverseReceiptPart } from './reverse-receipt-part.ts';
import { decideUnidentifyReceipt } from './unidentify-receipt.ts';

const names = ['ReceiveReceiptPart', 'UnidentifyReceipt', 'ReverseReceiptPart'] as const;

type ReceiptPartCommand = Extract<AccountCommand, { readonly name: (typeof names)[number] }>;

export function isReceiptPartCommand(command: AccountCommand): command is ReceiptPartCommand {
  return names.some((name) => name === command.name);
}

/** What comes to an account by a receipt, and goes back. */
export function decideReceiptPart(account: Account, command: ReceiptPartCommand, books: Books): Decision {
  switch (command.name) {
    case 'ReceiveReceiptPart':
      return decideReceiveReceiptPart(account, command.input, books);
    case 'UnidentifyReceipt':
      return decideUnidentifyReceipt(account, command.input, books);
    case 'ReverseReceiptPart':
      return decideReverseReceiptPart(account, command.input, books);
    default:
      return assertNever(command);
  }
}
