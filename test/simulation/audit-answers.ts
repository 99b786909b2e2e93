import type { CommandOutcome } from '#app/handle-command.ts';
import type { Entry } from '#ledger/entry.ts';
import type { Told } from './auditor/told.ts';
import { compareAccount } from './compare-account.ts';
import { type Course, note } from './course.ts';
import { Difference, textOf } from './difference.ts';

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
  const agree = (): void => {
    for (const pair of pairs) pair.agreed ||= agrees(course, pair.told, pair.answer);
  };
  agree();
  for (const { commandId, ordinal, revision } of commandsIn(entries)) {
    const pair = pairs.find(({ told, answer }) => told.input.commandId === commandId && isRecorded(answer));
    if (pair === undefined) throw new Difference(`${commandId} stands in the journal and nobody was told so`);
    await auditRecorded(course, pair.told, pair.answer, { ordinal, revision });
    pair.agreed = true;
    agree();
  }
  for (const { told, answer, agreed } of pairs) {
    if (!agreed) explainDisagreement(course, told, answer);
  }
}

function isRecorded(answer: CommandOutcome): boolean {
  return answer.outcome === 'RECORDED' && !answer.dryRun;
}

/** Where the last entry of a command stands. */
interface Place {
  readonly ordinal: number;
  readonly revision: number;
}

function commandsIn(entries: readonly Entry[]): readonly (Place & { readonly commandId: string })[] {
  const last = new Map<string, Place>();
  for (const { command, ordinal, revision } of entries) last.set(command.id, { ordinal, revision });
  return [...last].map(([commandId, place]) => ({ commandId, ...place }));
}

/** Whether the auditor, too, would answer so now. A command that records something is judged where it was recorded. */
function agrees(course: Course, told: Told, answer: CommandOutcome): boolean {
  const verdict = course.auditor.judge(told, course.books.today);
  if (answer.outcome === 'REJECTED') {
    if (verdict.kind !== 'REFUSE' || !verdict.codes.includes(answer.code)) return false;
    note(course, answer.code, ...verdict.reached);
    return true;
  }
  if (verdict.kind === 'REPLAY') {
    note(course, 'a repeated command is answered again');
    return true;
  }
  if (!answer.dryRun || verdict.kind !== 'ACCEPT') return false;
  note(course, 'a dry run records nothing');
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

async function auditRecorded(course: Course, told: Told, answer: CommandOutcome, place: Place): Promise<void> {
  const { auditor, books, looks } = course;
  const verdict = auditor.judge(told, books.today);
  if (verdict.kind !== 'ACCEPT') return explainDisagreement(course, told, answer);
  verdict.record(place.ordinal, place.revision);
  note(course, ...verdict.reached, `accepted: ${told.name}`);
  const account = answer.outcome === 'RECORDED' ? await answer.account() : undefined;
  if (account === undefined) throw new Difference(`${told.name} was recorded on no account`);
  try {
    compareAccount(account, auditor.papersOf(told.input.accountId), looks);
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    throw new Difference(`today ${books.today}: after ${told.name} ${textOf(told.input)}: ${error.message}`);
  }
}
