import { type ReasonListPaper, wrongReason } from './reasons.ts';
import { malformed } from './shape.ts';
import type { Told } from './told.ts';
import { beforeState, firstObjection, refuse, type Verdict } from './verdict.ts';

/** The fiscal calendar as the auditor keeps it. */
export interface PeriodPapers {
  /** Last days, ascending. */
  readonly ends: string[];
  closed: number;
  /** The next one is being closed. */
  isClosing: boolean;
  /** What was locked after each change, the newest last: a command under way may know an older one. */
  readonly locks: (string | undefined)[];
}

export function newPeriods(): PeriodPapers {
  return { ends: [], closed: 0, isClosing: false, locks: [undefined] };
}

export interface CalendarDesk {
  readonly openingDate: string;
  readonly today: string;
  readonly lists: readonly ReasonListPaper[];
  readonly periods: PeriodPapers;
}

/** The last day that nothing is recorded on. */
export function lockedIn({ ends, closed, isClosing }: PeriodPapers): string | undefined {
  return ends[isClosing ? closed : closed - 1];
}

export const periodRules: Readonly<Record<string, (desk: CalendarDesk, told: Told) => Verdict>> = {
  ExtendCalendar: extendCalendar,
  ClosePeriod: closePeriod,
  ReopenPeriod: reopenPeriod,
};

function extendCalendar({ openingDate, periods }: CalendarDesk, told: Told): Verdict {
  const { periodEnds = [] } = told.input;
  const first = periodEnds[0] ?? '';
  const last = periods.ends.at(-1);
  const refused = firstObjection(
    () => malformed(told),
    () => [periodEnds.some((end, index) => index > 0 && end <= (periodEnds[index - 1] ?? '')) && 'INPUT_INVALID'],
    () => [first < openingDate && 'BEFORE_LEDGER_OPENING'],
    () => [last !== undefined && first <= last && 'CALENDAR_COVERS'],
  );
  return refused ?? { kind: 'ACCEPT', reached: [], record: () => periods.ends.push(...periodEnds) };
}

function closePeriod({ today, periods }: CalendarDesk, told: Told): Verdict {
  const { periodEnd: end = '' } = told.input;
  const next = periods.ends[periods.closed];
  const refused = firstObjection(
    () => malformed(told),
    () => [!periods.ends.includes(end) && 'PERIOD_UNKNOWN'],
    () => [(next === undefined || end < next) && 'PERIOD_ALREADY_CLOSED'],
    () => [periods.isClosing && 'PERIOD_CLOSING'],
    () => [end !== next && 'PERIOD_NOT_NEXT'],
    () => [end >= today && 'PERIOD_NOT_OVER'],
  );
  const record = (): void => change(periods, { isClosing: true });
  return refused ?? { kind: 'ACCEPT', reached: ['a period is being closed'], record };
}

function reopenPeriod(desk: CalendarDesk, told: Told): Verdict {
  const { periods } = desk;
  const { periodEnd: end = '' } = told.input;
  const last = lockedIn(periods);
  const refused = firstObjection(
    () => malformed(told),
    () => [!periods.ends.includes(end) && 'PERIOD_UNKNOWN'],
    () => [wrongReason(desk, told)],
    () => [(last === undefined || end > last) && 'PERIOD_NOT_CLOSED'],
    () => [end !== last && 'PERIOD_NOT_LAST'],
  );
  const { isClosing, closed } = periods;
  const record = (): void => change(periods, isClosing ? { isClosing: false } : { closed: closed - 1 });
  return refused ?? { kind: 'ACCEPT', reached: [isClosing ? 'a closing is given up' : 'a period is reopened'], record };
}

function change(periods: PeriodPapers, to: Partial<Pick<PeriodPapers, 'closed' | 'isClosing'>>): void {
  Object.assign(periods, to);
  periods.locks.push(lockedIn(periods));
}

/** The ledger itself has carried the closing through: locked was it before. */
export function carriedThrough(periods: PeriodPapers): void {
  periods.closed += 1;
  periods.isClosing = false;
}

/** Nothing is recorded on a day that is locked; what is wrong before the period is said first. */
export function onLocked(day: string, locked: string | undefined, verdict: Verdict): Verdict {
  if (locked === undefined || day > locked || verdict.kind === 'REPLAY') return verdict;
  const isEarlier = verdict.kind === 'REFUSE' && verdict.codes.some((code) => beforeState.includes(code));
  return isEarlier ? verdict : refuse(['PERIOD_LOCKED']);
}
