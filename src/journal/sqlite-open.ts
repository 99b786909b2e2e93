import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { applicationId, schemaVersion, tables, triggers } from './sqlite-schema.ts';

/** The file is not one that this code may open as the journal of this ledger. */
export class JournalRefused extends Error {
  override readonly name = 'JournalRefused';
}

export interface Identity {
  readonly journalId: string;
  readonly ledgerId: string;
}

/** Milliseconds to wait for another connection of ours: a checkpoint needs the readers to finish their batch. */
const busyTimeout = 5_000;

/** The write-ahead log is copied into the file every so many pages (64 MB): pages of the indexes change again and again, and
 * copying them a quarter as often gave a sixth more commands a second. */
const checkpointPages = 16_000;

/** The one connection that writes. Makes the tables in an empty file. Throws `JournalRefused`. */
export function openForWriting(file: string, ledgerId: string, createdAt: number): DatabaseSync {
  // FULL: an answer may only leave when its commit is on the disk; with NORMAL a power cut takes back acknowledged ones.
  return openToWrite(file, { journalId: randomUUID(), ledgerId }, createdAt, 'FULL');
}

/**
 * The one connection that writes a copy of a journal kept elsewhere, which says who it is. What a power cut takes back is copied
 * again. Throws `JournalRefused`.
 */
export function openCopyForWriting(file: string, identity: Identity, createdAt = 0): DatabaseSync {
  const db = openToWrite(file, identity, createdAt, 'NORMAL');
  if (readIdentity(db).journalId === identity.journalId) return db;
  db.close();
  throw new JournalRefused('the copy was made of another journal');
}

function openToWrite(
  file: string,
  identity: Identity,
  createdAt: number,
  synchronous: 'FULL' | 'NORMAL',
): DatabaseSync {
  refuseOldSqlite();
  const db = connect(file, false);
  try {
    if (isEmpty(db)) createTables(db, identity, createdAt);
    const { ledgerId } = readIdentity(db);
    if (ledgerId !== identity.ledgerId) throw new JournalRefused('the journal belongs to another ledger');
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA fullfsync = ON;
      PRAGMA checkpoint_fullfsync = ON; PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA cache_size = -32000`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A connection that cannot write, for any thread. Throws `JournalRefused`. */
export function openForReading(file: string): DatabaseSync {
  refuseOldSqlite();
  const db = connect(file, true);
  try {
    readIdentity(db);
    db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -8000');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Who the file is. Throws `JournalRefused` where it is no journal, or one of a later version of this code. */
export function readIdentity(db: DatabaseSync): Identity {
  if (numberOf(db, 'PRAGMA application_id') !== applicationId) throw new JournalRefused('the file is no journal');
  if (numberOf(db, 'PRAGMA user_version') > schemaVersion) {
    throw new JournalRefused('the journal was written by a later version of the ledger: update before opening it');
  }
  const row = db.prepare('SELECT journal_id, ledger_id FROM identity').get();
  return { journalId: String(row?.['journal_id']), ledgerId: String(row?.['ledger_id']) };
}

/** The number in the first column of the first row; 0 if there is none. */
export function numberOf(db: DatabaseSync, sql: string): number {
  return Number(Object.values(db.prepare(sql).get() ?? {})[0] ?? 0);
}

function connect(file: string, readOnly: boolean): DatabaseSync {
  // Defensive: no pragma or statement may write the file except through its tables. Foreign keys are declared for the
  // reader of the schema; enforcing them would make SQLite keep a journal per statement (see sqlite-schema.ts).
  const db = new DatabaseSync(file, {
    readOnly,
    timeout: busyTimeout,
    defensive: true,
    enableForeignKeyConstraints: false,
  });
  db.exec('PRAGMA trusted_schema = OFF');
  return db;
}

function isEmpty(db: DatabaseSync): boolean {
  return numberOf(db, 'SELECT count(*) FROM sqlite_schema') === 0 && numberOf(db, 'PRAGMA application_id') === 0;
}

function createTables(db: DatabaseSync, { journalId, ledgerId }: Identity, createdAt: number): void {
  // All or nothing: killed here, the file is still empty.
  db.exec(`BEGIN IMMEDIATE; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`);
  db.exec(tables);
  db.exec(triggers);
  db.prepare('INSERT INTO identity VALUES (1, ?, ?, ?)').run(journalId, ledgerId, createdAt);
  db.exec('COMMIT');
}

/** Older ones can corrupt a file in WAL mode under a rare race. */
function refuseOldSqlite(): void {
  const [major = 0, minor = 0, patch = 0] = process.versions['sqlite']?.split('.').map(Number) ?? [];
  const isNewEnough = major > 3 || (major === 3 && (minor > 51 || (minor === 51 && patch >= 3)));
  if (!isNewEnough) throw new JournalRefused('SQLite 3.51.3 or later is needed: run with the Node that comes with it');
}
