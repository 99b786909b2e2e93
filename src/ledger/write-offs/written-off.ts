import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import { type Account, present } from '../account.ts';
import type { PaymentMethod } from '../payments/payment-methods.ts';
import type { Timeline } from '../timeline.ts';

/** Bad debt: what was given up as uncollectable, and what of that came back. */
export interface WriteOff {
  readonly writeOffId: string;
  readonly chargeId: string;
  readonly effectiveDate: CalendarDate;
  /** What of it still stands on each item, in the order in which it was taken. */
  readonly items: readonly WrittenOffItem[];
  /** Written off less reversed less recovered: what may still be reversed or recovered. */
  readonly recoverable: Timeline;
}

export interface WrittenOffItem {
  readonly item: number;
  readonly amount: Money;
}

/** A payment for written-off debt. It is never applied and never unapplied. */
export interface Recovery {
  readonly paymentId: string;
  readonly writeOffId: string;
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** While reversed: since when. */
  readonly reversedOn: CalendarDate | undefined;
  /** The day it was received or last reinstated: a reversal is not effective before it. */
  readonly settledOn: CalendarDate;
}

export function writeOffAt({ writeOffs }: Account, writeOffId: string): WriteOff {
  return present(writeOffs.get(writeOffId), 'write-off');
}

export function recoveryAt({ recoveries }: Account, paymentId: string): Recovery {
  return present(recoveries.get(paymentId), 'recovery');
}
