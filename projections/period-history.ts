import type { Entry } from '#ledger/entry.ts';
import type { FactOf } from '#ledger/events.ts';
import { firstOpenDay } from '#ledger/periods/fiscal-calendar.ts';
import type { CalendarDate } from '#money/calendar-date.ts';

/** A closing that was carried through. */
export type ClosedEntry = Entry & FactOf<'PeriodClosed'>;
export type ReopenedEntry = Entry & FactOf<'PeriodReopened'>;

export const periodStates = ['OPEN', 'CLOSING', 'CLOSED'] as const;

/** A period of the fiscal calendar, as it is known. */
export interface Period {
  readonly start: CalendarDate;
  readonly end: CalendarDate;
  readonly state: (typeof periodStates)[number];
  /** Every closing carried through, in order; the last one counts while the period is closed. */
  readonly closings: readonly ClosedEntry[];
  /** Every reopening, and every closing given up. */
  readonly reopenings: readonly ReopenedEntry[];
}

type PeriodDraft = Omit<Period, 'start'>;

/** The periods, as these entries of the ledger's own stream, from its first on, make them. */
export function periodsOf(entries: readonly Entry[]): readonly Period[] {
  const periods = new Map<string, PeriodDraft>();
  let start: CalendarDate | undefined;
  for (const entry of entries) {
    if (entry.type === 'LedgerOpened') start = entry.effectiveDate;
    if (entry.type === 'CalendarExtended') {
      for (const end of entry.data.periodEnds) periods.set(end, { end, state: 'OPEN', closings: [], reopenings: [] });
    }
    const period = 'periodEnd' in entry.data ? periods.get(entry.data.periodEnd) : undefined;
    if (period !== undefined) periods.set(period.end, after(period, entry));
  }
  return [...periods.values()].map((period) => {
    if (start === undefined) throw new Error('a period of a ledger that was never opened');
    const dated = { start, ...period };
    start = firstOpenDay(period.end);
    return dated;
  });
}

function after(period: PeriodDraft, entry: Entry): PeriodDraft {
  switch (entry.type) {
    case 'PeriodClosing':
      return { ...period, state: 'CLOSING' };
    case 'PeriodClosed':
      return { ...period, state: 'CLOSED', closings: [...period.closings, entry] };
    case 'PeriodReopened':
      return { ...period, state: 'OPEN', reopenings: [...period.reopenings, entry] };
    default:
      return period;
  }
}

/** The one that a report is about where nobody says which: closed last, or the first where none is. */
export function closedLast(periods: readonly Period[]): Period | undefined {
  return periods.findLast(({ state }) => state === 'CLOSED') ?? periods[0];
}

/** The closing that counts; none while the period is open or being closed. */
export function standingClosing({ state, closings }: Period): ClosedEntry | undefined {
  return state === 'CLOSED' ? closings.at(-1) : undefined;
}
