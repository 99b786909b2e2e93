import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LedgerBooks, openLedgerBooks, readTerms } from '#app/main.ts';
import { fileOfJournal, refuseOtherEngine } from '#app/open-journal.ts';
import { holderOf } from '#journal/data-directory-lock.ts';
import type { JournalReader } from '#journal/journal.ts';
import { journalFile } from '#journal/journal-files.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import type { LedgerTerms } from '#ledger/books.ts';
import { dateInZone } from '#money/calendar-date.ts';
import { NoReadModel, openReadModelsForReading } from '#read-models/open-read-models.ts';
import type { ReadModels, View, ViewRequest } from '#read-models/read-models.ts';
import { called, type ExitCode, exitCodes, Stop } from './exit-codes.ts';
import { startProgress } from './terminal/progress.ts';
import type { Run } from './verb.ts';

/** The books as a verb that only reads sees them. */
export interface Reading {
  readonly journal: JournalReader;
  readonly readModels: ReadModels;
  readonly terms: LedgerTerms;
}

/**
 * Reads beside a running server, or without one. Figures that are up to date are only read; if nobody keeps them up
 * to date and they are behind, the books are opened for a moment to catch up.
 */
export async function withReading(run: Run, work: (reading: Reading) => Promise<ExitCode>): Promise<ExitCode> {
  requireJournal(run);
  return (isKept(run) ? await readBeside(run, work) : undefined) ?? readAlone(run, work);
}

export function requireJournal({ config, isDirectoryNamed }: Run): void {
  const { dataDirectory, journal } = config;
  refuseOtherEngine(journal, dataDirectory);
  if (journal.kind === 'SQLITE' && !existsSync(journalFile(dataDirectory))) {
    throw noLedger(dataDirectory, isDirectoryNamed);
  }
}

/** A copy is as new as whoever keeps it up to date; without one it has to be brought up to date first. */
export function isKept({ config }: Run): boolean {
  const { dataDirectory, journal } = config;
  return journal.kind === 'SQLITE' || holderOf(dataDirectory) !== undefined;
}

function noLedger(directory: string, isDirectoryNamed: boolean): Stop {
  const demo = join(directory, 'demo');
  const hint =
    !isDirectoryNamed && existsSync(journalFile(demo))
      ? `The demo books are there: add --data ${demo}`
      : `Begin one with \`${called} open\`, or make the demo books with \`npm run demo\``;
  return new Stop(exitCodes.NOT_FOUND, `There is no ledger in ${directory}. ${hint}.`);
}

/** Undefined if there are no figures yet, or if they are behind and nobody is there to move them. */
async function readBeside(run: Run, work: (reading: Reading) => Promise<ExitCode>): Promise<ExitCode | undefined> {
  const { dataDirectory } = run.config;
  const journal = openSqliteReader(fileOfJournal(run.config.journal, dataDirectory));
  try {
    const terms = await termsOf(journal, run);
    const today = () => dateInZone(run.clock(), terms.timeZone);
    const readModels = await openReadModelsForReading({ dataDirectory, journal, today }).catch(noneYet);
    if (readModels === undefined) return undefined;
    try {
      if (holderOf(dataDirectory) === undefined && (await isBehind(journal, readModels))) return undefined;
      return await work({ journal, readModels, terms });
    } finally {
      await readModels.close();
    }
  } finally {
    journal.close();
  }
}

function noneYet(error: unknown): undefined {
  if (!(error instanceof NoReadModel)) throw error;
}

async function isBehind(journal: JournalReader, readModels: ReadModels): Promise<boolean> {
  const { checkpoint, stopped } = await readModels.status();
  return stopped === undefined && checkpoint < (await journal.head()).ordinal;
}

async function readAlone(run: Run, work: (reading: Reading) => Promise<ExitCode>): Promise<ExitCode> {
  return withBooks(run, async ({ journal, readModels }) =>
    work({ journal: journal.book, readModels, terms: await termsOf(journal.book, run) }),
  );
}

/** Owns the books while it works; says how far it is when figures have to be made first. */
export async function withBooks(run: Run, work: (books: LedgerBooks) => Promise<ExitCode>): Promise<ExitCode> {
  const progress = startProgress(run.terminal, 'figures');
  const books = await openLedgerBooks(run.config, { onProgress: progress.advance }).finally(progress.stop);
  try {
    return await work(books);
  } finally {
    await books.close();
  }
}

export async function termsOf(journal: JournalReader, { config, isDirectoryNamed }: Run): Promise<LedgerTerms> {
  const terms = await readTerms(journal);
  if (terms === undefined) throw noLedger(config.dataDirectory, isDirectoryNamed);
  return terms;
}

/** What a verb will show: everything that was recorded when it was called, unless figures have stopped before that. */
export async function viewOf({ journal, readModels }: Reading, request: ViewRequest): Promise<View> {
  const { stopped } = await readModels.status();
  const { ordinal } = await journal.head();
  return readModels.view(stopped === undefined ? { ...request, minPosition: journal.tokenOf(ordinal) } : request);
}

/** Of a list that is narrowed to an account: with a typing error in its id there would be nothing, and no error. */
export async function requireAccount(readModels: ReadModels, view: View, accountId: string | undefined): Promise<void> {
  if (accountId !== undefined && (await readModels.account(view, accountId)) === undefined) throw noAccount();
}

export function noAccount(): Stop {
  return new Stop(exitCodes.NOT_FOUND, 'There is no such account in these books, as known at that position.');
}
