import { Map as PersistentMap, Set as PersistentSet } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import { type Agreements, noAgreements } from './agreements.ts';
import type { ChargeCategory, ChargeOrigin, FeeCategory } from './charge-kinds.ts';
import type { AdjustmentKind } from './events.ts';
import { type AccountFeeRuns, noFeeRuns } from './fee-runs/account-fee-runs.ts';
import type { BaseBook } from './foreign/base-book.ts';
import type { Party } from './parties.ts';
import type { PaymentMethod } from './payments/payment-methods.ts';
import type { PendingPayment } from './pending-payments/pending-payment.ts';
import type { ReceiptPartName } from './receipts/receipt.ts';
import type { RecordedCommand } from './recorded-command.ts';
import type { Refund } from './refunds/standing-refunds.ts';
import type { Timeline } from './timeline.ts';
import type { Totals } from './totals.ts';
import type { BalanceTransfer, Origin } from './transfers/balance-transfer.ts';
import type { Recovery, WriteOff } from './write-offs/written-off.ts';

/**
 * The state of one account: what its entries say, folded. Every rule of the books is decided on this and
 * nothing else. It is immutable; evolving shares what did not change (decisions/0004).
 */
export interface Account {
  readonly accountId: string;
  /** Revision of the last entry folded in, -1 before the first. */
  readonly revision: number;
  /** Undefined until the account is opened. */
  readonly opened: { readonly on: CalendarDate; readonly currency: string } | undefined;
  /** The day of its opening or last reopening. */
  readonly openSince: CalendarDate | undefined;
  /** While closed: since when. */
  readonly closedOn: CalendarDate | undefined;
  readonly charges: PersistentMap<string, Charge>;
  readonly items: PersistentMap<string, Item>;
  /** Keys of the items with something open once everything recorded has come into effect. */
  readonly openItems: PersistentSet<string>;
  readonly payments: PersistentMap<string, Payment>;
  /** Money announced before it was there; once settled it is one of `payments` too. */
  readonly pendingPayments: PersistentMap<string, PendingPayment>;
  readonly credits: PersistentMap<string, Credit>;
  readonly refunds: PersistentMap<string, Refund>;
  /** By the account's own running number. */
  readonly allocations: PersistentMap<number, Allocation>;
  readonly adjustments: PersistentMap<string, Adjustment>;
  readonly waivers: PersistentMap<string, Waiver>;
  readonly transfers: PersistentSet<string>;
  readonly balanceTransfers: PersistentMap<string, BalanceTransfer>;
  readonly writeOffs: PersistentMap<string, WriteOff>;
  /** Payments for written-off debt; their ids are taken from the same names as those of `payments`. */
  readonly recoveries: PersistentMap<string, Recovery>;
  /** The day on which each (item, period) was charged a fee, by feeKey; kept after a waiver. */
  readonly feesAssessed: PersistentMap<string, CalendarDate>;
  readonly agreements: Agreements;
  readonly feeRuns: AccountFeeRuns;
  /** The outcome of every command that recorded something here. */
  readonly commands: PersistentMap<string, RecordedCommand>;
  /** Charges, items, payments, credits and allocations recorded so far: the order of recording. */
  readonly sequence: number;
  readonly allocationCount: number;
  /** Undefined until the account is opened. */
  readonly totals: Totals | undefined;
  /** Of an account in a foreign currency: what all of it is worth in the base currency. */
  readonly base: BaseBook | undefined;
}

export interface Charge {
  readonly chargeId: string;
  readonly category: ChargeCategory;
  readonly effectiveDate: CalendarDate;
  readonly origin: ChargeOrigin;
  readonly rechargeOf: string | undefined;
  /** Of a fee that was assessed: the key of the item that was late. */
  readonly feeOn: string | undefined;
  readonly serviceDate: CalendarDate | undefined;
  readonly providerId: string | undefined;
  readonly amount: Money;
  /** The tax inside, as it was posted. */
  readonly taxAmount: Money;
  /** The tax inside, as adjustments have left it. */
  readonly taxLeft: Money;
  /** Amount + adjustments - waivers, over all days; what is written off is still in it. */
  readonly worth: Money;
  /** Item numbers in use are 1..itemCount. */
  readonly itemCount: number;
  readonly voidedOn: CalendarDate | undefined;
  /** On other accounts. */
  readonly transferred: Money;
  readonly cameFrom: Origin | undefined;
}

/** An open item: the atom that ages. */
export interface Item {
  readonly key: string;
  readonly chargeId: string;
  readonly item: number;
  readonly party: Party;
  readonly dueDate: CalendarDate;
  /** The day it came into being: the charge's date, or the transfer's. */
  readonly effectiveDate: CalendarDate;
  /** Of an item that a payment plan made: the key of the item whose amount it took. */
  readonly redatedFrom: string | undefined;
  readonly sequence: number;
  readonly isFee: boolean;
  /** amount + movedIn - movedOut + adjustments - waivers - written off: what may still be adjusted away. */
  readonly worth: Timeline;
  /** Written off as bad debt, less what of that was reversed. */
  readonly writtenOff: Timeline;
  /** worth - (applied - released): what is owed. */
  readonly open: Timeline;
  /** What of it credits pay: applied less released. */
  readonly credited: Timeline;
  /** Live allocations on it, in order of recording. */
  readonly allocations: readonly number[];
}

/** Names what allocations are made of: money received, or value granted without money. */
export interface SourceName {
  readonly kind: 'PAYMENT' | 'CREDIT';
  readonly id: string;
}

