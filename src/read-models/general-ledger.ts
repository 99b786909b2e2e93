import type { GlAccount } from '#ledger/posting-rules.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';

/** An account of the general ledger in one currency, over the whole book. */
export interface TrialBalanceRow {
  readonly account: GlAccount;
  readonly currency: string;
  /** Everything ever posted on that side, corrections included. */
  readonly debits: Money;
  readonly credits: Money;
  /** debits - credits. */
  readonly net: Money;
  /** The same in the base currency of the ledger, with gains and losses that exist only there. Undefined where the base currency is not known. */
  readonly inBase: TrialBalanceTotal | undefined;
}

/** Of one currency: debits and credits are equal, or the books are wrong (INV-07). */
export interface TrialBalanceTotal {
  readonly currency: string;
  readonly debits: Money;
  readonly credits: Money;
  readonly net: Money;
}

export interface TrialBalance {
  /** In the order of currency, then of the chart of accounts; an account that nothing was posted to has no row. */
  readonly rows: readonly TrialBalanceRow[];
  readonly totals: readonly TrialBalanceTotal[];
  /** All currencies together, in the base currency: equal too (INV-07). Undefined where nothing is posted. */
  readonly inBase: TrialBalanceTotal | undefined;
}

/**
 * What stands on a clearing account under one key. CashClearing is the money that these books say has moved and that only
 * the bank can confirm: its key is the method, day by day, as a bank statement or a settlement report lists it. Nothing in
 * these books clears it, so its rows are there to be ticked off and add up to the account. TransferClearing is what has left
 * one account and is not yet on the other: its key names the account and the transfer, and what has arrived has no row.
 */
export interface ClearingRow {
  readonly account: GlAccount;
  /** Of CashClearing: the method. Of TransferClearing: `account-<id>/<transfer id>`, where it left and by which transfer. */
  readonly key: string;
  readonly currency: string;
  /** The business day on which it moved; of TransferClearing, the day on which it left. */
  readonly date: CalendarDate;
  /** Of CashClearing: money that came in. */
  readonly debits: Money;
  /** Of CashClearing: money that went out, returned by the bank or paid out. */
  readonly credits: Money;
  /** debits - credits. */
  readonly amount: Money;
  /** asOf - date. */
  readonly ageDays: number;
}

export interface ClearingFilter {
  readonly account?: GlAccount | undefined;
  readonly currency?: string | undefined;
  /** The first day; all of them when left out. */
  readonly from?: CalendarDate | undefined;
}

/** Something that left a stream, and of which that stream does not know yet what became of it. */
export interface InTransit {
  readonly stream: string;
  /** Of the entry by which it left. */
  readonly revision: number;
}
