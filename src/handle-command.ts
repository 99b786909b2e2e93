import {
  type Appended,
  CommandTaken,
  type Journal,
  OutcomeUnknown,
  Unavailable,
  WrongRevision,
} from '#journal/journal.ts';
import { accountOfStream, accountStream } from '#journal/stream-names.ts';
import { type Account, emptyAccount, type RecordedCommand } from '#ledger/account.ts';
import type { Books, Ledger } from '#ledger/books.ts';
import {
  type AccountCommand,
  type Command,
  type CommandName,
  type LedgerCommand,
  parseCommand,
} from '#ledger/commands.ts';
import { decide } from '#ledger/decide.ts';
import { decideOnLedger } from '#ledger/decide-on-ledger.ts';
import type { Fact } from '#ledger/events.ts';
import { evolve } from '#ledger/evolve.ts';
import { evolveLedgerFact } from '#ledger/ledger.ts';
import type { ReasonList } from '#ledger/reasons.ts';
import { type Rejection, reject } from '#ledger/rejections.ts';
import { type CalendarDate, dateInZone } from '#money/calendar-date.ts';
import { contentHash } from './handle-command/command-identity.ts';
import { type CommandContext, entriesOf } from './handle-command/entries.ts';
import { createLedgerBook, type LedgerBook } from './handle-command/ledger-book.ts';
import { createStreamTails, type Folded, type StreamTails, type Tail } from './handle-command/stream-tails.ts';

/**
 * The one funnel for writes: load, find the command id, decide, append. The only writer of the journal.
 *
 * Every answer, a refusal too, waits until the state it was decided on is durable (architecture.md 3).
 */
export type HandleCommand = (name: CommandName, input: unknown, context: CommandContext) => Promise<CommandOutcome>;

export type CommandOutcome = Recorded | Rejection;

export interface Recorded {
  readonly outcome: 'RECORDED';
  /** The command had been recorded before: this is its first answer again. */
  readonly replayed: boolean;
  /** Nothing was recorded: this is what would have been. */
  readonly dryRun: boolean;
  /** Revision of its last entry in its stream. */
  readonly revision: number;
  /** What queries take as `minPosition` to see it; undefined for a dry run, or where the journal has not counted it yet. */
  readonly token: string | undefined;
  readonly facts: readonly RecordedFact[];
  /** The account right after the command, folded when asked for; none for a command of the ledger itself. */
  readonly account: () => Promise<Account | undefined>;
}

export type RecordedFact = Fact & { readonly id: string; readonly revision: number };

export interface CommandHandlerParts {
  readonly journal: Journal;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** Milliseconds from any moment on, by which what is known of the ledger grows old; those of the process when left out. */
  readonly elapsed?: () => number;
  /** The list that ships: lists that are published add to it. */
  readonly reasons: ReasonList;
  /** Bound of the folded accounts kept in memory. */
  readonly cacheBytes: number;
  /** Commands under way beyond which new ones are refused as OVERLOADED. */
  readonly mostUnderWay: number;
}

/** A stale decision is made again on the newer state this often before the caller is asked to come back. */
const mostAttempts = 5;

/** The decision has to be made again: what it was made on turned out not to be so. */
const again = Symbol('again');
type Attempt = CommandOutcome | typeof again;

type Ruling<State> =
  | Rejection
  | { readonly outcome: 'ACCEPTED'; readonly facts: readonly Fact[]; readonly state: State };

/** A command on its way, with the rules of the stream it goes to. */
interface Errand<State extends Folded> {
  readonly command: Command;
  readonly context: CommandContext;
  readonly hash: string;
  readonly reasonList: string;
  readonly stream: string;
  readonly tails: StreamTails<State>;
  readonly decide: (state: State) => Ruling<State>;
  readonly accountOf: (state: State) => Account | undefined;
}

/** What the handler works with: its parts, and the streams as it knows them. */
interface Desk extends CommandHandlerParts {
  readonly ledger: LedgerBook;
  readonly accounts: StreamTails<Account>;
}

