import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';

export type Patch = (db: DatabaseSync) => void;

/** Changes a file behind the back of the ledger, past the triggers that would not let it. */
export function patched(file: string, patch: Patch): void {
  const db = new DatabaseSync(file);
  const triggers = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${String(name)}`);
  patch(db);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

/** Changes the body of the first entry of a type that meets a condition on its body. */
export function change(type: string, path: string, value: string, where = 'true'): Patch {
  return (db) => {
    const { changes } = db
      .prepare(
        `UPDATE entry SET body = json_replace(body, ?, ${value})
          WHERE ordinal = (SELECT min(ordinal) FROM entry WHERE type = ? AND ${where})`,
      )
      .run(path, type);
    expect(Number(changes)).toBe(1);
  };
}

export function run(sql: string): Patch {
  return (db) => expect(Number(db.prepare(sql).run().changes)).toBeGreaterThan(0);
}
