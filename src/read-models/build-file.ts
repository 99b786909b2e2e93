import { rmSync } from 'node:fs';
import type { JournalReader } from '#journal/journal.ts';
import { type BookTotals, bookTotals, differences, inconsistencies } from './control-totals.ts';
import { entriesOf } from './entries-in-order.ts';
import { ReadAhead } from './read-ahead.ts';
import { openForBuilding, openForReading, syncFile } from './read-files.ts';
import { ReadTables, Unprojectable } from './read-tables.ts';
import { createIndexes, createTables } from './schema.ts';
import { Sql } from './sql.ts';

/** Accounts held in memory while building: every one of them is written once less often. */
const accountsInMemory = 60_000;

/** Entries between two words on how far it is: each wakes the main thread. */
const progressEvery = 5_000;

export interface BuildReport {
  readonly entries: number;
  readonly milliseconds: number;
  /** Control totals in which the live file differed, at the same ordinal: it was wrong, and is not used any more. */
  readonly differences: readonly string[];
}

export interface BuildRequest {
  readonly journal: JournalReader;
  /** The journal's file, to be read ahead in another thread; left out, it is read in this one. */
  readonly journalFile?: string | undefined;
  readonly file: string;
  /** The last ordinal to take in; all there are when left out. */
  readonly until?: number | undefined;
  /** The file to compare with, if one is live. */
  readonly liveFile: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (ordinal: number, head: number) => void;
}

/** Two read models of one journal cannot both be right; this one does not even agree with itself. */
class BuildInconsistent extends Error {
  override readonly name = 'BuildInconsistent';
}

/**
 * Makes a read model of the whole journal in a new file, as fast as the disk and nothing but the disk allows, and holds it
 * against itself and the live one before anybody reads it. Where an entry cannot be projected it is made again up to the
 * one before; the projector that goes on from there meets that entry again and says so.
 */
export async function buildFile(request: BuildRequest): Promise<BuildReport> {
  for (let until = request.until ?? Number.MAX_SAFE_INTEGER; ; ) {
    try {
      return await buildUpTo(request, until);
    } catch (error) {
      rmSync(request.file, { force: true });
      if (!(error instanceof Unprojectable)) throw error;
      until = error.ordinal - 1;
    }
  }
}

async function buildUpTo(request: BuildRequest, until: number): Promise<BuildReport> {
  const { journal, file, liveFile } = request;
  const begun = performance.now();
  const db = openForBuilding(file);
  try {
    createTables(db, journal.journalId, journal.ledgerId);
    db.exec('BEGIN');
    const ordinal = await fill(new ReadTables(db, accountsInMemory), request, until);
    createIndexes(db);
    db.exec('COMMIT');
    const sql = new Sql(db);
    const totals = bookTotals(sql, ordinal);
    const faults = inconsistencies(sql, ordinal, totals);
    if (faults.length > 0) throw new BuildInconsistent(`the new read model does not add up: ${faults.join(', ')}`);
    const differing = liveFile === undefined ? [] : differencesToLive(totals, liveFile, ordinal);
    return { entries: ordinal, milliseconds: performance.now() - begun, differences: differing };
  } finally {
    db.close();
    syncFile(file);
  }
}

async function fill(tables: ReadTables, request: BuildRequest, until: number): Promise<number> {
  const { journal, journalFile, signal, onProgress } = request;
  const head = Math.min(until, (await journal.head()).ordinal);
  const source = journalFile === undefined ? entriesOf(journal, until) : new ReadAhead(journalFile, until);
  let [ordinal, told] = [0, 0];
  const tell = (): void => {
    onProgress(ordinal, Math.max(head, ordinal));
    told = ordinal;
  };
  try {
    for (;;) {
      signal.throwIfAborted();
      const entries = await source.next();
      if (entries.length === 0) break;
      tables.load(entries);
      ordinal += entries.length;
      if (ordinal - told >= progressEvery) tell();
      // Reading a file never lets go of the thread by itself: without this no order to stop would be heard.
      await new Promise(setImmediate);
    }
  } finally {
    await source.close();
  }
  tell();
  tables.settle();
  return ordinal;
}

function differencesToLive(totals: BookTotals, liveFile: string, ordinal: number): readonly string[] {
  const live = openForReading(liveFile);
  try {
    return differences(totals, bookTotals(new Sql(live), ordinal));
  } finally {
    live.close();
  }
}
