import type { Map as PersistentMap } from 'immutable';
import { addDays, addMonths, type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import type { EventData, FactOf } from '../events.ts';

export const feeRunFactTypes = ['LateFeeRunBegun', 'LateFeeRunEnded'] as const;

/** A run over the accounts of the ledger. */
export interface LateFeeRun {
  readonly on: CalendarDate;
  readonly begun: EventData<'LateFeeRunBegun'>;
  /** It has been through all accounts. */
  readonly hasEnded: boolean;
}

export const feeRunWarnings = ['IMPORTS_OUT_OF_DATE', 'DAY_OUTSIDE_PERIOD'] as const;
export type FeeRunWarning = (typeof feeRunWarnings)[number];

/** What whoever relies on a run should know; nothing of it is a refusal. `totals`: once it has been through all accounts. */
export function warningsOfRun(
  on: CalendarDate,
  begun: EventData<'LateFeeRunBegun'>,
  totals: EventData<'LateFeeRunEnded'>['totals'] | undefined,
): FeeRunWarning[] {
  const isOld = totals !== undefined && areImportsOld(on, begun, totals);
  return [
    ...(isOld ? (['IMPORTS_OUT_OF_DATE'] as const) : []),
    ...(isOutside(on, begun.period) ? (['DAY_OUTSIDE_PERIOD'] as const) : []),
  ];
}

/**
 * A run of the days after a period may be meant, a month that somebody mistook is not: and one fee for each item and period is
 * for ever. Of a period that is named by its last day, the first is not known here: no period is longer than a year.
 */
function isOutside(on: CalendarDate, period: string): boolean {
  if (period.length === 7) return !on.startsWith(period);
  return on > period || on <= addMonths(calendarDate(period), -12);
}

/** Whether money from another system is older than the run asked for: somebody may have paid long ago. */
function areImportsOld(
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
