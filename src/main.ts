import { join } from 'node:path';
import { createCommandDesk, type HandleCommand } from '#app/handle-command.ts';
import type { DevelopmentIssuer } from '#http/development-issuer.ts';
import type { VerifyToken } from '#http/tokens.ts';
import type { Journal, JournalReader } from '#journal/journal.ts';
import { accountStream } from '#journal/stream-names.ts';
import type { LedgerTerms } from '#ledger/books.ts';
import { emptyLedger, evolveLedger } from '#ledger/ledger.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { type CalendarDate, dateInZone } from '#money/calendar-date.ts';
import { keepFinishing } from '#processes/keep-finishing.ts';
import { createOwnProcesses, type OwnProcesses } from '#processes/own-processes.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import type { Config } from './config.ts';
import { onlySandboxes, openTimedJournal, type TestClock } from './test-clock.ts';

/** The whole ledger in one process, without a network: what the server and the verbs of the command line stand on. */
export interface LedgerBooks {
  readonly journal: Journal;
  readonly readModels: ReadSide;
  readonly handleCommand: HandleCommand;
  /** Carries on what was begun over several streams and not ended. */
  readonly finishOpen: OwnProcesses['finishOpen'];
  /** Given where CLOCK is manual. */
  readonly testClock: TestClock | undefined;
  readonly close: () => Promise<void>;
}

export interface OpeningHooks {
  /** While figures are made of an existing journal. */
  readonly onProgress?: (ordinal: number, head: number) => void;
}

/** Opens the books and owns their directory until they are closed. Rejects with `DirectoryLocked` or `JournalRefused`. */
export async function openLedgerBooks(config: Config, hooks: OpeningHooks = {}): Promise<LedgerBooks> {
  const { dataDirectory, ledgerId } = config;
  const place = { engine: config.journal, directory: dataDirectory, ledgerId, onFatal: endProcess };
  const { journal, clock, testClock } = await openTimedJournal(config.clock, place);
  try {
    const { book, file } = journal;
    const today = await createToday(book, clock);
    const { onProgress } = hooks;
    const journalState = journal.isShared ? () => journal.state() : undefined;
    const reading = { dataDirectory, journal: book, journalFile: file, today, onProgress, journalState };
    const readModels = await openReadModels(reading);
    const { accountCacheBytes: cacheBytes, mostUnderWay } = config;
    const parts = { journal, clock, reasons: defaultReasons, cacheBytes, mostUnderWay };
    const processes = createOwnProcesses(createCommandDesk(parts), readModels);
    const close = async (): Promise<void> => {
      await processes.stop();
      await readModels.close();
      await journal.close();
    };
    const handleCommand = testClock === undefined ? processes.handleCommand : onlySandboxes(processes.handleCommand);
    processes.resume();
    return { journal, readModels, handleCommand, finishOpen: processes.finishOpen, testClock, close };
  } catch (error) {
    await journal.close();
    throw error;
  }
}

/** Milliseconds between two looks at what is open. */
const finishingEvery = 10_000;

export interface RunningServer {
  readonly port: number;
  /** Gives out tokens; undefined where tokens come from the house's own issuer. */
  readonly developmentIssuer: DevelopmentIssuer | undefined;
  /** Takes nothing new, and answers what is under way. The books stay open. */
  readonly close: () => Promise<void>;
}

/** GraphQL over HTTP in front of open books. */
export async function startServer(config: Config, books: LedgerBooks): Promise<RunningServer> {
  const { createLog, createGraphqlHandler, createGraphqlSchema, createHttpServer, readinessOf } = await networkParts();
  const log = createLog({ level: config.logLevel });
  const { verifyToken, developmentIssuer } = await tokensOf(config);
  const { journal, readModels, handleCommand, testClock } = books;
  const streamOf = (accountId: string): string => accountStream(config.ledgerId, accountId);
  // What the API shows is read from the book; only commands ask the journal itself.
  const dependencies = {
    journal: journal.book,
    readModels,
    handleCommand,
    streamOf,
    reasons: defaultReasons,
    testClock,
  };
  const graphql = createGraphqlHandler({ schema: createGraphqlSchema(), dependencies, log });
  const readiness = () => readinessOf(dependencies, journal.state());
  const { requestsPerMinute, corsOrigins } = config;
  const parts = { graphql, verifyToken, readiness, log, requestsPerMinute, corsOrigins, developmentIssuer };
  const http = createHttpServer({ ...parts, manualClock: testClock?.now });
  const { port } = await http.listen(config.port, config.host);
  // The log holds no message of an error: its name is enough to look further.
  const onFailure = (error: unknown): void =>
    log.warn({ problem: error instanceof Error ? error.name : 'unknown' }, 'a process cannot go on now');
  const stopFinishing = keepFinishing(books.finishOpen, finishingEvery, onFailure);
  const close = async (): Promise<void> => {
    await http.close();
    await stopFinishing();
  };
  return { port, developmentIssuer, close };
}

/** Loaded when somebody serves: half a second that a verb which only reads does not have to wait. */
async function networkParts() {
  return {
    ...(await import('#graphql/schema.ts')),
    ...(await import('#graphql/handler.ts')),
    ...(await import('#graphql/readiness.ts')),
    ...(await import('#http/server.ts')),
    ...(await import('#http/log.ts')),
  };
}

/** What the ledger was opened with; undefined before that. Its opening is its first entry. */
export async function readTerms(journal: JournalReader): Promise<LedgerTerms | undefined> {
  const [opening] = await journal.readAll(0, 1);
  return opening === undefined ? undefined : evolveLedger(emptyLedger(), opening).terms;
}

/** The day it is for the ledger. Before there is one no figure depends on it. */
async function createToday(journal: JournalReader, clock: () => number): Promise<() => CalendarDate> {
  let timeZone = (await readTerms(journal))?.timeZone;
  if (timeZone === undefined) void firstEntry(journal).then((terms) => (timeZone = terms?.timeZone));
  return () => dateInZone(clock(), timeZone ?? 'UTC');
}

/** Waits for the ledger to be opened; ends without it when the journal is closed. */
async function firstEntry(journal: JournalReader): Promise<LedgerTerms | undefined> {
  for await (const followed of journal.follow(0, new AbortController().signal)) {
    if (followed.kind === 'BATCH') return readTerms(journal);
  }
  return undefined;
}

interface Tokens {
  readonly verifyToken: VerifyToken;
  readonly developmentIssuer: DevelopmentIssuer | undefined;
}

async function tokensOf({ auth, dataDirectory, host, environment }: Config): Promise<Tokens> {
  if (auth.kind === 'JWT') {
    const { createTokenVerifier } = await import('#http/tokens.ts');
    return { verifyToken: createTokenVerifier(auth), developmentIssuer: undefined };
  }
  const { createDevelopmentIssuer } = await import('#http/development-issuer.ts');
  // Beside the books, so that a token outlives a restart of the server that gave it out.
  const keyFile = join(dataDirectory, 'development.key');
  const developmentIssuer = createDevelopmentIssuer({ host, environment, keyFile });
  return { verifyToken: developmentIssuer.verify, developmentIssuer };
}

/** Nobody knows what the disk holds any more: whoever starts us anew finds out. */
function endProcess(reason: Error): void {
  process.stderr.write(`The journal cannot be written any more: ${reason.message}\n`);
  process.exit(1);
}
