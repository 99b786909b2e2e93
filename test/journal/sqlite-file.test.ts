import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { journalFile } from '#journal/journal-files.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { schemaVersion } from '#journal/sqlite-schema.ts';
import { currentVersion } from '#ledger/events.ts';
import { received } from './entries.ts';
import {
  type OpenedSqlite,
  openInTemporaryDirectory,
  removeDirectory,
  temporaryDirectory,
} from './sqlite-directory.ts';

const a = 'main.account-a';

describe('the file of the journal', () => {
  let opened: OpenedSqlite;
  beforeEach(async () => {
    opened = await openInTemporaryDirectory();
    await opened.journal.append({ stream: a, expectedRevision: -1, entries: received(a, 'k1', 3) });
    await opened.journal.knownAt('2026-03-20T11:00:00.000Z');
  });
  afterEach(() => opened.discard());

  const stranger = (): DatabaseSync => new DatabaseSync(journalFile(opened.directory), { timeout: 2_000 });

  test.each(['identity', 'stream', 'entry', 'command'])(
    'no line of %s can be changed or deleted, by any program',
    (table) => {
      const db = stranger();
      const column = db.prepare(`SELECT name FROM pragma_table_info('${table}') LIMIT 1`).get()?.['name'];
      expect(db.prepare(`SELECT count(*) AS lines FROM ${table}`).get()).not.toEqual({ lines: 0 });
      expect(() => db.exec(`UPDATE ${table} SET ${String(column)} = ${String(column)}`)).toThrow('append-only');
      expect(() => db.exec(`DELETE FROM ${table}`)).toThrow('append-only');
      expect(() => db.exec(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table} LIMIT 1`)).toThrow(/once|one/);
      db.close();
    },
  );

  test('no floor of recorded time can be lowered or taken away', async () => {
    opened.setClock(Date.UTC(2026, 2, 20, 13));
    await opened.journal.knownAt('2026-03-20T12:30:00.000Z');
    const db = stranger();
    expect(() => db.exec('DELETE FROM floor')).toThrow('append-only');
    expect(() => db.exec('UPDATE floor SET recorded_at = 1')).toThrow('append-only');
    expect(() => db.exec('INSERT INTO floor VALUES (1)')).toThrow('only rises');
    db.close();
  });

  const insert = 'INSERT OR REPLACE INTO entry (ordinal, stream, revision, recorded_at, id, type, version, body)';
  test.each([
    ['an ordinal that is taken', "SELECT 2, 1, 3, recorded_at, 'x', type, 1, body"],
    ['an ordinal beyond the next', "SELECT 5, 1, 3, recorded_at, 'x', type, 1, body"],
    ['a revision that is taken', "SELECT 4, 1, 1, recorded_at, 'x', type, 1, body"],
    ['a revision beyond the next', "SELECT 4, 1, 4, recorded_at, 'x', type, 1, body"],
    ['an entry id that is taken', 'SELECT 4, 1, 3, recorded_at, id, type, 1, body'],
    ['an earlier recorded time', "SELECT 4, 1, 3, recorded_at - 1, 'x', type, 1, body"],
  ])('an entry with %s is refused by the file itself', (_, select) => {
    const db = stranger();
    expect(() => db.exec(`${insert} ${select} FROM entry WHERE ordinal = 3`)).toThrow('takes the next place');
    expect(db.prepare('SELECT count(*) AS entries FROM entry').get()).toEqual({ entries: 3 });
    db.close();
  });

  test('an auditor reads the books with the sqlite3 program alone', () => {
    const db = stranger();
    expect(db.prepare('SELECT * FROM journal WHERE ordinal = 1').get()).toMatchObject({
      ordinal: 1,
      stream: a,
      revision: 0,
      recorded_at: '2026-03-20T12:00:00.000Z',
      effective_date: '2026-03-02',
      type: 'PaymentReceived',
      version: currentVersion.PaymentReceived,
      actor: 'u-7',
      command: 'k1',
    });
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  });

  test('the file says what it is, writes ahead and is strict', () => {
    const db = stranger();
    const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect([pragma('application_id'), pragma('user_version')]).toEqual([0x41_52_4c_4a, schemaVersion]);
    expect(pragma('journal_mode')).toBe('wal');
    const tables = db
      .prepare("SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .all();
    expect(tables.map(({ strict }) => strict)).toEqual([1, 1, 1, 1, 1]);
    db.close();
  });

  test.skipIf(process.platform === 'win32')(
    'nobody but the owner can read the books, not even through the log beside them',
    () => {
      const modes = ['', 'journal.db', 'journal.db-wal', 'lock'].map(
        (name) => statSync(join(opened.directory, name)).mode,
      );
      expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600, 0o600, 0o600]);
    },
  );

  test.skipIf(process.platform === 'win32')('a directory that was open to others is closed to them', async () => {
    await opened.journal.close();
    chmodSync(opened.directory, 0o755);
    chmodSync(journalFile(opened.directory), 0o644);
    await opened.restart();
    expect(statSync(journalFile(opened.directory)).mode & 0o777).toBe(0o600);
    expect(statSync(opened.directory).mode & 0o777).toBe(0o700);
  });

  test('a journal that was closed is one file', async () => {
    await opened.journal.close();
    expect(readdirSync(opened.directory)).toEqual(['journal.db']);
  });

  test('a reader in another thread sees what is durable and cannot write', async () => {
    const reader = openSqliteReader(journalFile(opened.directory));
    expect(reader.journalId).toBe(opened.journal.journalId);
    const stop = new AbortController();
    const following = reader.follow(3, stop.signal)[Symbol.asyncIterator]();
    await following.next();
    const next = following.next();
    await opened.journal.append({ stream: a, expectedRevision: 2, entries: received(a, 'k2') });
    expect((await next).value).toMatchObject({ kind: 'BATCH', entries: [{ ordinal: 4 }] });
    await following.next();
    const quiet = following.next();
    await opened.journal.append({ stream: a, expectedRevision: 3, entries: received(a, 'k3') });
    reader.nudge();
    expect((await quiet).value).toMatchObject({ kind: 'BATCH', entries: [{ ordinal: 5 }] });
    reader.close();
    expect((await following.next()).done).toBe(true);
    await expect(reader.head()).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('a file that is not the journal of this ledger is not opened', () => {
  let directory: string;
  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  const open = (ledgerId = 'main') =>
    openSqliteJournal({ directory, ledgerId, onFatal: (reason) => expect(reason).toBeUndefined() });
  const change = (sql: string): void => {
    const db = new DatabaseSync(journalFile(directory));
    db.exec(sql);
    db.close();
  };

  test('the journal of another ledger', async () => {
    await (await open('main')).close();
    await expect(open('other')).rejects.toThrow('another ledger');
    await (await open('main')).close();
  });

  test('a journal of a later version of the code, for writing and for reading', async () => {
    await (await open()).close();
    change(`PRAGMA user_version = ${schemaVersion + 1}`);
    await expect(open()).rejects.toThrow('later version');
    expect(() => openSqliteReader(journalFile(directory))).toThrow('later version');
  });

  test('a database of another program', async () => {
    change('CREATE TABLE t (a)');
    await expect(open()).rejects.toThrow('no journal');
  });
});
