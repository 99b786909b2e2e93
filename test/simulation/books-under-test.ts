import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandDesk, type CommandOutcome, createCommandDesk, type HandleCommand } from '#app/handle-command.ts';
import { readClock, setClock, standingClock } from '#journal/clock.ts';
import { type Journal, OutcomeUnknown } from '#journal/journal.ts';
import { ledgerStream } from '#journal/stream-names.ts';
import { type CommandName, commandInputs } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import type { OpenEngine } from '../differential/engines.ts';
import { passedOn } from '../journal/passed-on.ts';
import type { Told } from './auditor/told.ts';
import type { OpenReadModels } from './compare-read-models.ts';
import { type ProcessesUnderTest, processesOver } from './own-processes.ts';
import type { Random } from './random.ts';
import { type Trouble, type TroubledJournal, troubledJournal, type Weather } from './troubled-journal.ts';

/** Read models are files, thrown away with the history: where the system has a place in memory for them, no disk has to sync. */
const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const openingDate = '2026-01-01';

const terms = { timeZone: 'America/New_York', mode: 'SANDBOX', effectiveDate: openingDate };

const context = {
  actor: { kind: 'PERSON', id: 'clerk-1', role: 'billing_specialist' },
  correlationId: 'request-1',
} as const;

/** What became of a command that was sent: its answer, or none because the process died. */
export type Answer = CommandOutcome | 'NO_ANSWER' | 'OUTCOME_UNKNOWN';

/** The whole command path and the read side over one journal, which alone survives a crash. */
export interface BooksUnderTest {
  readonly journal: Journal;
  today: string;
  /** Sends all at once, as so many callers would, and answers in their order. */
  sendAll(all: readonly Told[], weather: Weather): Promise<readonly Answer[]>;
  /** Sent by a process that has read the ledger's stream only up to this revision, on a store that carries it out all the same. */
  fromFrozen(told: Told, revision: number): Promise<CommandOutcome>;
  /** The ledger itself goes on with what was begun, until it is through or the process has died. */
  carryOn(weather: Weather): Promise<void>;
  readonly isCrashed: () => boolean;
  /** Handler and read side are thrown away and opened again over the same journal, which is opened again too if it can be. */
  restart(): Promise<void>;
  readSide(): Promise<OpenReadModels>;
  readonly troubles: () => readonly Trouble[];
  close(): Promise<void>;
}

/** Where the journal of a history stands. */
export interface Place {
  readonly ledgerId: string;
  readonly open: OpenEngine;
}

export async function openBooks(
  today: string,
  random: Random,
  { ledgerId, open, baseCurrency }: Place & { readonly baseCurrency: string },
): Promise<BooksUnderTest> {
  const troubles: Trouble[] = [];
  let directory: string | undefined;
  let reads: ReadSide | undefined;
  let day = today;
  const clock = standingClock(noonOf(day));
  const now = (): number => readClock(clock);
  const engine = await open(ledgerId, clock);
  let line = troubledJournal(engine.journal, random);
  let processes = processesOver(deskOver(line, now), engine.journal);
  const books: BooksUnderTest = {
    get journal() {
      return engine.journal;
    },
    get today() {
      return day;
    },
    set today(next) {
      day = next;
      setClock(clock, noonOf(day));
    },
    sendAll: async (all, weather) => {
      line.weather = weather;
      const answers = await Promise.all(all.map((told) => answerTo(processes.handleCommand, told, line)));
      line.weather = 'CALM';
      return answers;
    },
    fromFrozen: (told, revision) => sentTo(deskOver(frozenAt(engine.journal, revision), now).handleCommand, told),
    carryOn: (weather) => carriedOn(processes, line, weather),
    isCrashed: () => line.isDead(),
    restart: async () => {
      troubles.push(...line.troubles);
      const wasRead = reads !== undefined;
      await reads?.close();
      reads = undefined;
      await engine.restart();
      line = troubledJournal(engine.journal, random);
      processes = processesOver(deskOver(line, now), engine.journal);
      if (wasRead) await books.readSide();
    },
    readSide: async () => {
      directory ??= mkdtempSync(join(inMemory, 'simulation-'));
      const { book } = engine.journal;
      reads ??= await openReadModels({ dataDirectory: directory, journal: book, today: () => calendarDate(day) });
      return { reads, directory, ledgerId };
    },
    troubles: () => [...troubles, ...line.troubles],
    close: async () => {
      await reads?.close();
      await engine.discard();
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
  await processes.handleCommand('OpenLedger', { commandId: 'open-ledger', ...terms, baseCurrency }, context);
  return books;
}

async function carriedOn(processes: ProcessesUnderTest, line: TroubledJournal, weather: Weather): Promise<void> {
  line.weather = weather;
  await Promise.race([processes.carryOn(), line.died]);
  line.weather = 'CALM';
}

/** Noon in New York, in winter. */
function noonOf(day: string): number {
  return Date.parse(`${day}T17:00:00Z`);
}

/** Nothing is asked any more right before it is written. */
function frozenAt(journal: Journal, revision: number): Journal {
  const ledger = ledgerStream(journal.ledgerId);
  return {
    ...passedOn(journal),
    isShared: false,
    append: (request) => journal.append({ ...request, confirm: undefined }),
    readStream: async (stream, from = 0, limit = Number.MAX_SAFE_INTEGER) => {
      const atMost = stream === ledger ? Math.max(0, revision + 1 - from) : limit;
      return atMost === 0 ? [] : journal.readStream(stream, from, Math.min(limit, atMost));
    },
  };
}

function deskOver(journal: Journal, clock: () => number): CommandDesk {
  const bounds = { cacheBytes: 10_000_000, mostUnderWay: 100 };
  // Time passes as the days of the history do: a slow machine must not change what happens.
  return createCommandDesk({ journal, clock, elapsed: clock, reasons: defaultReasons, ...bounds });
}

async function answerTo(handle: HandleCommand, told: Told, line: TroubledJournal): Promise<Answer> {
  const died = line.died.then((): Answer => 'NO_ANSWER');
  try {
    return await Promise.race([sentTo(handle, told), died]);
  } catch (error) {
    if (error instanceof OutcomeUnknown) return 'OUTCOME_UNKNOWN';
    throw error;
  }
}

async function sentTo(handle: HandleCommand, { name, input }: Told): Promise<CommandOutcome> {
  if (!isCommandName(name)) throw new Error(`the ledger has no command ${name}`);
  return handle(name, input, context);
}

function isCommandName(name: string): name is CommandName {
  return name in commandInputs;
}
