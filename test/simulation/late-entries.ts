import type { CommandOutcome } from '#app/handle-command.ts';
import { accountStream, ledgerStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import { plusDays } from './auditor/days.ts';
import { lockedIn } from './auditor/periods.ts';
import type { Told } from './auditor/told.ts';
import { compareAccount } from './compare-account.ts';
import { type Course, note } from './course.ts';
import { Difference, requireThat, textOf } from './difference.ts';
import { accountAt } from './own-steps.ts';
import type { Random } from './random.ts';
import { drawCommand } from './workload/workload.ts';

/** The fence that a period stands behind now, and what somebody knows of the ledger who has not heard of its closing. */
interface Fence {
  readonly ordinal: number;
  readonly through: string;
  /** Of the last entry of the ledger's stream before the closing. */
  readonly revision: number;
  readonly lists: number;
}

/**
 * A process that has heard of no closing decides a command of a day that is locked by now, and its frozen store carries that out behind
 * the fence: what no writer lets through, and a store can. At most one for each account and fence, since that process knows what is its
 * own by the day it was meant for. Afterwards the others begin anew: where several write, they look into the journal at every answer.
 */
export async function letSlip(course: Course, random: Random): Promise<void> {
  const fence = await fenceNow(course);
  if (fence === undefined) return;
  for (const { accountId } of course.auditor.accounts()) {
    if (await hasSlipped(course, accountId, fence)) continue;
    for (let tries = 0; tries < 4; tries += 1) {
      if (await letOneSlip(course, drawLate(course, random, accountId, fence), fence)) break;
    }
  }
}

async function fenceNow({ books }: Course): Promise<Fence | undefined> {
  const entries = await books.journal.readStream(ledgerStream(books.journal.ledgerId));
  const last = entries.findLast(({ type }) => type === 'PeriodFenced' || type === 'PeriodReopened');
  const begun = entries.findLast(({ type }) => type === 'PeriodClosing');
  if (last?.type !== 'PeriodFenced' || begun === undefined || begun.ordinal > last.ordinal) return undefined;
  const lists = entries.filter(({ type, ordinal }) => type === 'ReasonListPublished' && ordinal < begun.ordinal).length;
  return { ordinal: last.ordinal, through: last.data.periodEnd, revision: begun.revision - 1, lists };
}

async function hasSlipped({ books }: Course, accountId: string, { ordinal, through }: Fence): Promise<boolean> {
  const entries = await books.journal.readStream(accountStream(books.journal.ledgerId, accountId));
  return entries.some((entry) => entry.ordinal > ordinal && entry.effectiveDate <= through);
}

/** Of a day of the period; a charge says on which days it is due, which would be its own day otherwise. */
function drawLate(course: Course, random: Random, accountId: string, { through }: Fence): Told {
  const { name, input } = drawOn(course, random, accountId, through);
  const effectiveDate = plusDays(through, -random.below(12));
  const dueDate = plusDays(through, random.between(1, 20));
  const items = input.items?.map((item) => ({ dueDate, ...item }));
  const due = name === 'PostCharge' ? { dueDate: input.dueDate ?? dueDate, items } : {};
  return { name, input: { ...input, ...due, effectiveDate, commandId: `late-${course.sent.length}` } };
}

/** Nothing is tried, and nothing taken for granted. */
function drawOn({ auditor, manner, sent }: Course, random: Random, accountId: string, today: string): Told {
  const papers = auditor.papersOf(accountId);
  const drawn = drawCommand({ random, auditor, manner, isWholeBook: true, papers, today, number: sent.length }, []);
  const { expect: _expect, dryRun: _dryRun, ...input } = drawn.input;
  return { ...drawn, input };
}

/** Whether anything was recorded. */
async function letOneSlip(course: Course, told: Told, fence: Fence): Promise<boolean> {
  const { auditor, books } = course;
  const { accountId } = told.input;
  if (accountId === undefined) return false;
  const known = { lists: fence.lists, locks: auditor.periods.locks.length - 1 };
  const verdict = auditor.judgeLate(told, books.today, known, plusDays(fence.through, 1));
  if (verdict === undefined) return false;
  course.sent.push(told);
  const answer = await books.fromFrozen(told, fence.revision);
  course.trace.push(`${course.step} ${books.today} FROZEN ${told.name} ${textOf(told.input)} -> ${answer.outcome}`);
  if (answer.outcome === 'REJECTED') {
    const own = verdict.kind === 'REFUSE' ? verdict.codes : [verdict.kind];
    requireThat(
      own.includes(answer.code),
      `the frozen process is told ${answer.code}, the auditor says ${textOf(own)}`,
    );
    note(course, 'a process that has heard of no closing is told no');
    return false;
  }
  if (verdict.kind !== 'ACCEPT') throw new Difference(`${told.name} slips, and the auditor says ${textOf(verdict)}`);
  const entries = await books.journal.readAll(course.ordinal, 10_000);
  course.ordinal += entries.length;
  const last = entries.at(-1);
  if (last === undefined) throw new Difference(`${told.name} was answered as recorded and stands nowhere`);
  verdict.record(last.ordinal, last.revision);
  await compareSlipped(course, told, accountId, last);
  course.late.push({ through: fence.through, accountId });
  note(course, 'an entry comes after the fence of its period', `comes late: ${kindOf(told)}`);
  await books.restart();
  return true;
}

async function compareSlipped(course: Course, told: Told, accountId: string, last: Entry): Promise<void> {
  try {
    compareAccount(await accountAt(course, accountId, last), course.auditor.papersOf(accountId), course.looks);
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    throw new Difference(`after ${told.name} ${textOf(told.input)} came late: ${error.message}`);
  }
}

function kindOf({ name }: Told): string {
  if (name === 'PostCharge') return 'a charge';
  if (name === 'ReceivePayment' || name === 'SettlePayment' || name === 'IssueCredit') return 'money or a credit';
  return /^(Reverse|Unapply|Void|Waive|Release)/.test(name) ? 'something taken back' : 'something else';
}

/** A command of the days that what came late was meant for, once they are open again; undefined where none are. */
export function drawInReopened(course: Course, random: Random): Told | undefined {
  const locked = lockedIn(course.auditor.periods);
  const late = random.oneOf(course.late.filter(({ through }) => locked === undefined || through > locked));
  if (late === undefined || random.chance(30)) return undefined;
  const { name, input } = drawOn(course, random, late.accountId, late.through);
  return input.accountId === undefined
    ? undefined
    : { name, input: { ...input, effectiveDate: plusDays(late.through, -random.below(12)) } };
}

export function noteReopened(course: Course, { name, input }: Told, answer: CommandOutcome | undefined): void {
  const isRecorded = answer?.outcome === 'RECORDED' && !answer.replayed && !answer.dryRun;
  const { effectiveDate = course.books.today, accountId, periodEnd } = input;
  if (isRecorded && name === 'ReopenPeriod' && course.late.some(({ through }) => through === periodEnd))
    note(course, 'a period is reopened that something came late for');
  if (course.late.every((late) => late.accountId !== accountId || effectiveDate > late.through)) return;
  if (isRecorded) note(course, 'something is recorded before what came late counts');
  const isShort = answer?.outcome === 'REJECTED' && shortages.has(answer.code);
  if (isShort) note(course, 'something is refused before what came late counts');
}

/** What is not there yet, or no more. */
const shortages: ReadonlySet<string> = new Set([
  'EFFECTIVE_BEFORE_ORIGINAL',
  'INSUFFICIENT_FUNDS',
  'INSUFFICIENT_CREDIT',
  'OVER_ALLOCATION',
  'EXCEEDS_OPEN',
  'EXCEEDS_ADJUSTABLE',
  'BACKDATE_CONFLICT',
]);