export function createCommandHandler(parts: CommandHandlerParts): HandleCommand {
  const { journal, cacheBytes } = parts;
  const ofAccount = (stream: string) => ({
    empty: emptyAccount(accountOfStream(journal.ledgerId, stream) ?? ''),
    evolve,
  });
  const desk: Desk = {
    ...parts,
    ledger: createLedgerBook(journal, parts.reasons, cacheBytes, parts.elapsed ?? (() => performance.now())),
    accounts: createStreamTails<Account>(journal, ofAccount, cacheBytes),
  };
  let underWay = 0;
  return async (name, input, context) => {
    const command = parseCommand(name, input);
    if ('outcome' in command) return command;
    if (underWay >= parts.mostUnderWay) return reject('OVERLOADED', {});
    underWay += 1;
    try {
      return await handle(desk, command, context);
    } catch (error) {
      if (error instanceof Unavailable) return reject('JOURNAL_UNAVAILABLE', {});
      throw error;
    } finally {
      underWay -= 1;
    }
  };
}

async function handle(desk: Desk, command: Command, context: CommandContext): Promise<CommandOutcome> {
  if (command.name === 'OpenLedger' || command.name === 'PublishReasonList') {
    return handleOnLedger(desk, command, context);
  }
  const ledger = await desk.ledger.known();
  const outcome = await handleOnAccount(desk, ledger, command, context);
  if (outcome.outcome === 'RECORDED' || outcome.code !== 'REASON_UNKNOWN') return outcome;
  // A list that another process has just published may know the reason.
  const newest = await desk.ledger.newest();
  return newest === ledger ? outcome : handleOnAccount(desk, newest, command, context);
}

async function handleOnLedger(desk: Desk, command: LedgerCommand, context: CommandContext): Promise<CommandOutcome> {
  const { stream, tails } = desk.ledger;
  return run(desk.journal, {
    command,
    context,
    hash: contentHash(command),
    reasonList: desk.reasons.version,
    stream,
    tails,
    decide: (ledger) => onLedger(desk, ledger, command),
    accountOf: () => undefined,
  });
}

function onLedger(desk: Desk, ledger: Ledger, command: LedgerCommand): Ruling<Ledger> {
  const timeZone = command.name === 'OpenLedger' ? command.input.timeZone : ledger.terms?.timeZone;
  const books = { terms: ledger.terms, today: todayOf(desk, timeZone), reasons: desk.reasons };
  const fact = decideOnLedger(ledger, command, books);
  if ('outcome' in fact) return fact;
  return { outcome: 'ACCEPTED', facts: [fact], state: evolveLedgerFact(ledger, fact) };
}

function todayOf(desk: Desk, timeZone = 'UTC'): CalendarDate {
  return dateInZone(desk.clock(), timeZone);
}

async function handleOnAccount(
  desk: Desk,
  ledger: Ledger,
  command: AccountCommand,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { terms } = ledger;
  const today = todayOf(desk, terms?.timeZone);
  const reasons = desk.ledger.reasonsOn(ledger, command.input.effectiveDate ?? today);
  const books = { terms, today, reasons };
  return run(desk.journal, {
    command,
    context,
    hash: contentHash(command),
    reasonList: reasons.version,
    stream: accountStream(desk.journal.ledgerId, command.input.accountId),
    tails: desk.accounts,
    decide: (account) => onAccount(account, command, books),
    accountOf: (account) => account,
  });
}

function onAccount(account: Account, command: AccountCommand, books: Books): Ruling<Account> {
  const decision = decide(account, command, books);
  return decision.outcome === 'REJECTED' ? decision : { ...decision, state: decision.account };
}

async function run<State extends Folded>(journal: Journal, errand: Errand<State>): Promise<CommandOutcome> {
  let unknown: OutcomeUnknown | undefined;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    try {
      const answer = await attemptOnce(journal, errand);
      if (answer !== again) return unknown === undefined ? answer : firstAnswer(answer);
    } catch (error) {
      if (error instanceof Unavailable) return reject('JOURNAL_UNAVAILABLE', {});
      if (error instanceof CommandTaken) return reject('IDEMPOTENCY_CONFLICT', {}, 'commandId');
      if (!(error instanceof OutcomeUnknown)) throw error;
      // Never guessed: the next attempt reads the stream and finds the id there, or decides again.
      unknown = error;
    }
  }
  if (unknown !== undefined) throw unknown;
  return reject('OVERLOADED', {});
}

