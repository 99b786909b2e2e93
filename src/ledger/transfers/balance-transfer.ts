import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { Account } from '../account.ts';
import type { MovedThing } from './transfer-events.ts';

/** A transfer as the account that it left knows it. */
export interface BalanceTransfer {
  readonly transferId: string;
  readonly toAccountId: string;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  /** Under the ids of the account that it left. */
  readonly what: MovedThing;
  /** The transfer by which it had come from there: it goes back to what it was. */
  readonly returns: string | undefined;
  /** IN_TRANSIT until this account has heard what became of it. */
  readonly state: 'IN_TRANSIT' | 'COMPLETED' | 'RETURNED';
}

/** Of a charge, payment or credit that came from another account. */
export interface Origin {
  readonly accountId: string;
  readonly transferId: string;
  /** Of a charge: how much came of each item, in the order of their numbers. */
  readonly items: readonly Money[];
}

export function balanceTransferAt({ balanceTransfers }: Account, transferId: string): BalanceTransfer {
  const transfer = balanceTransfers.get(transferId);
  if (transfer === undefined) throw new Error('the state of the account lacks the transfer that an entry names');
  return transfer;
}

export function transfersInTransit({ balanceTransfers }: Account): readonly BalanceTransfer[] {
  return [...balanceTransfers.values()].filter(({ state }) => state === 'IN_TRANSIT');
}
