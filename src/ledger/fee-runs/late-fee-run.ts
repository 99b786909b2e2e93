import type { Map as PersistentMap } from 'immutable';
import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import type { EventData, FactOf } from '../events.ts';

export const feeRunFactTypes = ['LateFeeRunBegun', 'LateFeeRunEnded'] as const;

/** A run over the accounts of the ledger. */
export interface LateFeeRun {
  readonly on: CalendarDate;
  readonly begun: EventData<'LateFeeRunBegun'>;
  /** It has been through all accounts. */
  readonly hasEnded: boolean;
}

/** Whether money from another system is older than the run asked for: somebody may have paid long ago. */
export function areImportsOld(
  on: CalendarDate,
  { importsWithinDays }: EventData<'LateFeeRunBegun'>,
  { newestImportOn }: EventData<'LateFeeRunEnded'>['totals'],
): boolean {
  if (importsWithinDays === undefined || newestImportOn === undefined) return false;
  return newestImportOn < addDays(on, -importsWithinDays);
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
