import type { CalendarDate } from '#money/calendar-date.ts';
import type { Place } from '../entry.ts';
import type { Fact } from '../events.ts';
import { firstOpenDay } from './fiscal-calendar.ts';

/** A fact with its place in the order of the whole journal. */
type Recorded = Pick<Place, 'ordinal'> & Fact;

/** Up to which day periods stand behind their fence, from an entry on; undefined where no day does. */
export interface Fence {
  readonly ordinal: number;
  readonly through: CalendarDate | undefined;
}

/** Undefined for an entry that moves no fence. */
export function fenceOf(entry: Recorded): Fence | undefined {
  const { ordinal } = entry;
  if (entry.type === 'PeriodFenced') return { ordinal, through: entry.data.periodEnd };
  if (entry.type === 'PeriodReopened') return { ordinal, through: entry.data.lockedThrough };
  return undefined;
}

/** In the order of their ordinals, of entries of the ledger's own stream. */
export function fencesIn(ledgerEntries: readonly Recorded[]): readonly Fence[] {
  return ledgerEntries.flatMap((entry) => fenceOf(entry) ?? []);
}

/**
 * An entry as it counts. One that a store let slip after the fence of its period counts from the first open day, in every figure, in
 * what is decided, and for ever, so that closed figures never move (INV-23); the entry in the journal says the day it was meant for.
 */
export function countedEntry<Line extends Recorded>(entry: Line, through: CalendarDate | undefined): Line {
  if (through === undefined || entry.effectiveDate > through) return entry;
  return { ...entry, effectiveDate: firstOpenDay(through) };
}

/** An entry as it counts where these fences stand, in the order of their ordinals. */
export function countedBehind<Line extends Recorded>(fences: readonly Fence[], entry: Line): Line {
  return countedEntry(entry, fences.findLast(({ ordinal }) => ordinal < entry.ordinal)?.through);
}
