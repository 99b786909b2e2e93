import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { JournalReader } from '#journal/journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { buildFile } from '#read-models/build-file.ts';
import { openForReading, openForWriting } from '#read-models/read-files.ts';
import { ReadTables } from '#read-models/read-tables.ts';
import { createIndexes, createTables } from '#read-models/schema.ts';
import { handlerFor, noon, openLedger, writeRandomBooks } from './random-books.ts';

/** A directory of the test's own. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'read-models-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A journal in memory with random books: the same for the same seed. */
export async function journalOfRandomBooks(seed: number, commands: number, accounts = 6): Promise<InMemoryJournal> {
  let now = noon;
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: `random-${seed}`, clock: () => (now += 3) });
  const handle = handlerFor(journal);
  await openLedger(handle);
  await writeRandomBooks(handle, { seed, accounts, commands });
  return journal;
}

/** An empty read model, with the tables that write into it. */
export function newTables(journal: JournalReader, file: string) {
  const db = openForWriting(file);
  createTables(db, journal.journalId, journal.ledgerId);
  createIndexes(db);
  return { db, tables: new ReadTables(db) };
}

/** Writes entries in batches that end after these numbers of entries. */
export function writeInPieces(
  journal: JournalReader,
  file: string,
  entries: readonly Entry[],
  ends: readonly number[],
): void {
  const { db, tables } = newTables(journal, file);
  const cuts = [0, ...ends.filter((end) => end > 0 && end < entries.length).toSorted((a, b) => a - b), entries.length];
  for (const [index, end] of cuts.entries()) {
    const piece = entries.slice(cuts[index - 1] ?? 0, end);
    if (index > 0 && piece.length > 0) tables.write(piece);
  }
  db.close();
}

export async function build(journal: JournalReader, file: string, until?: number) {
  const { signal } = new AbortController();
  return buildFile({ journal, file, until, liveFile: undefined, signal, onProgress: () => undefined });
}

const tables = ['account', 'balance', 'item', 'payment', 'party', 'term', 'entry', 'posting', 'movement', 'checkpoint'];

/** Every row of every table, as text. */
export function dump(file: string): readonly string[] {
  const db = openForReading(file);
  const rows = tables.flatMap((table) =>
    db
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => `${table} ${Object.values(row).join('|')}`)
      .toSorted(),
  );
  db.close();
  return rows;
}
