import type { CommandOutcome } from '#app/handle-command.ts';
import type { Entry } from '#ledger/entry.ts';
import type { Rejection } from '#ledger/rejections.ts';
import type { Known } from './auditor/auditor.ts';
import { versionOn } from './auditor/reasons.ts';
import type { Told } from './auditor/told.ts';
import type { TransitPaper } from './auditor/transit-papers.ts';
import { compareAccount } from './compare-account.ts';
import { type Course, note } from './course.ts';
import { Difference, requireThat, textOf } from './difference.ts';
import { accountAt, auditOwnStep, type Together, togetherIn } from './own-steps.ts';

/**
 * Holds the answers against the auditor's. What was recorded is judged in the order of the journal; a refusal, a dry
 * run and a replay have to be right at one of the moments between, because the callers were under way together.
 */
export async function auditAnswers(
  course: Course,
  all: readonly Told[],
  answers: readonly CommandOutcome[],
  entries: readonly Entry[],
): Promise<void> {
  const pairs = all.flatMap((told, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : [{ told, answer, agreed: false }];
  });
  const { lists, periods } = course.auditor;
  const before = { lists: lists.length, locks: periods.locks.length };
  const agree = (): void => {
    for (const pair of pairs) pair.agreed ||= agrees(course, pair.told, pair.answer, before);
  };
  agree();
  for (const entry of entries) noteShortfall(course, entry);
  for (const together of togetherIn(entries)) {
    const commandId = together[0].command.id;
    if (all.some(({ input }) => input.commandId === commandId)) {
      const pair = pairs.find(({ told, answer }) => told.input.commandId === commandId && isRecorded(answer));
      if (pair === undefined) throw new Difference(`${commandId} stands in the journal and nobody was told so`);
      const place = { ...recordedIn(together), before, isAlone: all.length === 1 };
      await auditRecorded(course, pair.told, pair.answer, place);
      pair.agreed = !isReturned(pair.answer);
    } else {
      await auditOwnStep(course, together, before.locks);
    }
    agree();
  }
  for (const { told, answer, agreed } of pairs) {
    if (!agreed) explainDisagreement(course, told, answer);
  }
}

function noteShortfall(course: Course, entry: Entry): void {
  if (entry.type !== 'ChargeAdjusted' || entry.data.shortfallOf === undefined) return;
  const isGivenUp = entry.data.amount.startsWith('-');
  if (entry.data.undoes === undefined) note(course, 'a shortfall is given up');
  else note(course, isGivenUp ? 'a shortfall is given up again' : 'a shortfall is taken back');
}

/** What had left and came back is refused, and stands in the journal all the same. */
function isRecorded(answer: CommandOutcome): boolean {
  return isReturned(answer) || (answer.outcome === 'RECORDED' && !answer.dryRun);
}

function isReturned(answer: CommandOutcome): boolean {
  return answer.outcome === 'REJECTED' && ['TRANSFER_RETURNED', 'RECEIPT_PARTS_RETURNED'].includes(answer.code);
}

/** A command in the journal: its last entry, and by which list of reasons it was decided. */
interface RecordedCommand {
  readonly last: Entry;
  readonly reasonList: string | undefined;
}

function recordedIn(together: Together): RecordedCommand {
  const [entry] = together;
  const lists = new Set(together.flatMap(({ versions }) => versions.reasonList ?? []));
  requireThat(lists.size < 2, `${entry.command.id} was decided by two lists`);
  return { last: together.at(-1) ?? entry, reasonList: [...lists][0] };
}

/**
 * What the auditor would answer now: to somebody who knows every list of reasons, and to those who do not know yet the ones
 * that were published, or what was locked, while the command was under way.
 */
function verdictsOn({ auditor, books }: Course, told: Told, before: Known, wereAccountsAsked = false) {
  const known = upTo(before.lists, auditor.lists.length).flatMap((lists) =>
    upTo(before.locks, auditor.periods.locks.length).map((locks) => ({ lists, locks, wereAccountsAsked })),
  );
  return known.map((each) => ({ ...each, verdict: auditor.judge(told, books.today, each) }));
}

/** The newest first. */
function upTo(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, less) => last - less);
}

