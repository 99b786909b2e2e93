/**
 * The tables of journal.db.
 *
 * WARNING: stored for ever. A change gets a new `schemaVersion` and a step from the old one; code that is older
 * than the file refuses to open it.
 *
 * Written so that an auditor can read the books with the `sqlite3` program alone: `SELECT * FROM journal` shows every
 * entry with its stream, instant, actor and command in words. Times are milliseconds since 1970 in UTC.
 */
export const schemaVersion = 1;

/** "ARLJ": what the program `file` and SQLite's own tools show for a journal of this ledger. */
export const applicationId = 0x41_52_4c_4a;

export const tables = `
  CREATE TABLE identity (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    journal_id TEXT NOT NULL,
    ledger_id  TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE stream (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE entry (
    ordinal     INTEGER PRIMARY KEY CHECK (ordinal >= 1),
    stream      INTEGER NOT NULL REFERENCES stream (number),
    revision    INTEGER NOT NULL CHECK (revision >= 0),
    recorded_at INTEGER NOT NULL,
    id          TEXT NOT NULL,
    type        TEXT NOT NULL,
    version     INTEGER NOT NULL,
    body        TEXT NOT NULL,
    UNIQUE (stream, revision),
    UNIQUE (stream, id)
  ) STRICT;

  CREATE TABLE command (
    id             TEXT PRIMARY KEY,
    stream         INTEGER NOT NULL REFERENCES stream (number),
    first_revision INTEGER NOT NULL,
    hash           TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- No entry is ever recorded before the highest of these: what was answered as settled stays so.
  CREATE TABLE floor (recorded_at INTEGER PRIMARY KEY) STRICT;

  CREATE VIEW journal AS
    SELECT entry.ordinal,
           stream.name AS stream,
           entry.revision,
           strftime('%Y-%m-%dT%H:%M:%S', entry.recorded_at / 1000, 'unixepoch')
             || printf('.%03dZ', entry.recorded_at % 1000) AS recorded_at,
           entry.body ->> 'effectiveDate' AS effective_date,
           entry.type,
           entry.version,
           entry.id,
           entry.body ->> '$.actor.id' AS actor,
           entry.body ->> '$.command.id' AS command,
           entry.body
      FROM entry JOIN stream ON stream.number = entry.stream
     ORDER BY entry.ordinal;
`;

/** A line that is there stays as it is, whoever opens the file and with whatever program. */
const appendOnly = ['identity', 'stream', 'entry', 'command', 'floor'].map(
  (table) => `
  CREATE TRIGGER ${table}_is_never_changed BEFORE UPDATE ON ${table}
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  CREATE TRIGGER ${table}_is_never_deleted BEFORE DELETE ON ${table}
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;`,
);

/*
 * INSERT OR REPLACE deletes without asking the triggers above. So an entry must come with the next ordinal and the
 * next revision of its stream, which also keeps both without a gap, and recorded time in order.
 *
 * RAISE(FAIL) and `INSERT OR FAIL` (sqlite-batch.ts) because with ABORT SQLite keeps a journal for every statement, which
 * makes an append cost twice as much; for an INSERT of one row both mean the same.
 */
const inOrder = `
  CREATE TRIGGER entry_comes_next BEFORE INSERT ON entry
  WHEN NEW.ordinal <> (SELECT coalesce(max(ordinal), 0) + 1 FROM entry)
    OR NEW.revision <> (SELECT coalesce(max(revision), -1) + 1 FROM entry WHERE stream = NEW.stream)
    OR NEW.recorded_at < (SELECT recorded_at FROM entry WHERE ordinal = NEW.ordinal - 1)
    OR NEW.recorded_at < (SELECT max(recorded_at) FROM floor)
    OR EXISTS (SELECT 1 FROM entry WHERE stream = NEW.stream AND id = NEW.id)
  BEGIN SELECT RAISE(FAIL, 'an entry takes the next place, and only once'); END;

  CREATE TRIGGER command_comes_once BEFORE INSERT ON command
  WHEN EXISTS (SELECT 1 FROM command WHERE id = NEW.id)
  BEGIN SELECT RAISE(FAIL, 'a command id is used once'); END;

  CREATE TRIGGER stream_comes_once BEFORE INSERT ON stream
  WHEN EXISTS (SELECT 1 FROM stream WHERE number = NEW.number OR name = NEW.name)
  BEGIN SELECT RAISE(FAIL, 'a stream has one number'); END;

  CREATE TRIGGER identity_comes_once BEFORE INSERT ON identity
  WHEN EXISTS (SELECT 1 FROM identity)
  BEGIN SELECT RAISE(FAIL, 'a journal has one identity'); END;

  CREATE TRIGGER floor_only_rises BEFORE INSERT ON floor
  WHEN NEW.recorded_at <= (SELECT max(recorded_at) FROM floor)
  BEGIN SELECT RAISE(FAIL, 'the floor of recorded time only rises'); END;`;

export const triggers = [...appendOnly, inOrder].join('\n');