interface AllocationSource {
  readonly source: SourceName;
  readonly party: Party;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  readonly unapplied: Timeline;
  /** Live allocations of it, in order of recording. */
  readonly allocations: readonly number[];
  /** What went back by refunds that stand. */
  readonly refunded: Money;
  /** On other accounts. */
  readonly transferred: Money;
  readonly cameFrom: Origin | undefined;
}

export interface Payment extends AllocationSource {
  readonly paymentId: string;
  readonly method: PaymentMethod;
  /** While reversed: since when. */
  readonly reversedOn: CalendarDate | undefined;
  /** While reversed: the allocations that the reversal dropped, which a reinstatement restores. */
  readonly dropped: readonly DroppedAllocation[];
  /** The day it was received, settled or last reinstated: a reversal is not effective before it. */
  readonly settledOn: CalendarDate;
  /** While reversed: the charge for the part of it that had been refunded. */
  readonly recharge: string | undefined;
  /** Of money that came by a receipt: the part of it that this payment is. */
  readonly receipt: ReceiptPartName | undefined;
}

export interface Credit extends AllocationSource {
  readonly creditId: string;
  readonly sequence: number;
  readonly voidedOn: CalendarDate | undefined;
}

export type Source = Payment | Credit;

export interface DroppedAllocation {
  readonly allocation: number;
  readonly itemKey: string;
  readonly amount: Money;
}

export interface Allocation {
  readonly allocation: number;
  readonly source: SourceName;
  readonly itemKey: string;
  readonly effectiveDate: CalendarDate;
  /** What is left of it after un-applying and releasing. */
  readonly live: Money;
  /** The adjustment that gave up what it left open; or, once it was taken back, the one that took that back. */
  readonly shortfall: string | undefined;
}

export interface Adjustment {
  readonly adjustmentId: string;
  readonly chargeId: string;
  readonly kind: AdjustmentKind;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  readonly taxAmount: Money;
  readonly items: readonly { readonly item: number; readonly amount: Money }[];
  /** The day of the opposite adjustment that names it. */
  readonly undoneOn: CalendarDate | undefined;
  /** The adjustment that it takes back itself. */
  readonly undoes: string | undefined;
  readonly reasonCode: string | undefined;
  /** Where the other side of the posting went. */
  readonly contraAccount: string;
}

/** A part of a fee that was given up. */
export interface Waiver {
  readonly waiverId: string;
  readonly chargeId: string;
  readonly category: FeeCategory;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  readonly items: readonly { readonly item: number; readonly amount: Money }[];
  /** The day on which it was taken back. */
  readonly reinstatedOn: CalendarDate | undefined;
}

export function emptyAccount(accountId: string): Account {
  return {
    accountId,
    revision: -1,
    opened: undefined,
    openSince: undefined,
    closedOn: undefined,
    charges: PersistentMap(),
    items: PersistentMap(),
    openItems: PersistentSet(),
    payments: PersistentMap(),
    pendingPayments: PersistentMap(),
    credits: PersistentMap(),
    refunds: PersistentMap(),
    allocations: PersistentMap(),
    adjustments: PersistentMap(),
    waivers: PersistentMap(),
    transfers: PersistentSet(),
    balanceTransfers: PersistentMap(),
    writeOffs: PersistentMap(),
    recoveries: PersistentMap(),
    feesAssessed: PersistentMap(),
    agreements: noAgreements,
    feeRuns: noFeeRuns,
    commands: PersistentMap(),
    sequence: 0,
    allocationCount: 0,
    totals: undefined,
    base: undefined,
  };
}

export function itemKey(chargeId: string, item: number): string {
  return `${chargeId}#${item}`;
}

/** The items of a charge in item-number order. */
export function itemsOf(account: Account, charge: Charge): readonly Item[] {
  const items: Item[] = [];
  for (let number = 1; number <= charge.itemCount; number += 1) {
    items.push(itemAt(account, itemKey(charge.chargeId, number)));
  }
  return items;
}

/** An item that the state says exists; its absence is a bug. */
export function itemAt(account: Account, key: string): Item {
  return present(account.items.get(key), 'item');
}

export function chargeAt(account: Account, chargeId: string): Charge {
  return present(account.charges.get(chargeId), 'charge');
}

export function paymentAt(account: Account, paymentId: string): Payment {
  return present(account.payments.get(paymentId), 'payment');
}

export function waiverAt(account: Account, waiverId: string): Waiver {
  return present(account.waivers.get(waiverId), 'waiver');
}

export function creditAt(account: Account, creditId: string): Credit {
  return present(account.credits.get(creditId), 'credit');
}

export const paymentSource = (id: string): SourceName => ({ kind: 'PAYMENT', id });
export const creditSource = (id: string): SourceName => ({ kind: 'CREDIT', id });

export function sourceAt(account: Account, { kind, id }: SourceName): Source {
  return kind === 'PAYMENT' ? paymentAt(account, id) : creditAt(account, id);
}

export function isSameSource(one: SourceName, other: SourceName): boolean {
  return one.kind === other.kind && one.id === other.id;
}

export function allocationAt(account: Account, allocation: number): Allocation {
  return present(account.allocations.get(allocation), 'allocation');
}

export function currencyOf(account: Account): string {
  return present(account.opened, 'account').currency;
}

export function present<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the state of the account lacks the ${what} that an entry names`);
  return value;
}
