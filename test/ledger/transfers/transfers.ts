import type { Fact } from '#ledger/events.ts';
import type { Sent } from '../given-when-then.ts';

type Extra = Readonly<Record<string, unknown>>;

const on = (monthAndDay: string): string => `2024-${monthAndDay}`;
const reasonCode = 'WRONG_ACCOUNT';

/** From `account-1` to `account-2`. */
export function transferBalance(
  transferId: string,
  amount: string,
  date: string,
  what: Extra,
  extra: Extra = {},
): Sent {
  const input = { transferId, toAccountId: 'account-2', amount, effectiveDate: on(date), reasonCode };
  return ['TransferBalance', { ...input, ...what, ...extra }];
}

interface Arriving {
  readonly amount?: string;
  readonly what?: unknown;
  readonly returns?: string;
  readonly toAccountId?: string;
  readonly currency?: string;
}

/** In minor units, as the ledger sends it to itself; from `account-2` unless it says otherwise. */
export function receive(transferId: string, date: string, arriving: Arriving, extra: Extra = {}): Sent {
  const what = { kind: 'PAYMENT', paymentId: 'x1', payer: { partyClass: 'SELF' }, method: 'CHECK' } as const;
  const ends = { transferId, fromAccountId: 'account-2', toAccountId: 'account-1' };
  const moved = { ...ends, currency: 'USD', amount: '5000', what, ...arriving };
  return ['ReceiveTransfer', { effectiveDate: on(date), reasonCode, moved, ...extra }];
}

export function complete(transferId: string, date: string): Sent {
  return ['CompleteTransfer', { effectiveDate: on(date), transferId }];
}

/** Back after a refusal: exactly what had left. */
export function comeBack(facts: readonly Fact[], date: string): Sent {
  const left = facts.findLast((fact) => fact.type === 'BalanceTransferredOut');
  if (left === undefined) throw new Error('nothing has left');
  return ['ReturnTransfer', { effectiveDate: on(date), reasonCode, moved: left.data }];
}

/** A charge of two items as it arrives. */
export const chargeArriving: Arriving = {
  amount: '6000',
  what: {
    kind: 'CHARGE',
    chargeId: 'x1',
    category: 'SERVICE',
    items: [
      { item: 4, party: { partyClass: 'SELF' }, dueDate: '2024-02-01', amount: '2000' },
      { item: 7, party: { partyClass: 'MEDICARE', payerId: 'cms' }, dueDate: '2024-02-15', amount: '4000' },
    ],
  },
};
