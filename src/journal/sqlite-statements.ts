import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The statements of the writer, prepared once for a connection. */
export interface WriterStatements {
  readonly begin: StatementSync;
  readonly commit: StatementSync;
  readonly rollback: StatementSync;
  readonly savepoint: StatementSync;
  readonly release: StatementSync;
  readonly rollbackToSavepoint: StatementSync;
  readonly insertEntry: StatementSync;
  readonly insertCommand: StatementSync;
  readonly insertStream: StatementSync;
  readonly insertFloor: StatementSync;
  readonly findStream: StatementSync;
  readonly findCommand: StatementSync;
  readonly findEntry: StatementSync;
}

export function prepareWriter(db: DatabaseSync): WriterStatements {
  return {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    rollback: db.prepare('ROLLBACK'),
    savepoint: db.prepare('SAVEPOINT append'),
    release: db.prepare('RELEASE append'),
    rollbackToSavepoint: db.prepare('ROLLBACK TO append'),
    insertEntry: db.prepare(
      'INSERT OR FAIL INTO entry (ordinal, stream, revision, recorded_at, id, type, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    insertCommand: db.prepare('INSERT OR FAIL INTO command (id, stream, first_revision, hash) VALUES (?, ?, ?, ?)'),
    insertStream: db.prepare('INSERT OR FAIL INTO stream (number, name) VALUES (?, ?)'),
    insertFloor: db.prepare('INSERT OR FAIL INTO floor (recorded_at) VALUES (?)'),
    findStream: db.prepare(`
      SELECT number, (SELECT max(revision) FROM entry WHERE entry.stream = stream.number) AS revision
        FROM stream WHERE name = ?`),
    findCommand: db.prepare('SELECT stream FROM command WHERE id = ?'),
    findEntry: db.prepare(
      'SELECT ordinal FROM entry JOIN stream ON stream.number = entry.stream WHERE stream.name = ? AND entry.id = ?',
    ),
  };
}
