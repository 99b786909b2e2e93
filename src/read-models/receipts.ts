import type { Party } from '#ledger/parties.ts';
import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { UnappliedCause } from '#projections/unapplied-causes.ts';
import type { Page } from './read-models.ts';

/** What became of a receipt, on the day of the view: a state of all of it. */
export const receiptStates = ['UNIDENTIFIED', 'PARTLY_IDENTIFIED', 'IDENTIFIED', 'RETURNED', 'REVERSED'] as const;

export type ReceiptState = (typeof receiptStates)[number];

/** Why something of a receipt is unidentified: nobody has said, an account did not take it, or it was another's. */
export const unidentifiedCauses = ['NOT_IDENTIFIED', 'REFUSED', 'TAKEN_BACK'] as const;

export type UnidentifiedCause = (typeof unidentifiedCauses)[number];

/** Part of a receipt: on its way to its account, there, back on the receipt, or gone with a receipt that was reversed. */
export const receiptPartStates = ['IN_TRANSIT', 'ARRIVED', 'BACK', 'REVERSED'] as const;

type ReceiptPartState = (typeof receiptPartStates)[number];

export interface ReceiptPartRow {
  readonly part: number;
  readonly accountId: string;
  readonly paymentId: string;
  readonly amount: Money;
  readonly identifiedOn: CalendarDate;
  readonly state: ReceiptPartState;
}

/** amount = unidentified + identified + returned + reversed. */
export interface ReceiptRow {
  readonly receiptId: string;
  readonly currency: string;
  readonly method: PaymentMethod;
  readonly receivedOn: CalendarDate;
  readonly amount: Money;
  readonly unidentified: Money;
  /** On accounts, or on its way to them. */
  readonly identified: Money;
  /** Back with whom it came from. */
  readonly returned: Money;
  /** Taken back by the bank, on the receipt and on its accounts. */
  readonly reversed: Money;
  readonly state: ReceiptState;
  /** asOf - receivedOn. */
  readonly ageDays: number;
  /** Undefined where nothing is unidentified. */
  readonly cause: UnidentifiedCause | undefined;
  readonly parts: readonly ReceiptPartRow[];
}

export interface ReceiptFilter {
  readonly receiptId?: string | undefined;
  readonly state?: ReceiptState | undefined;
  readonly currency?: string | undefined;
  readonly accountId?: string | undefined;
}

/** Money of one currency that nothing is paid with yet, and why. */
export interface CashByCauseRow<Cause extends string> {
  readonly currency: string;
  readonly cause: Cause;
  readonly amount: Money;
  /** Receipts, or payments. */
  readonly count: number;
  readonly oldestOn: CalendarDate;
  /** asOf - oldestOn. */
  readonly oldestAgeDays: number;
}

export type UnidentifiedCash = readonly CashByCauseRow<UnidentifiedCause>[];
export type UnappliedCash = readonly CashByCauseRow<UnappliedCause>[];

/** A payment of which something is unapplied. */
export interface UnappliedPaymentRow {
  readonly accountId: string;
  readonly paymentId: string;
  readonly party: Party;
  readonly method: PaymentMethod;
  readonly currency: string;
  readonly unapplied: Money;
  /** The day on which its money came to this account. */
  readonly receivedOn: CalendarDate;
  readonly ageDays: number;
  readonly cause: UnappliedCause;
  /** The day of what made it unapplied last. */
  readonly since: CalendarDate;
}

export type UnappliedPage = Page<UnappliedPaymentRow>;

export interface UnappliedFilter {
  readonly accountId?: string | undefined;
  readonly currency?: string | undefined;
  readonly cause?: UnappliedCause | undefined;
  readonly olderThanDays?: number | undefined;
}
