import { z } from 'zod';
import type { Account } from '../account.ts';
import { ended } from '../agreements.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { disputeAt } from './dispute.ts';
import { disputeOutcomes } from './dispute-events.ts';

export const resolveDisputeInput = z
  .strictObject({
    ...accountFields,
    disputeId: identifier.describe('The dispute.'),
    outcome: z
      .enum(disputeOutcomes)
      .describe(
        'UPHELD: not owed, as was said. REJECTED: owed after all. WITHDRAWN by who disputed it. SETTLED: in between.',
      ),
  })
  .describe(
    'Ends a dispute with its outcome, once. It changes nothing that is owed: what follows for the money is an adjustment of the charge.',
  );

type ResolveDispute = z.output<typeof resolveDisputeInput>;

export function decideResolveDispute(account: Account, input: ResolveDispute, books: Books): Decision {
  const { disputeId, outcome } = input;
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    (account.agreements.disputes.has(disputeId) ? undefined : reject('DISPUTE_UNKNOWN', {}, 'disputeId')) ??
    beforeOpening(books, date) ??
    ended(disputeAt(account, disputeId), 'disputeId') ??
    beforeOriginal(date, disputeAt(account, disputeId).effectiveDate);
  const data = { disputeId, outcome };
  return refusal ?? accept(record(draftOf(account), { type: 'DisputeResolved', effectiveDate: date, data }));
}
