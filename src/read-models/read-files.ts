import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readModelVersion } from './schema.ts';

/**
 * The read model's files in the data directory: `read.<version>.<n>.db`, and `read.<version>.current` with the name of
 * the one that counts. A rebuild writes the next n and then replaces the pointer, which is one step of the file system.
 */
const pointerName = `read.${readModelVersion}.current`;
const filePattern = /^read\.(\d+)\.(\d+)\.db$/;

export function currentFile(directory: string): string | undefined {
  const pointer = join(directory, pointerName);
  if (!existsSync(pointer)) return undefined;
  const name = readFileSync(pointer, 'utf8').trim();
  const isOurs = filePattern.exec(name)?.[1] === String(readModelVersion);
  return isOurs && existsSync(join(directory, name)) ? join(directory, name) : undefined;
}

export function nextFile(directory: string): string {
  const numbers = readdirSync(directory).map((name) => Number(filePattern.exec(name)?.[2] ?? 0));
  return join(directory, `read.${readModelVersion}.${Math.max(0, ...numbers) + 1}.db`);
}

/** From here on `file` is the read model, also after a power cut. */
export function pointTo(directory: string, file: string): void {
  const pointer = join(directory, pointerName);
  const draft = `${pointer}.new`;
  writeFileSync(draft, `${file.slice(directory.length + 1)}\n`, { mode: 0o600 });
  syncFile(draft);
  renameSync(draft, pointer);
  syncFile(directory);
}

export function syncFile(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what a rebuild that was cut short, an older version or a finished switch has left. */
export function removeFilesExcept(directory: string, kept: string | undefined): void {
  for (const name of readdirSync(directory)) {
    const base = name.replace(/-(wal|shm|journal)$/, '');
    const path = join(directory, base);
    if (filePattern.test(base) && path !== kept) rmSync(join(directory, name), { force: true });
  }
}

/**
 * Cache of one connection in kibibytes: the files may be large, the process stays small. Readers have the cache of the
 * operating system behind them: with four times as much they answered no sooner, and the process took 20 MB more.
 */
const cacheSize = { writing: 16_384, reading: 4_096 };
/** Pages of the write-ahead log before it is copied back: large, so that a page that changes often is copied once. */
const pagesBeforeCheckpoint = 8_000;

/** The connection of the projector. A power cut may lose the last batches, never a part of one: the journal has them. */
export function openForWriting(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  chmodSync(file, 0o600);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${cacheSize.writing};
    PRAGMA wal_autocheckpoint = ${pagesBeforeCheckpoint}; PRAGMA temp_store = MEMORY`);
  return db;
}

export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  db.exec(`PRAGMA cache_size = -${cacheSize.reading}; PRAGMA query_only = ON`);
  return db;
}

/** For a file that nobody reads yet and that is thrown away if it is not finished: no syncing before the end. */
export function openForBuilding(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  chmodSync(file, 0o600);
  db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA cache_size = -65536; PRAGMA temp_store = FILE`);
  return db;
}
