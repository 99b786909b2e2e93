import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

/** Names inside a data directory. */
export function journalFile(directory: string): string {
  return join(directory, 'journal.db');
}

/** The copy of a journal that a server keeps. */
export function journalCopyFile(directory: string): string {
  return join(directory, 'journal-copy.db');
}

/** A journal on its way here from a server. It gets its own name when all of it is there. */
export function arrivingJournalFile(directory: string): string {
  return join(directory, 'journal-arriving.db');
}

/** Beside a journal that has gone to a server. */
export function movedFile(directory: string): string {
  return join(directory, 'journal.moved');
}

export function lockFile(directory: string): string {
  return join(directory, 'lock');
}

/**
 * Makes the data directory and an empty journal file if there is none, for the owner alone (on Windows the user's own
 * folders already are). SQLite gives the files it puts beside a database the same mode.
 */
export function ensureFiles(directory: string, file = journalFile(directory)): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** What has been written to a file, or the names in a directory, outlive a power cut from now on. */
export function syncToDisk(path: string): void {
  // A directory cannot be opened on Windows, which keeps the order of such changes by itself.
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
