import { isDeepStrictEqual } from 'node:util';
import type { EventData } from '#ledger/events.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { slowTotals } from '../read-models/slow-periods.ts';
import { carriedThrough } from './auditor/periods.ts';
import { isReceiptUnderWay } from './auditor/receipt-papers.ts';
import { isUnderWay } from './auditor/transit-papers.ts';
import { netOf, ownNet } from './compare-general-ledger.ts';
import { type Course, note } from './course.ts';
import { requireSame, requireThat } from './difference.ts';
import { auditOwnStep, togetherIn } from './own-steps.ts';
import type { Weather } from './troubled-journal.ts';
import { hasPeriods } from './workload/periods.ts';

/** The ledger itself carries on what was begun: at once, later, or after it died on the way. */
export async function carryOn(course: Course): Promise<void> {
  const { random } = course;
  const begun = openIn(course);
  if (begun.length === 0) return;
  const isBetween = begun.some((what) => what !== 'a closing' && what !== 'a late-fee run');
  // What is between two streams is to meet a closing now and then.
  if (random.chance(!isBetween ? 30 : hasPeriods(course) ? 65 : 50))
    return note(course, ...begun.map((what) => `${what} is left for a while`));
  await carryThrough(course, random.pick(['CALM', 'SLOW', 'CRASHING'] as const));
}

/** Until nothing is left that was begun. */
export async function carryThrough(course: Course, weather: Weather = 'CALM'): Promise<void> {
  const { books } = course;
  for (let life = 0; life < 8 && openIn(course).length > 0; life += 1) {
    await books.carryOn(life === 0 ? weather : 'CALM');
    await auditSteps(course);
    if (!books.isCrashed()) continue;
    note(course, ...openIn(course).map((what) => `${what} outlives the process`));
    await books.restart();
  }
  requireSame('what was begun and not carried through', openIn(course), []);
}

/** What the ledger has begun and not ended. */
function openIn({ auditor }: Course): readonly string[] {
  const transfers = auditor.accounts().flatMap(({ transfersOut }) => [...transfersOut.values()]);
  const underWay = [...auditor.receipts.values()].filter((receipt) => isReceiptUnderWay(receipt, auditor.papersOf));
  return [
    auditor.periods.isClosing ? ['a closing'] : [],
    transfers.some(isUnderWay) ? ['a transfer'] : [],
    underWay.length > 0 ? ['a receipt'] : [],
    underWay.some(({ base }) => base !== undefined) ? ['a foreign receipt'] : [],
    [...auditor.feeRuns.values()].some(({ hasEnded }) => !hasEnded) ? ['a late-fee run'] : [],
  ].flat();
}

async function auditSteps(course: Course): Promise<void> {
  const { auditor, books } = course;
  const entries = await books.journal.readAll(course.ordinal, 10_000);
  course.ordinal += entries.length;
  for (const together of togetherIn(entries)) {
    const [entry] = together;
    if (entry.type === 'PeriodFenced') continue;
    if (entry.type === 'PeriodClosed') auditClosed(course, entry.data);
    else await auditOwnStep(course, together, auditor.periods.locks.length);
  }
}

/** What a closing froze is what the auditor's papers show on the last day of the period, as known at the fence. */
function auditClosed(course: Course, closed: EventData<'PeriodClosed'>): void {
  const { auditor } = course;
  const { periodEnd, position, totals } = closed;
  requireSame('the period that was closed', periodEnd, auditor.periods.ends[auditor.periods.closed]);
  const moment = { day: periodEnd, known: position };
  requireSame(`what was frozen of ${periodEnd}`, netOf(totals.trialBalance), ownNet(auditor, moment));
  carriedThrough(auditor.periods);
  course.frozen.push(closed);
  note(course, 'a period is closed');
}

/** INV-23: of every period that is closed still, the figures are what was frozen, whatever was recorded since. */
export async function requireUnmoved(course: Course): Promise<void> {
  const { auditor, books } = course;
  if (auditor.periods.closed === 0) return;
  const entries = await books.journal.readAll(0, 100_000);
  const known = entries.length;
  for (const end of auditor.periods.ends.slice(0, auditor.periods.closed)) {
    const frozen = course.frozen.findLast(({ periodEnd }) => periodEnd === end);
    requireThat(frozen !== undefined, `nothing was frozen of ${end}`);
    const now = ownNet(auditor, { day: end, known });
    requireSame(`INV-23 the figures of ${end}`, netOf(frozen?.totals.trialBalance ?? []), now);
    const isSame = isDeepStrictEqual(frozen?.totals, slowTotals(entries, calendarDate(end), known));
    requireThat(isSame, `INV-23 the totals of ${end} have moved`);
  }
}