/** Whether the auditor, too, would answer so now. A command that records something is judged where it was recorded. */
function agrees(course: Course, told: Told, answer: CommandOutcome, before: Known): boolean {
  return verdictsOn(course, told, before).some(({ verdict }) => {
    if (answer.outcome === 'REJECTED') {
      if (verdict.kind === 'REPLAY') return hasComeBack(course, told, answer);
      if (verdict.kind === 'ACCEPT') return false;
      // Both accounts were asked, one after the other: what the one had to say may be otherwise by now.
      const there = course.auditor.refusedThere(told, course.books.today);
      if (!verdict.codes.includes(answer.code) && !there.includes(answer.code)) return false;
      note(course, answer.code, ...verdict.reached);
      return true;
    }
    if (verdict.kind === 'REPLAY') {
      if (transitOf(course, told)?.state === 'RETURNED') return false;
      note(course, 'a repeated command is answered again');
      return true;
    }
    if (!answer.dryRun || verdict.kind !== 'ACCEPT') return false;
    note(course, 'a dry run records nothing');
    return true;
  });
}

function transitOf({ auditor }: Course, { name, input }: Told): TransitPaper | undefined {
  if (name !== 'TransferBalance') return undefined;
  return auditor.papersOf(input.accountId ?? '').transfersOut.get(input.transferId ?? '');
}

/** Of a transfer that was refused when it arrived: now, and whenever its command is sent again. So of parts of a receipt. */
function hasComeBack(course: Course, told: Told, { code, figures }: Rejection): boolean {
  if (code === 'RECEIPT_PARTS_RETURNED') {
    const { parts = [] } = course.auditor.receipts.get(told.input.receiptId ?? '') ?? {};
    const refused = parts.filter(({ commandId, place }) => commandId === told.input.commandId && place === 'REFUSED');
    note(course, code);
    return refused.some(({ refusedAs, isBack }) => isBack && refusedAs === figures['refusedAs']);
  }
  const transit = transitOf(course, told);
  if (code !== 'TRANSFER_RETURNED' || transit?.state !== 'RETURNED') return false;
  requireThat(figures['refusedAs'] === transit.refusedAs, `${transit.key} came back because of ${transit.refusedAs}`);
  note(course, code);
  return true;
}

function explainDisagreement(course: Course, told: Told, answer: CommandOutcome): never {
  const verdict = course.auditor.judge(told, course.books.today);
  const said = answer.outcome === 'REJECTED' ? [answer.code, answer.figures] : answer.outcome;
  const own = verdict.kind === 'REFUSE' ? verdict.codes : verdict.kind;
  throw new Difference(
    `today ${course.books.today}: ${told.name} ${textOf(told.input)}\n  books:   ${textOf(said)}\n  auditor: ${textOf(own)}`,
  );
}

async function auditRecorded(
  course: Course,
  told: Told,
  answer: CommandOutcome,
  place: RecordedCommand & { readonly before: Known; readonly isAlone: boolean },
): Promise<void> {
  const { auditor, books, looks } = course;
  const fitting = verdictsOn(course, told, place.before, !place.isAlone).filter(
    ({ lists }) => place.reasonList === expectedList(course, told, lists),
  );
  const found = fitting.find(({ verdict: { kind } }) => kind === 'ACCEPT');
  const verdict = found?.verdict;
  if (found !== fitting[0]) note(course, 'what was under way when a closing began is recorded');
  if (verdict?.kind !== 'ACCEPT') return explainDisagreement(course, told, answer);
  verdict.record(place.last.ordinal, place.last.revision);
  note(course, ...verdict.reached, `accepted: ${told.name}`);
  const { accountId } = told.input;
  if (accountId === undefined) return;
  const account = await accountAfter(course, told, answer, place.last);
  if (account === undefined) throw new Difference(`${told.name} was recorded on no account`);
  try {
    compareAccount(account, auditor.papersOf(accountId), looks);
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    throw new Difference(`today ${books.today}: after ${told.name} ${textOf(told.input)}: ${error.message}`);
  }
}

/** As it was answered; of a transfer, whose answer tells how it ended, as the stream tells. */
async function accountAfter(course: Course, { name, input }: Told, answer: CommandOutcome, last: Entry) {
  if (name === 'TransferBalance' || name === 'UnidentifyReceipt') return accountAt(course, input.accountId ?? '', last);
  return answer.outcome === 'RECORDED' ? answer.account() : undefined;
}

/** Where a reason is given the entry says by which list it was decided: the one in force on the day of the command. */
function expectedList({ auditor, books }: Course, { input }: Told, lists: number): string | undefined {
  const { reasonCode, lines = [], effectiveDate = books.today } = input;
  const hasReason = reasonCode !== undefined || lines.some(({ shortfall }) => shortfall !== undefined);
  return !hasReason ? undefined : versionOn(auditor.lists.slice(0, lists), effectiveDate);
}
