import { z } from 'zod';
import type { Account } from '../account.ts';
import { assertNever } from '../assert-never.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { dateOf, hasPayment, openAccount, otherCurrency, takenId } from '../checks.ts';
import { accountFields, reasonField } from '../command-input.ts';
import { dayOfStep } from '../periods/locked-period.ts';
import type { Rejection } from '../rejections.ts';
import { balanceTransferAt } from './balance-transfer.ts';
import { type Moved, type MovedThing, movedSchema } from './transfer-events.ts';

export const receiveTransferInput = z
  .strictObject({ ...accountFields, reasonCode: reasonField, moved: movedSchema })
  .describe('A step of TransferBalance: what has left the one account arrives on the other.');

export type ReceiveTransfer = z.output<typeof receiveTransferInput>;

export function decideReceiveTransfer(account: Account, input: ReceiveTransfer, books: Books): Decision {
  const { moved } = input;
  const refusal = openAccount(account, books) ?? noPlaceFor(account, moved) ?? otherCurrency(account, moved.currency);
  if (refusal !== undefined) return refusal;
  const what = moved.returns === undefined ? begun(moved) : taken(account, moved, moved.returns);
  const data = { ...moved, what };
  return accept(
    record(draftOf(account), {
      type: 'BalanceTransferredIn',
      effectiveDate: dayOfStep(dateOf(input, books), books),
      data,
    }),
  );
}

/** What is new here has the id of the transfer, which has to be free. */
function noPlaceFor(account: Account, { what, transferId, returns }: Moved): Rejection | undefined {
  if (returns !== undefined) return undefined;
  switch (what.kind) {
    case 'CHARGE':
      return takenId(account.charges.has(transferId), 'charge', 'transferId');
    case 'PAYMENT':
      return takenId(hasPayment(account, transferId), 'payment', 'transferId');
    case 'CREDIT':
      return takenId(account.credits.has(transferId), 'credit', 'transferId');
    default:
      return assertNever(what);
  }
}

function begun({ what, transferId }: Moved): MovedThing {
  switch (what.kind) {
    case 'CHARGE':
      return { ...what, chargeId: transferId, items: what.items.map((item, index) => ({ ...item, item: index + 1 })) };
    case 'PAYMENT':
      return { ...what, paymentId: transferId };
    case 'CREDIT':
      return { ...what, creditId: transferId };
    default:
      return assertNever(what);
  }
}

/** What had left by the transfer `returns`: the n-th item over there is the n-th that had left. */
function taken(account: Account, { what }: Moved, returns: string): MovedThing {
  const original = balanceTransferAt(account, returns).what;
  if (what.kind !== 'CHARGE' || original.kind !== 'CHARGE') return original;
  const items = what.items.map((back) => {
    const left = original.items[back.item - 1];
    if (left === undefined) throw new Error('an item comes back that had not left');
    return { ...left, amount: back.amount, base: back.base };
  });
  return { ...original, items };
}

/**
 * A no to what has already left stands in the books of the account that says it: whoever repeats the step, at whatever
 * moment, hears the same. A dry run, with which every transfer begins, is refused like any command.
 */
export function refusedForGood(account: Account, input: ReceiveTransfer, books: Books, no: Rejection): Decision {
  if (input.dryRun === true || account.opened === undefined) return no;
  const { transferId, fromAccountId, toAccountId } = input.moved;
  const data = { transferId, fromAccountId, toAccountId, code: no.code };
  const effectiveDate = dayOfStep(dateOf(input, books), books);
  return accept(record(draftOf(account), { type: 'BalanceTransferRefused', effectiveDate, data }));
}
