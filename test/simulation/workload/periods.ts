import { plusDays } from '../auditor/days.ts';
import { lockedIn } from '../auditor/periods.ts';
import type { Input, Told } from '../auditor/told.ts';
import type { Chooser } from './chooser.ts';

/** Some histories have a calendar of short periods; in the others every day stays open. */
export function hasPeriods({ manner }: Pick<Chooser, 'manner'>): boolean {
  return manner % 10 === 1;
}

/** Extends the calendar, closes what is over and reopens it, in the right order and in a wrong one. */
export function turnPeriods(chooser: Chooser): Told {
  const { random, number, auditor } = chooser;
  const { periods } = auditor;
  const commandId = `k${number}`;
  const next = periods.ends[periods.closed];
  if (next === undefined || random.chance(8))
    return { name: 'ExtendCalendar', input: { commandId, periodEnds: someEnds(chooser) } };
  const any = random.oneOf(periods.ends) ?? next;
  const last = lockedIn(periods);
  if (last !== undefined && random.chance(22)) {
    const reasonCode = random.pick(['LATE_DOCUMENT', 'AUDIT_FINDING', 'LATE_DOCUMENT', 'NSF']);
    return { name: 'ReopenPeriod', input: { commandId, periodEnd: random.chance(80) ? last : any, reasonCode } };
  }
  const periodEnd = random.chance(85) ? next : random.chance(50) ? any : plusDays(next, 1);
  return { name: 'ClosePeriod', input: { commandId, periodEnd } };
}

/** Of what goes to another stream: often on the last day of a period that can be closed while it is on its way. */
export function inNextPeriod({ random, auditor, today }: Chooser, start = ''): Pick<Input, 'effectiveDate'> {
  const end = auditor.periods.ends[auditor.periods.closed];
  return end !== undefined && start <= end && end < today && random.chance(80) ? { effectiveDate: end } : {};
}

/** What is on its way and of the next period does not arrive on its day where that is closed. */
export function closePeriodOf(chooser: Chooser, day: string): Told {
  const { ends, closed } = chooser.auditor.periods;
  const periodEnd = ends[closed];
  if (periodEnd === undefined || periodEnd < day) return turnPeriods(chooser);
  return { name: 'ClosePeriod', input: { commandId: `k${chooser.number}`, periodEnd } };
}

/** One to three periods of a week or two behind the last; now and then not behind it, or not in order. */
function someEnds({ random, auditor }: Chooser): readonly string[] {
  const { ends } = auditor.periods;
  let end = ends.at(-1) ?? plusDays(auditor.openingDate, random.between(-3, 12));
  if (random.chance(6)) end = plusDays(end, -20);
  const drawn = Array.from({ length: random.between(1, 3) }, () => (end = plusDays(end, random.between(7, 20))));
  return random.chance(4) ? drawn.toReversed() : drawn;
}
