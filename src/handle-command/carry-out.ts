import type { CommandOutcome } from '#app/handle-command.ts';
import { CommandTaken, type Journal, OutcomeUnknown, Unavailable, WrongRevision } from '#journal/journal.ts';
import type { Account } from '#ledger/account.ts';
import type { Command } from '#ledger/commands.ts';
import type { Correction, Entry } from '#ledger/entry.ts';
import type { Fact } from '#ledger/events.ts';
import type { ClosingStep } from '#ledger/periods/closing-steps.ts';
import type { RecordedCommand } from '#ledger/recorded-command.ts';
import { type Rejection, reject } from '#ledger/rejections.ts';
import { type CalendarDate, earlierOf } from '#money/calendar-date.ts';
import { type CommandContext, entriesOf } from './entries.ts';
import type { Folded, StreamTails, Tail } from './stream-tails.ts';

export type Ruling<State> =
  | Rejection
  | { readonly outcome: 'ACCEPTED'; readonly facts: readonly Fact[]; readonly state: State };

/** A command on its way, with the rules of the stream it goes to. */
export interface Errand<State extends Folded> {
  readonly command: Command | ClosingStep;
  readonly context: CommandContext;
  readonly hash: string;
  /** The version of the list that a reason was checked against. */
  readonly reasonListOf: (state: State) => string;
  readonly stream: string;
  readonly tails: StreamTails<State>;
  readonly decide: (state: State) => Ruling<State>;
  readonly accountOf: (state: State) => Account | undefined;
  /** Where others write too: why the facts may not be written any more. Left out where nothing but the stream itself decides. */
  readonly lockedByNow?: (facts: readonly Fact[]) => Promise<Rejection | undefined>;
}

/**
 * A stale decision is made again on the newer state this often before the caller is asked to come back. On a journal that
 * others write too it is made again for as long as this, in milliseconds, and at most so often: until it is this process's
 * turn, each of the others' appends makes a decision stale.
 */
const patience = { attempts: 5, milliseconds: 5_000, mostAttempts: 500 };

/** The decision has to be made again: what it was made on turned out not to be so. */
const again = Symbol('again');

/** Nobody can tell whether the entries that were to follow this revision have been recorded, or will be. */
interface Unknown {
  readonly outcome: 'UNKNOWN';
  readonly error: OutcomeUnknown;
  readonly revision: number;
}

type Attempt = CommandOutcome | Unknown | typeof again;

/**
 * Decides and appends until the answer is one that stands. Throws `OutcomeUnknown` where the entries may have been recorded
 * and nobody can tell: whatever failed afterwards, the caller must not be told that nothing was.
 */
export async function carryOut<State extends Folded>(
  journal: Journal,
  errand: Errand<State>,
  elapsed: () => number,
): Promise<CommandOutcome> {
  const begun = elapsed();
  let unknown: Unknown | undefined;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await errand.tails
      .withTail(errand.stream, (tail) => attemptOn(journal, errand, tail))
      .catch((error: unknown) => failed(error, unknown));
    if (attempt !== again && attempt.outcome !== 'UNKNOWN') return standing(errand, attempt, unknown);
    if (attempt !== again) unknown = attempt;
    const isOver = journal.isShared && attempt === again ? elapsed() - begun > patience.milliseconds : true;
    if ((attempts >= patience.attempts && isOver) || attempts >= patience.mostAttempts) break;
  }
  if (unknown !== undefined) throw unknown.error;
  return reject('OVERLOADED', {});
}

function failed(error: unknown, unknown: Unknown | undefined): CommandOutcome {
  const isDefinite = error instanceof Unavailable || error instanceof CommandTaken;
  if (isDefinite && unknown !== undefined) throw unknown.error;
  if (error instanceof CommandTaken) return reject('IDEMPOTENCY_CONFLICT', {}, 'commandId');
  throw error;
}

