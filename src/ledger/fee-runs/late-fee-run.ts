import type { Map as PersistentMap } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { EventData, FactOf } from '../events.ts';

export const feeRunFactTypes = ['LateFeeRunBegun', 'LateFeeRunEnded'] as const;

/** A run over the accounts of the ledger. */
export interface LateFeeRun {
  readonly on: CalendarDate;
  readonly begun: EventData<'LateFeeRunBegun'>;
  /** It has been through all accounts. */
  readonly hasEnded: boolean;
}

export function evolveFeeRuns(
  runs: PersistentMap<string, LateFeeRun>,
  { type, effectiveDate, data }: FactOf<(typeof feeRunFactTypes)[number]>,
): PersistentMap<string, LateFeeRun> {
  const known = runs.get(data.runId);
  if (type === 'LateFeeRunBegun') return runs.set(data.runId, { on: effectiveDate, begun: data, hasEnded: false });
  if (known === undefined) throw new Error('a late-fee run ends that has not begun');
  return runs.set(data.runId, { ...known, hasEnded: true });
}
