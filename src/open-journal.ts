import { existsSync, statSync } from 'node:fs';
import type { LedgerClock } from '#journal/clock.ts';
import type { Journal } from '#journal/journal.ts';
import { journalCopyFile, journalFile } from '#journal/journal-files.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { JournalRefused } from '#journal/sqlite-open.ts';
import { openSqliteReader, type SqliteReader } from '#journal/sqlite-reader.ts';

/** Which engine keeps the journal, as the configuration says it. */
export type EngineChoice =
  | { readonly kind: 'SQLITE' }
  | { readonly kind: 'EVENTSTOREDB'; readonly connectionString: string };

export interface JournalPlace {
  readonly engine: EngineChoice;
  readonly directory: string;
  readonly ledgerId: string;
  readonly onFatal: (reason: Error) => void;
}

export interface OpenedJournal {
  readonly journal: Journal;
  /** Milliseconds since 1970: nothing is recorded before. */
  readonly recordedUntil: () => Promise<number>;
}

/** The file that figures are made of: the journal itself, or the copy of the one that a server keeps. */
export function fileOfJournal(engine: EngineChoice, directory: string): string {
  return engine.kind === 'SQLITE' ? journalFile(directory) : journalCopyFile(directory);
}

/** The journal as somebody reads it who checks it beside the process that has it open. */
export async function openJournalBeside(engine: EngineChoice, directory: string): Promise<SqliteReader> {
  const file = fileOfJournal(engine, directory);
  if (engine.kind === 'SQLITE') return openSqliteReader(file);
  const { EventStoreDbComparison } = await import('#journal/eventstoredb-reading.ts');
  return new EventStoreDbComparison(engine.connectionString, file);
}

/** Opens the journal on the engine that keeps it, with what that engine needs. */
export async function openJournal(place: JournalPlace, clock: LedgerClock): Promise<OpenedJournal> {
  const { engine, directory, ledgerId, onFatal } = place;
  refuseOtherEngine(engine, directory);
  if (engine.kind === 'SQLITE') {
    const journal = await openSqliteJournal({ directory, ledgerId, clock, onFatal });
    return { journal, recordedUntil: async () => journal.recordedUntil };
  }
  // Loaded where it is wanted: the client takes a quarter of a second.
  const { openEventStoreDbJournal } = await import('#journal/eventstoredb-journal.ts');
  const { connectionString } = engine;
  const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId, clock });
  return { journal, recordedUntil: async () => Date.parse((await journal.head()).recordedAt ?? '') };
}

/**
 * A directory belongs to one journal for its life. With the other engine the same command would show other books, or none,
 * without anybody having moved them.
 */
export function refuseOtherEngine({ kind }: EngineChoice, directory: string): void {
  if (kind === 'EVENTSTOREDB' && isThere(journalFile(directory))) {
    throw new JournalRefused(
      'This directory holds a journal of its own: with JOURNAL=esdb://... name another directory, or leave JOURNAL out',
    );
  }
  if (kind === 'SQLITE' && isThere(journalCopyFile(directory))) {
    throw new JournalRefused(
      'The journal of this directory is kept by a server: set JOURNAL=esdb://..., or name another directory',
    );
  }
}

function isThere(file: string): boolean {
  return existsSync(file) && statSync(file).size > 0;
}