/** What an answer is worth after an append of our own whose outcome was unknown. */
async function standing<State extends Folded>(
  { tails, stream }: Errand<State>,
  answer: CommandOutcome,
  unknown: Unknown | undefined,
): Promise<CommandOutcome> {
  if (unknown === undefined) return answer;
  // It is this call that recorded it.
  if (answer.outcome === 'RECORDED') return { ...answer, replayed: false };
  // Entries that may still arrive are only out of the question once others stand in their place.
  const stored = await tails.withTail(stream, (tail) => tail.stored.revision);
  if (stored <= unknown.revision) throw unknown.error;
  return answer;
}

/** Nothing may come between reading the state of the tail and submitting what was decided on it. */
async function attemptOn<State extends Folded>(
  journal: Journal,
  errand: Errand<State>,
  tail: Tail<State>,
): Promise<Attempt> {
  const { tails, command } = errand;
  const known = tail.state.commands.get(command.input.commandId);
  if (known !== undefined) return answerAgain(journal, errand, tail, known);
  const ruling = ruledOn(errand, tail.state);
  if ('error' in ruling) return decidedAgain(journal, tails, tail, ruling);
  if (ruling.outcome === 'REJECTED') return answerUnrecorded(journal, errand, tail, ruling);
  const { entries, next, answer } = recordingOf(errand, tail.state, ruling);
  if (command.input.dryRun === true) {
    return answerUnrecorded(journal, errand, tail, { ...answer, dryRun: true, token: undefined });
  }
  const { revision } = tail.state;
  let locked: Rejection | undefined;
  const confirm = async (): Promise<boolean> => {
    locked = await errand.lockedByNow?.(ruling.facts);
    return locked === undefined;
  };
  try {
    const { token } = await tails.submit(tail, entries, next, confirm);
    return { ...answer, dryRun: false, token };
  } catch (error) {
    // Decided again on the same ledger, it would be the same again: whoever has sent it looks at the ledger anew.
    if (locked !== undefined && error instanceof WrongRevision) return locked;
    return afterFailure(error, revision);
  }
}

/** What decide threw, caught without a pause. */
interface Thrown<State> {
  readonly error: unknown;
  readonly on: State;
}

function ruledOn<State extends Folded>({ decide }: Errand<State>, state: State): Ruling<State> | Thrown<State> {
  try {
    return decide(state);
  } catch (error) {
    return { error, on: state };
  }
}

/**
 * A step takes for granted what stands in another stream. Where others write too, this one may lack it only because they have
 * written it since it was read: that is no bug, and it is decided again on what they wrote.
 */
async function decidedAgain<State extends Folded>(
  { isShared }: Journal,
  tails: StreamTails<State>,
  tail: Tail<State>,
  { error, on }: Thrown<State>,
): Promise<typeof again> {
  if (!isShared || (await tails.wasLast(tail, on))) throw error;
  return again;
}

/** What an accepted command puts behind this revision, and what is answered once it stands there. */
function recordingOf<State extends Folded>(
  errand: Errand<State>,
  before: State,
  ruling: { readonly facts: readonly Fact[]; readonly state: State },
) {
  const { commandId } = errand.command.input;
  const revision = before.revision + ruling.facts.length;
  const effectiveDate = earliestOf(ruling.facts);
  const place = { firstRevision: before.revision + 1, lastRevision: revision, effectiveDate };
  const recorded = { commandId, hash: errand.hash, ...place };
  const next = { ...ruling.state, revision, commands: ruling.state.commands.set(commandId, recorded) };
  const making = { ...errand, reasonList: errand.reasonListOf(before), corrects: correctionIn(before, errand.command) };
  const entries = entriesOf(making, ruling.facts);
  const facts = entries.map((entry, index) => ({ ...entry, revision: recorded.firstRevision + index }));
  const account = async (): Promise<Account | undefined> => errand.accountOf(next);
  return { entries, next, answer: { outcome: 'RECORDED', replayed: false, revision, facts, account } as const };
}

