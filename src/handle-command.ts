import { type Journal, OutcomeUnknown, Unavailable } from '#journal/journal.ts';
import { accountOfStream, accountStream, receiptOfStream, receiptStream } from '#journal/stream-names.ts';
import { type Account, emptyAccount } from '#ledger/account.ts';
import type { Books, Ledger } from '#ledger/books.ts';
import {
  type AccountCommand,
  type Command,
  type CommandName,
  isOnLedger,
  isOnReceipt,
  type LedgerCommand,
  parseCommand,
  type ReceiptCommand,
  type StepName,
} from '#ledger/commands.ts';
import { decide } from '#ledger/decide.ts';
import { decideOnLedger } from '#ledger/decide-on-ledger.ts';
import type { Entry } from '#ledger/entry.ts';
import type { Fact } from '#ledger/events.ts';
import { evolve } from '#ledger/evolve.ts';
import { evolveLedgerFact } from '#ledger/ledger.ts';
import type { ClosingStep } from '#ledger/periods/closing-steps.ts';
import { lockedThrough } from '#ledger/periods/fiscal-calendar.ts';
import { lockedOn } from '#ledger/periods/locked-period.ts';
import type { ReasonList } from '#ledger/reasons.ts';
import { decideOnReceipt, isRefused } from '#ledger/receipts/decide-on-receipt.ts';
import { evolveReceipt, evolveReceiptFact } from '#ledger/receipts/evolve-receipt.ts';
import { emptyReceipt, type Receipt } from '#ledger/receipts/receipt.ts';
import { type Rejection, reject } from '#ledger/rejections.ts';
import { type CalendarDate, dateInZone } from '#money/calendar-date.ts';
import { carryOut, type Ruling } from './handle-command/carry-out.ts';
import { type ClosingDesk, createClosingDesk } from './handle-command/closing-desk.ts';
import { contentHash } from './handle-command/command-identity.ts';
import type { CommandContext } from './handle-command/entries.ts';
import { createFeeRunDesk, type FeeRunDesk } from './handle-command/fee-run-desk.ts';
import { createLedgerBook, type LedgerBook } from './handle-command/ledger-book.ts';
import { createStreamTails, type StreamTails } from './handle-command/stream-tails.ts';
import { createUnderWay } from './handle-command/under-way.ts';

/**
 * The one funnel for writes: load, find the command id, decide, append. The only writer of the journal.
 *
 * Every answer, a refusal too, waits until the state it was decided on is durable (architecture.md 3).
 */
export type HandleCommand = (name: CommandName, input: unknown, context: CommandContext) => Promise<CommandOutcome>;

/** Steps of processes too, which no caller can send. */
export type HandleAnyCommand = (
  name: CommandName | StepName,
  input: unknown,
  context: CommandContext,
) => Promise<CommandOutcome>;

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

/** The way into the journal, and what the ledger does by itself there. */
export interface CommandDesk {
  readonly handleCommand: HandleAnyCommand;
  readonly closings: ClosingDesk;
  readonly feeRuns: FeeRunDesk;
  /** The entry that stands there, if one does. */
  readonly entryAt: (stream: string, revision: number) => Promise<Entry | undefined>;
}

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

/** What the handler works with: its parts, and the streams as it knows them. */
interface Desk extends CommandHandlerParts {
  readonly elapsed: () => number;
  readonly ledger: LedgerBook;
  readonly accounts: StreamTails<Account>;
  readonly receipts: StreamTails<Receipt>;
}

export function createCommandHandler(parts: CommandHandlerParts): HandleAnyCommand {
  return createCommandDesk(parts).handleCommand;
}

export function createCommandDesk(parts: CommandHandlerParts): CommandDesk {
  const { journal, cacheBytes } = parts;
  const ofAccount = (stream: string) => ({
    empty: emptyAccount(accountOfStream(journal.ledgerId, stream) ?? ''),
    evolve,
  });
  const ofReceipt = (stream: string) => ({
    empty: emptyReceipt(receiptOfStream(journal.ledgerId, stream) ?? ''),
    evolve: evolveReceipt,
  });
  const elapsed = parts.elapsed ?? (() => performance.now());
  const ledger = createLedgerBook(journal, parts.reasons, cacheBytes, elapsed);
  const desk: Desk = {
    ...parts,
    elapsed,
    ledger,
    accounts: createStreamTails<Account>(journal, ofAccount, cacheBytes, ledger.fences),
    // Few are asked for again once their money has found its accounts.
    receipts: createStreamTails<Receipt>(journal, ofReceipt, Math.floor(cacheBytes / 8), ledger.fences),
  };
  const underWay = createUnderWay();
  const step: ClosingDesk['step'] = (command, context) =>
    unlessUnavailable(journal, command, () => handleOnLedger(desk, command, context));
  return {
    handleCommand: async (name, input, context) => {
      const command = parseCommand(name, input);
      if ('outcome' in command) return command;
      if (underWay.count() >= parts.mostUnderWay) return reject('OVERLOADED', {});
      return underWay.run(() => unlessUnavailable(journal, command, () => handle(desk, command, context)));
    },
    closings: createClosingDesk(journal, underWay.settled, step),
    feeRuns: createFeeRunDesk(journal),
    entryAt: async (stream, revision) => (await journal.readStream(stream, revision, 1))[0],
  };
}

async function unlessUnavailable(
  journal: Journal,
  command: Command | ClosingStep,
  work: () => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Unavailable) return unavailable(journal, command);
    throw error;
  }
}

