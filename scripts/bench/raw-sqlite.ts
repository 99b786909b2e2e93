import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The bytes of a usual entry as the journal stores it. */
const body = 'x'.repeat(620);

/**
 * The yardstick of the writing side: the same rows in a bare node:sqlite file with the same promise of
 * durability (WAL, synchronous FULL), no rule, no encoding, no thread. Commands of two entries each.
 *
 * Returns commands per second.
 */
export function rawCommandsPerSecond(directory: string, commandsPerCommit: number, milliseconds: number): number {
  const database = new DatabaseSync(join(directory, `raw-${commandsPerCommit}.db`));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE entry (ordinal INTEGER PRIMARY KEY, stream INTEGER, revision INTEGER, recorded_at INTEGER,
      id TEXT, type TEXT, version INTEGER, body TEXT, UNIQUE (stream, revision), UNIQUE (stream, id)) STRICT;
    CREATE TABLE command (id TEXT PRIMARY KEY, stream INTEGER, first_revision INTEGER, hash TEXT) STRICT, WITHOUT ROWID;`);
  const entry = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const command = database.prepare('INSERT INTO command VALUES (?, ?, ?, ?)');
  const hash = 'h'.repeat(64);
  const until = performance.now() + milliseconds;
  const started = performance.now();
  let commands = 0;
  while (performance.now() < until) {
    database.exec('BEGIN IMMEDIATE');
    for (let n = 0; n < commandsPerCommit; n += 1) {
      const stream = commands % 1_000;
      command.run(`command-${commands}`, stream, 2 * commands, hash);
      for (const part of [0, 1]) {
        const ordinal = 2 * commands + part + 1;
        entry.run(
          ordinal,
          stream,
          ordinal,
          1_700_000_000_000,
          String(ordinal).padStart(36, '0'),
          'ChargePosted',
          1,
          body,
        );
      }
      commands += 1;
    }
    database.exec('COMMIT');
  }
  const seconds = (performance.now() - started) / 1_000;
  database.close();
  return commands / seconds;
}

/** The yardstick of a rebuild: rows of the width of a posting, inserted in batches into a bare file. Rows per second. */
export function rawRowsPerSecond(directory: string, rows: number): number {
  const database = new DatabaseSync(join(directory, 'raw-rows.db'));
  database.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE posting (ordinal INTEGER, line INTEGER, account INTEGER, side INTEGER, amount INTEGER, item INTEGER,
      due INTEGER, effective INTEGER, party INTEGER, kind INTEGER);`);
  const insert = database.prepare('INSERT INTO posting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const started = performance.now();
  for (let row = 0; row < rows; row += 1) {
    if (row % 10_000 === 0) database.exec(row === 0 ? 'BEGIN' : 'COMMIT; BEGIN');
    insert.run(row >> 1, row & 1, row % 1_000, row & 1, 12_345, row % 50_000, 20_500, 20_400, row % 7, 3);
  }
  database.exec('COMMIT');
  const seconds = (performance.now() - started) / 1_000;
  database.close();
  return rows / seconds;
}
