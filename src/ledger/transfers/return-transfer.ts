import { z } from 'zod';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { dateOf } from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { dayOfStep } from '../periods/locked-period.ts';
import { balanceTransferAt } from './balance-transfer.ts';
import { movedSchema } from './transfer-events.ts';

export const returnTransferInput = z
  .strictObject({ ...accountFields, reasonCode: reasonField, moved: movedSchema })
  .describe('A step of TransferBalance: what the other account refuses is again where it had left.');

type ReturnTransfer = z.output<typeof returnTransferInput>;

export function decideReturnTransfer(account: Account, input: ReturnTransfer, books: Books): Decision {
  const { moved } = input;
  const { state } = balanceTransferAt(account, moved.transferId);
  if (state !== 'IN_TRANSIT') throw new Error('a transfer comes back that is not in transit');
  const effectiveDate = dayOfStep(dateOf(input, books), books);
  return accept(record(draftOf(account), { type: 'BalanceTransferReturned', effectiveDate, data: moved }));
}
