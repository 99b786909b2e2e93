import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { ReceivableClass } from '#projections/receivable-classes.ts';
import type { UnappliedClass } from '#projections/unapplied-classes.ts';
import type { View } from './read-models.ts';

/** EXCHANGE: gains and losses of exchange rates, which are in the base currency only. */
export type RolledClass = ReceivableClass | 'EXCHANGE';
export type MovementClass = RolledClass | UnappliedClass;

export const movementClasses = [
  ...(['CHARGED', 'ADJUSTED', 'APPLIED', 'WRITTEN_OFF', 'RECHARGED', 'MOVED', 'TRANSFERRED'] as const),
  ...(['RECEIVED', 'GRANTED', 'REVERSED', 'REFUNDED', 'EXCHANGE'] as const),
] as const satisfies readonly MovementClass[];

/** What moved a figure in a period, as one class of entries. */
export interface RollForwardLine<Class extends string> {
  readonly class: Class;
  /** Of entries that correct nothing, or something of this period. */
  readonly amount: Money;
  /** Of entries that name as corrected what counts in an earlier period. */
  readonly priorPeriodCorrections: Money;
}

/** opening + the amounts and corrections of all classes = closing (INV-09). */
export interface RolledForward<Class extends string> {
  readonly opening: Money;
  readonly lines: readonly RollForwardLine<Class>[];
  readonly priorPeriodCorrections: Money;
  readonly closing: Money;
}

/** A period in one currency. */
export interface RollForwardRow {
  readonly currency: string;
  /** All currencies together, in the base currency, each at the value at which it is carried; only where there are foreign ones. */
  readonly isInBase: boolean;
  readonly receivables: RolledForward<RolledClass>;
  readonly unapplied: RolledForward<UnappliedClass>;
}

/** The days of a period, both inclusive. The view's day is the last one, its ordinal that of the closing, or what is known. */
export interface RollForwardRequest {
  readonly view: View;
  readonly start: CalendarDate;
}

/** An entry whose months differ, or one that came late. */
export interface CutOffRow {
  readonly ordinal: number;
  readonly effectiveMonth: string;
  readonly recordedMonth: string;
}

export interface CutOffFilter {
  /** YYYY-MM */
  readonly effectiveMonth?: string | undefined;
  readonly recordedMonth?: string | undefined;
}

export interface LateRow {
  readonly ordinal: number;
  /** The first open day when it was recorded. */
  readonly countsFrom: CalendarDate;
}
