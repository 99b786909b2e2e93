import { isDeepStrictEqual } from 'node:util';
import { generalAt } from './auditor/figures.ts';
import { carriedThrough } from './auditor/periods.ts';
import { type Course, note } from './course.ts';
import { Difference, requireSame, requireThat } from './difference.ts';

/** The ledger itself carries a closing through: at once, later, or after it died on the way. */
export async function carryOn(course: Course): Promise<void> {
  const { auditor, books, random } = course;
  if (!auditor.periods.isClosing) return;
  if (random.chance(30)) return note(course, 'a closing is left for a while');
  const weather = random.pick(['CALM', 'SLOW', 'CRASHING'] as const);
  for (let life = 0; life < 5 && auditor.periods.isClosing; life += 1) {
    await books.carryOn(life === 0 ? weather : 'CALM');
    await auditSteps(course);
    if (!books.isCrashed()) continue;
    note(course, 'a closing outlives the process');
    await books.restart();
  }
  requireThat(!auditor.periods.isClosing, 'a closing was not carried through');
}

/** What it froze is what the auditor's papers show on the last day of the period, as known at the fence. */
async function auditSteps(course: Course): Promise<void> {
  const { auditor, books } = course;
  const entries = await books.journal.readAll(course.ordinal, 10_000);
  course.ordinal += entries.length;
  for (const entry of entries) {
    if (entry.type === 'PeriodFenced') continue;
    if (entry.type !== 'PeriodClosed') throw new Difference(`${entry.type} was recorded by nobody`);
    const { periodEnd, position, totals } = entry.data;
    requireSame('the period that was closed', periodEnd, auditor.periods.ends[auditor.periods.closed]);
    const moment = { day: periodEnd, known: position };
    requireSame(`what was frozen of ${periodEnd}`, netOf(totals.trialBalance), ownNet(course, moment));
    carriedThrough(auditor.periods);
    course.frozen.push(entry.data);
    note(course, 'a period is closed');
  }
}

type Sides = { readonly account: string; readonly debits: string; readonly credits: string };

function netOf(rows: readonly Sides[]): readonly string[] {
  return notZero(rows.map(({ account, debits, credits }) => [account, BigInt(debits) - BigInt(credits)]));
}

function ownNet({ auditor }: Course, moment: { readonly day: string; readonly known: number }): readonly string[] {
  const own = new Map<string, bigint>();
  for (const papers of auditor.accounts()) {
    for (const [account, cents] of Object.entries(generalAt(papers, moment))) {
      own.set(account, (own.get(account) ?? 0n) + cents);
    }
  }
  return notZero([...own]);
}

function notZero(rows: readonly (readonly [string, bigint])[]): readonly string[] {
  return rows
    .filter(([, cents]) => cents !== 0n)
    .map(String)
    .toSorted();
}

/** INV-23: of every period that is closed still, the figures are what was frozen, whatever was recorded since. */
export async function requireUnmoved(course: Course): Promise<void> {
  const { auditor, books } = course;
  const { ordinal: known } = await books.journal.head();
  for (const end of auditor.periods.ends.slice(0, auditor.periods.closed)) {
    const frozen = course.frozen.findLast(({ periodEnd }) => periodEnd === end);
    requireThat(frozen !== undefined, `nothing was frozen of ${end}`);
    const now = ownNet(course, { day: end, known });
    requireSame(`INV-23 the figures of ${end}`, netOf(frozen?.totals.trialBalance ?? []), now);
    const isSame = isDeepStrictEqual(frozen?.totals, await books.totalsAt(end, known));
    requireThat(isSame, `INV-23 the totals of ${end} have moved`);
  }
}
