import { firstOpenDay } from '#ledger/periods/fiscal-calendar.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { BookEntry } from './book-entry.ts';

/** Up to which day periods stand behind their fence, from an entry on; undefined where no day does. */
export interface Fence {
  readonly ordinal: number;
  readonly through: CalendarDate | undefined;
}

/** Undefined for an entry that moves no fence. */
export function fenceOf(entry: BookEntry): Fence | undefined {
  const { ordinal } = entry;
  if (entry.type === 'PeriodFenced') return { ordinal, through: entry.data.periodEnd };
  if (entry.type === 'PeriodReopened') return { ordinal, through: entry.data.lockedThrough };
  return undefined;
}

/** The day behind which periods stand when an entry is recorded; `fences` in the order of their ordinals. */
export function throughAt(fences: readonly Fence[], ordinal: number): CalendarDate | undefined {
  return fences.findLast((fence) => fence.ordinal < ordinal)?.through;
}

/**
 * An entry as it counts. One that a store let slip after the fence of its period counts from the first open day, in every figure and
 * for ever, so that closed figures never move (INV-23); the entry in the journal says the day it was meant for.
 */
export function countedEntry<Line extends BookEntry>(entry: Line, through: CalendarDate | undefined): Line {
  if (through === undefined || entry.effectiveDate > through) return entry;
  return { ...entry, effectiveDate: firstOpenDay(through) };
}