/** Found after an append of our own whose outcome was unknown: it is this call that recorded it. */
function firstAnswer(answer: CommandOutcome): CommandOutcome {
  return answer.outcome === 'RECORDED' ? { ...answer, replayed: false } : answer;
}

async function attemptOnce<State extends Folded>(journal: Journal, errand: Errand<State>): Promise<Attempt> {
  const { tails, stream, command, hash } = errand;
  const tail = await tails.tailOf(stream);
  if (tail.isBroken) return again;
  const known = tail.state.commands.get(command.input.commandId);
  if (known !== undefined) return answerAgain(journal, errand, tail, known);
  const ruling = errand.decide(tail.state);
  if (ruling.outcome === 'REJECTED') return answerUnrecorded(journal, errand, tail, ruling);
  const revision = tail.state.revision + ruling.facts.length;
  const { commandId } = command.input;
  const recorded = { commandId, hash, firstRevision: tail.state.revision + 1, lastRevision: revision };
  const next = { ...ruling.state, revision, commands: ruling.state.commands.set(commandId, recorded) };
  const entries = entriesOf(errand, ruling.facts);
  const facts = entries.map((entry, index) => ({ ...entry, revision: recorded.firstRevision + index }));
  const account = async (): Promise<Account | undefined> => errand.accountOf(next);
  const answer = { outcome: 'RECORDED', replayed: false, revision, facts, account } as const;
  if (command.input.dryRun === true) {
    return answerUnrecorded(journal, errand, tail, { ...answer, dryRun: true, token: undefined });
  }
  const appended = await appendOrAgain(tails.submit(tail, entries, next));
  return appended === again ? again : { ...answer, dryRun: false, token: appended.token };
}

async function appendOrAgain(appending: Promise<Appended>): Promise<Appended | typeof again> {
  try {
    return await appending;
  } catch (error) {
    if (error instanceof WrongRevision) return again;
    throw error;
  }
}

/** A refusal or a dry run: true only if what it was decided on becomes durable, and if the id is not used elsewhere. */
async function answerUnrecorded<State extends Folded>(
  journal: Journal,
  errand: Errand<State>,
  tail: Tail<State>,
  answer: CommandOutcome,
): Promise<Attempt> {
  if (!(await isDurable(tail))) return again;
  const elsewhere = await journal.findCommand(errand.command.input.commandId);
  return elsewhere === undefined ? answer : reject('IDEMPOTENCY_CONFLICT', {}, 'commandId');
}

async function isDurable<State extends Folded>(tail: Tail<State>): Promise<boolean> {
  return tail.durable.then(
    () => true,
    () => false,
  );
}

/** The id is known here: the same content gets the first answer again, other content a refusal. */
async function answerAgain<State extends Folded>(
  journal: Journal,
  errand: Errand<State>,
  tail: Tail<State>,
  known: RecordedCommand,
): Promise<Attempt> {
  if (!(await isDurable(tail))) return again;
  if (known.hash !== errand.hash) return reject('IDEMPOTENCY_CONFLICT', {}, 'commandId');
  const count = known.lastRevision - known.firstRevision + 1;
  const facts = await journal.readStream(errand.stream, known.firstRevision, count);
  const last = facts.at(-1);
  if (last === undefined) throw new Error('a recorded command has no entries');
  return {
    outcome: 'RECORDED',
    replayed: true,
    dryRun: false,
    revision: known.lastRevision,
    token: journal.tokenOf(last.ordinal),
    facts,
    account: async () => errand.accountOf(await stateAt(journal, errand, known.lastRevision)),
  };
}

async function stateAt<State extends Folded>(
  journal: Journal,
  errand: Errand<State>,
  revision: number,
): Promise<State> {
  const entries = await journal.readStream(errand.stream, 0, revision + 1);
  return errand.tails.fold(errand.stream, entries);
}