/**
 * Nothing was recorded, unless the command had been before: sent again because nobody knew, it must not be told no now that
 * the stream where it stands cannot be read.
 */
async function unavailable(journal: Journal, command: Command | ClosingStep): Promise<Rejection> {
  const before = await journal.findCommand(command.input.commandId).catch(() => undefined);
  if (before === undefined) return reject('JOURNAL_UNAVAILABLE', {});
  if (before.hash !== contentHash(command)) return reject('IDEMPOTENCY_CONFLICT', {}, 'commandId');
  throw new OutcomeUnknown('recorded before, and not to be read now');
}

async function handle(desk: Desk, command: Command, context: CommandContext): Promise<CommandOutcome> {
  if (isOnLedger(command)) return handleOnLedger(desk, command, context);
  let ledger = await desk.ledger.known();
  for (;;) {
    const outcome = isOnReceipt(command)
      ? await handleOnReceipt(desk, ledger, command, context)
      : await handleOnAccount(desk, ledger, command, context);
    if (!mayBeOld(outcome, desk.journal)) return outcome;
    const newest = await desk.ledger.newest();
    if (newest === ledger) return outcome;
    ledger = newest;
  }
}

/**
 * What is known of the ledger may be a second old. What was recorded on it stands; what was not may be answered otherwise
 * on the ledger of now: a list that another process has just published may know the reason.
 */
function mayBeOld(outcome: CommandOutcome, { isShared }: Journal): boolean {
  if (outcome.outcome === 'RECORDED') return isShared && outcome.dryRun;
  return outcome.code === 'REASON_UNKNOWN' || outcome.code === 'PERIOD_LOCKED' || (isShared && !outcome.retryable);
}

async function handleOnLedger(
  desk: Desk,
  command: LedgerCommand | ClosingStep,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { stream, tails } = desk.ledger;
  const errand = {
    command,
    context,
    hash: contentHash(command),
    reasonListOf: (ledger: Ledger) => desk.ledger.reasonsOn(ledger, todayOf(desk, ledger.terms?.timeZone)).version,
    stream,
    tails,
    decide: (ledger: Ledger) => onLedger(desk, ledger, command),
    accountOf: () => undefined,
  };
  return carryOut(desk.journal, errand, desk.elapsed);
}

function onLedger(desk: Desk, ledger: Ledger, command: LedgerCommand | ClosingStep): Ruling<Ledger> {
  const timeZone = command.name === 'OpenLedger' ? command.input.timeZone : ledger.terms?.timeZone;
  const today = todayOf(desk, timeZone);
  const books = { terms: ledger.terms, today, reasons: desk.reasons, lockedThrough: lockedThrough(ledger.calendar) };
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
  const books = booksFor(desk, ledger, command);
  const errand = {
    ...ofAnErrand(desk, books, command, context),
    stream: accountStream(desk.journal.ledgerId, command.input.accountId),
    tails: desk.accounts,
    decide: (account: Account) => onAccount(account, command, books),
    accountOf: (account: Account) => account,
  };
  return carryOut(desk.journal, errand, desk.elapsed);
}

async function handleOnReceipt(
  desk: Desk,
  ledger: Ledger,
  command: ReceiptCommand,
  context: CommandContext,
): Promise<CommandOutcome> {
  const books = booksFor(desk, ledger, command);
  const errand = {
    ...ofAnErrand(desk, books, command, context),
    stream: receiptStream(desk.journal.ledgerId, command.input.receiptId),
    tails: desk.receipts,
    decide: (receipt: Receipt) => onReceipt(receipt, command, books),
    accountOf: () => undefined,
  };
  return carryOut(desk.journal, errand, desk.elapsed);
}

/** What errands to accounts and to receipts have in common. */
function ofAnErrand(desk: Desk, books: Books, command: AccountCommand | ReceiptCommand, context: CommandContext) {
  return {
    command,
    context,
    hash: contentHash(command),
    reasonListOf: () => books.reasons.version,
    lockedByNow: (facts: readonly Fact[]) => lockedByNow(desk, facts),
  };
}

function booksFor(desk: Desk, ledger: Ledger, { input }: AccountCommand | ReceiptCommand): Books {
  const { terms, calendar } = ledger;
  const today = todayOf(desk, terms?.timeZone);
  const reasons = desk.ledger.reasonsOn(ledger, input.effectiveDate ?? today);
  return { terms, today, reasons, lockedThrough: lockedThrough(calendar) };
}

/**
 * The refusal where a day of the facts is locked in the ledger as it is known by now: asked right before they are written. For what this
 * process decides its own closing waits; this is about those of the others.
 */
async function lockedByNow(desk: Desk, facts: readonly Fact[]): Promise<Rejection | undefined> {
  const books = { lockedThrough: lockedThrough((await desk.ledger.asRead()).calendar) };
  return facts.map(({ effectiveDate }) => lockedOn(books, effectiveDate)).find((locked) => locked !== undefined);
}

function onAccount(account: Account, command: AccountCommand, books: Books): Ruling<Account> {
  const decision = decide(account, command, books);
  return decision.outcome === 'REJECTED' ? decision : { ...decision, state: decision.account };
}

function onReceipt(receipt: Receipt, command: ReceiptCommand, books: Books): Ruling<Receipt> {
  const facts = decideOnReceipt(receipt, command, books);
  if (isRefused(facts)) return facts;
  return { outcome: 'ACCEPTED', facts, state: facts.reduce(evolveReceiptFact, receipt) };
}
