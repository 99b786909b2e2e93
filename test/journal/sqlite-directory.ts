import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setClock, standingClock } from '#journal/clock.ts';
import { openSqliteJournal, type SqliteJournal, type SqliteJournalOptions } from '#journal/sqlite-journal.ts';
import { noon, type OpenedJournal } from './engine.ts';

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'ar-ledger-journal-'));
}

export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

export interface OpenedSqlite extends OpenedJournal {
  readonly journal: SqliteJournal;
  readonly directory: string;
  /** What the journal reported as beyond repair. */
  readonly fatal: readonly Error[];
  readonly restart: () => Promise<SqliteJournal>;
}

/** A journal in a directory of its own, under a standing clock. */
export async function openInTemporaryDirectory(options: Partial<SqliteJournalOptions> = {}): Promise<OpenedSqlite> {
  const directory = temporaryDirectory();
  const clock = standingClock(noon);
  const fatal: Error[] = [];
  const open = () =>
    openSqliteJournal({ directory, ledgerId: 'main', clock, onFatal: (reason) => void fatal.push(reason), ...options });
  const journal = await open();
  let latest = journal;
  return {
    journal,
    directory,
    fatal,
    setClock: (milliseconds) => setClock(clock, milliseconds),
    async restart() {
      await latest.close();
      latest = await open();
      return latest;
    },
    async discard() {
      await latest.close();
      removeDirectory(directory);
    },
  };
}