function earliestOf(facts: readonly Fact[]): CalendarDate {
  return facts.map(({ effectiveDate }) => effectiveDate).reduce(earlierOf);
}

/** What is corrected stands on the same stream: the books have refused it otherwise. */
function correctionIn({ commands }: Folded, { input }: Errand<Folded>['command']): Correction | undefined {
  const commandId = 'corrects' in input ? input.corrects : undefined;
  const corrected = commandId === undefined ? undefined : commands.get(commandId);
  return corrected && { commandId: corrected.commandId, effectiveDate: corrected.effectiveDate };
}

/** The next attempt reads on and finds the id there, or decides again. */
function afterFailure(error: unknown, revision: number): Attempt {
  if (error instanceof WrongRevision) return again;
  // Never guessed.
  if (error instanceof OutcomeUnknown) return { outcome: 'UNKNOWN', error, revision };
  throw error;
}

/**
 * A refusal or a dry run: true only if what it was decided on becomes durable, and if the id is not used elsewhere. No
 * append proves that it was decided on the end of the stream; where others write too, the journal is asked.
 */
async function answerUnrecorded<State extends Folded>(
  journal: Journal,
  { command, tails }: Errand<State>,
  tail: Tail<State>,
  answer: CommandOutcome,
): Promise<Attempt> {
  const isTrue = journal.isShared ? await tails.wasLast(tail, tail.state) : await isDurable(tail);
  if (!isTrue) return again;
  const elsewhere = await journal.findCommand(command.input.commandId);
  return elsewhere === undefined ? answer : reject('IDEMPOTENCY_CONFLICT', {}, 'commandId');
}

async function isDurable<State extends Folded>(tail: Tail<State>): Promise<boolean> {
  return tail.durable.then(
    () => true,
    () => false,
  );
}

/**
 * The id is known here: the same content gets the first answer again, other content a refusal. Whatever has followed since
 * changes nothing of either.
 */
async function answerAgain<State extends Folded>(
  journal: Journal,
  errand: Errand<State>,
  tail: Tail<State>,
  known: RecordedCommand,
): Promise<Attempt> {
  if (!(await isDurable(tail))) return again;
  if (known.hash !== errand.hash) return reject('IDEMPOTENCY_CONFLICT', {}, 'commandId');
  const { lastRevision } = known;
  const facts = await recordedBefore(journal, errand, known);
  const ordinal = facts.at(-1)?.ordinal ?? 0;
  return {
    outcome: 'RECORDED',
    replayed: true,
    dryRun: false,
    revision: lastRevision,
    token: journal.tokenOf(ordinal),
    facts,
    account: async () => errand.accountOf(await stateAt(journal, errand, lastRevision)),
  };
}

/** The entries of a command that is known to stand in the journal. */
async function recordedBefore<State extends Folded>(
  journal: Journal,
  { stream, command }: Errand<State>,
  { firstRevision, lastRevision }: RecordedCommand,
): Promise<readonly Entry[]> {
  const facts = await journal.readStream(stream, firstRevision, lastRevision - firstRevision + 1).catch(notNow);
  const isWhole = facts.length > lastRevision - firstRevision;
  if (!isWhole || facts.some((entry) => entry.command.id !== command.input.commandId)) {
    throw new Error('the journal lacks the entries of a command that it had recorded');
  }
  return facts;
}

/** It has been recorded: to say that it was not, only because it cannot be shown now, would be a lie. */
function notNow(error: unknown): never {
  throw error instanceof Unavailable ? new OutcomeUnknown('recorded before, and not to be read now') : error;
}

async function stateAt<State extends Folded>(
  journal: Journal,
  errand: Errand<State>,
  revision: number,
): Promise<State> {
  const entries = await journal.readStream(errand.stream, 0, revision + 1);
  return errand.tails.fold(errand.stream, entries);
}
