import { rmSync } from 'node:fs';
import type { JournalReader } from '#journal/journal.ts';
import { bookTotals, differences, inconsistencies } from './control-totals.ts';
import { openForBuilding, openForReading, syncFile } from './read-files.ts';
import { ReadTables } from './read-tables.ts';
import { createIndexes, createTables } from './schema.ts';
import { Sql } from './sql.ts';

/** Entries of one transaction while building. */
const batchSize = 2_000;

export interface BuildReport {
  readonly entries: number;
  readonly milliseconds: number;
  /** Control totals in which the live file differed, at the same ordinal: it was wrong, and is not used any more. */
  readonly differences: readonly string[];
}

export interface BuildRequest {
  readonly journal: JournalReader;
  readonly file: string;
  /** The file to compare with, if one is live. */
  readonly liveFile: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (ordinal: number, head: number) => void;
}

/** Two read models of one journal cannot both be right; this one does not even agree with itself. */
export class BuildInconsistent extends Error {
  override readonly name = 'BuildInconsistent';
}

/**
 * Makes a read model of the whole journal in a new file, as fast as the disk and nothing but the disk allows, and holds it
 * against itself and the live one before anybody reads it. An entry that cannot be projected ends it early: what is
 * before that entry is good, and the projector that goes on from there says so.
 */
export async function buildFile(request: BuildRequest): Promise<BuildReport> {
  const { file, liveFile } = request;
  const begun = performance.now();
  const db = openForBuilding(file);
  try {
    createTables(db, request.journal.journalId, request.journal.ledgerId);
    const ordinal = await fill(new ReadTables(db), request);
    createIndexes(db);
    const faults = inconsistencies(new Sql(db), ordinal);
    if (faults.length > 0) throw new BuildInconsistent(`the new read model does not add up: ${faults.join(', ')}`);
    const differing = liveFile === undefined ? [] : compare(new Sql(db), liveFile, ordinal);
    db.close();
    syncFile(file);
    return { entries: ordinal, milliseconds: performance.now() - begun, differences: differing };
  } catch (error) {
    if (db.isOpen) db.close();
    rmSync(file, { force: true });
    throw error;
  }
}

async function fill(tables: ReadTables, { journal, signal, onProgress }: BuildRequest): Promise<number> {
  const head = (await journal.head()).ordinal;
  for (;;) {
    signal.throwIfAborted();
    const { ordinal } = tables.checkpoint;
    const isDone = !(await writeNext(tables, journal));
    if (isDone) return ordinal;
    onProgress(tables.checkpoint.ordinal, Math.max(head, tables.checkpoint.ordinal));
  }
}

/** False where there is nothing more, or nothing more that can be projected. */
async function writeNext(tables: ReadTables, journal: JournalReader): Promise<boolean> {
  for (const limit of [batchSize, 1]) {
    try {
      const entries = await journal.readAll(tables.checkpoint.ordinal, limit);
      if (entries.length === 0) return false;
      tables.write(entries);
      return true;
    } catch {
      // Smaller steps up to the entry that stops the line; the projector will meet it again and name it.
    }
  }
  return false;
}

function compare(built: Sql, liveFile: string, ordinal: number): readonly string[] {
  const live = openForReading(liveFile);
  try {
    const liveSql = new Sql(live);
    return differences(bookTotals(built, ordinal), bookTotals(liveSql, ordinal));
  } finally {
    live.close();
  }
}
