import { assertNever } from '../assert-never.ts';
import {
  creditItem,
  creditTransit,
  creditUnapplied,
  creditUnappliedCredit,
  debitItem,
  debitTransit,
  debitUnapplied,
  debitUnappliedCredit,
  itemLines,
} from '../posting-lines.ts';
import type { PostingLine } from '../posting-rules.ts';
import type { Moved, TransferFact } from './transfer-events.ts';

/** What leaves crosses TransferClearing, under the key of its transfer; what arrives or comes back is the mirror. */
export function transferPostings(fact: TransferFact): readonly PostingLine[] {
  switch (fact.type) {
    case 'BalanceTransferredOut':
      return leaving(fact.data);
    case 'BalanceTransferredIn':
    case 'BalanceTransferReturned':
      return arriving(fact.data);
    case 'BalanceTransferCompleted':
    case 'BalanceTransferRefused':
      return [];
    default:
      return assertNever(fact);
  }
}

/** Dr TransferClearing, Cr AccountsReceivable; or Dr UnappliedCash, UnappliedCredits, Cr TransferClearing. */
function leaving(data: Moved): readonly PostingLine[] {
  const { amount, baseAmount, what } = data;
  switch (what.kind) {
    case 'CHARGE':
      return [debitTransit(transitOf(data), amount, baseAmount), ...itemLines(creditItem, what)];
    case 'PAYMENT':
      return [debitUnapplied(what.paymentId, amount, baseAmount), creditTransit(transitOf(data), amount, baseAmount)];
    case 'CREDIT':
      return [
        debitUnappliedCredit(what.creditId, amount, baseAmount),
        creditTransit(transitOf(data), amount, baseAmount),
      ];
    default:
      return assertNever(what);
  }
}

function arriving(data: Moved): readonly PostingLine[] {
  const { amount, baseAmount, what } = data;
  switch (what.kind) {
    case 'CHARGE':
      return [...itemLines(debitItem, what), creditTransit(transitOf(data), amount, baseAmount)];
    case 'PAYMENT':
      return [debitTransit(transitOf(data), amount, baseAmount), creditUnapplied(what.paymentId, amount, baseAmount)];
    case 'CREDIT':
      return [
        debitTransit(transitOf(data), amount, baseAmount),
        creditUnappliedCredit(what.creditId, amount, baseAmount),
      ];
    default:
      return assertNever(what);
  }
}

/** The key on TransferClearing: a transfer id is unique on the account that it leaves, and no id has a slash. */
export function transitOf({
  fromAccountId,
  transferId,
}: {
  readonly fromAccountId: string;
  readonly transferId: string;
}): string {
  return `account-${fromAccountId}/${transferId}`;
}
