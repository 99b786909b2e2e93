import { Map as PersistentMap } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { Carried } from '../foreign/carried.ts';
import type { PaymentMethod } from '../payments/payment-methods.ts';
import type { RecordedCommand } from '../recorded-command.ts';
import type { Timeline } from '../timeline.ts';

/**
 * Money that arrived before anybody knew whose it is: a lockbox cheque, a line of a bank statement. It has a stream of its
 * own; each part that is identified becomes a payment on an account.
 */
export interface Receipt {
  readonly receiptId: string;
  /** Revision of the last entry folded in, -1 before the first. */
  readonly revision: number;
  readonly commands: PersistentMap<string, RecordedCommand>;
  /** Undefined until it is recorded. */
  readonly money: ReceiptMoney | undefined;
}

export interface ReceiptMoney {
  readonly on: CalendarDate;
  readonly amount: Money;
  readonly method: PaymentMethod;
  readonly receivedDate: CalendarDate | undefined;
  readonly unidentified: Timeline;
  /** What went back to whom it came from. */
  readonly returned: Money;
  /** By their numbers, 1, 2, ... */
  readonly parts: PersistentMap<number, ReceiptPart>;
  readonly reversedOn: CalendarDate | undefined;
  /** Of a receipt in a foreign currency: what is unidentified, and what that is carried at. */
  readonly base: Carried | undefined;
}

export interface ReceiptPart {
  readonly part: number;
  /** The day of its identification. */
  readonly on: CalendarDate;
  readonly accountId: string;
  readonly paymentId: string;
  readonly amount: Money;
  /** Minor units of the base currency, where the receipt is in another one. */
  readonly base: Money | undefined;
  /** IN_TRANSIT until the receipt has heard that the account has it; BACK once it is unidentified again. */
  readonly state: 'IN_TRANSIT' | 'ARRIVED' | 'BACK';
}

/** Names a part of a receipt, on the payment that it became. */
export interface ReceiptPartName {
  readonly receiptId: string;
  readonly part: number;
}

export function emptyReceipt(receiptId: string): Receipt {
  return { receiptId, revision: -1, commands: PersistentMap(), money: undefined };
}

/** The money that the state says is there; its absence is a bug. */
export function moneyOf({ money }: Receipt): ReceiptMoney {
  if (money === undefined) throw new Error('the receipt that an entry names is not recorded');
  return money;
}

export function partOfReceipt({ parts }: ReceiptMoney, part: number): ReceiptPart {
  const found = parts.get(part);
  if (found === undefined) throw new Error('the receipt lacks the part that an entry names');
  return found;
}

/** The key on TransferClearing of a part on its way to its account, or back from it: no id has a slash. */
export function partTransit({ receiptId, part }: ReceiptPartName, way: 'there' | 'back'): string {
  return way === 'there' ? `receipt-${receiptId}/${part}` : `receipt-${receiptId}/${part}/back`;
}
