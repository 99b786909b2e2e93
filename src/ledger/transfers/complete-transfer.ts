import { z } from 'zod';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { dateOf } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { dayOfStep } from '../periods/locked-period.ts';
import { identifier } from '../text.ts';
import { balanceTransferAt } from './balance-transfer.ts';

export const completeTransferInput = z
  .strictObject({ ...accountFields, transferId: identifier })
  .describe('A step of TransferBalance: the account that something left hears that it has arrived.');

type CompleteTransfer = z.output<typeof completeTransferInput>;

export function decideCompleteTransfer(account: Account, input: CompleteTransfer, books: Books): Decision {
  const { transferId, accountId } = input;
  const { toAccountId, state } = balanceTransferAt(account, transferId);
  if (state !== 'IN_TRANSIT') throw new Error('a transfer is completed that is not in transit');
  const data = { transferId, fromAccountId: accountId, toAccountId };
  const fact = {
    type: 'BalanceTransferCompleted',
    effectiveDate: dayOfStep(dateOf(input, books), books),
    data,
  } as const;
  return accept(record(draftOf(account), fact));
}
