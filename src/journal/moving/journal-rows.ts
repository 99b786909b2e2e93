import { existsSync, statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { canonicalJson } from '../canonical-json.ts';
import type { StoredEntry } from '../codec.ts';
import { journalFile } from '../journal-files.ts';
import { columnsOf, inColumns } from '../row-columns.ts';
import { type Identity, JournalRefused, numberOf, openForReading, readIdentity } from '../sqlite-open.ts';

/** An entry as it is stored, and its place: nothing of it is read as a fact, so an entry of any version moves as it is. */
export interface StoredRow extends StoredEntry {
  readonly ordinal: number;
  readonly stream: string;
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
}

/** The entries of a journal file in their stored form. */
export class JournalRows {
  readonly identity: Identity;
  readonly #db: DatabaseSync;
  readonly #after: StatementSync;
  readonly #ofStream: StatementSync;

  /** Throws `JournalRefused`. */
  constructor(file: string) {
    this.#db = openForReading(file);
    this.identity = readIdentity(this.#db);
    const columns = 'ordinal, name, revision, recorded_at, id, type, version, body';
    const joined = 'entry JOIN stream ON stream.number = entry.stream';
    this.#after = inColumns(
      this.#db.prepare(`SELECT ${columns} FROM ${joined} WHERE ordinal > ? ORDER BY ordinal LIMIT ?`),
    );
    this.#ofStream = inColumns(
      this.#db.prepare(`SELECT ${columns} FROM ${joined} WHERE name = ? AND revision >= ? ORDER BY revision LIMIT ?`),
    );
  }

  /** The last ordinal; 0 in an empty journal. */
  get count(): number {
    return numberOf(this.#db, 'SELECT max(ordinal) FROM entry');
  }

  /** Milliseconds since 1970: nothing is recorded before. */
  get settledBefore(): number {
    const floor = numberOf(this.#db, 'SELECT max(recorded_at) FROM floor');
    return Math.max(floor, numberOf(this.#db, 'SELECT recorded_at FROM entry ORDER BY ordinal DESC LIMIT 1'));
  }

  after(ordinal: number, limit: number): readonly StoredRow[] {
    return this.#after.all(ordinal, limit).map(rowOf);
  }

  ofStream(stream: string, fromRevision: number, limit: number): readonly StoredRow[] {
    return this.#ofStream.all(stream, fromRevision, limit).map(rowOf);
  }

  streams(): readonly string[] {
    const names = this.#db.prepare('SELECT name FROM stream ORDER BY number').all();
    return names.map(({ name }) => String(name));
  }

  close(): void {
    this.#db.close();
  }
}

function rowOf(columns: unknown): StoredRow {
  const [ordinal, stream, revision, recordedAt, id, type, version, body] = columnsOf(columns);
  return {
    ordinal: Number(ordinal),
    stream: String(stream),
    revision: Number(revision),
    recordedAt: Number(recordedAt),
    id: String(id),
    type: String(type),
    version: Number(version),
    body: String(body),
  };
}

/** Throws `JournalRefused` where the directory has no journal of the ledger. */
export function openJournalIn(directory: string, ledgerId: string): JournalRows {
  const file = journalFile(directory);
  if (!existsSync(file) || statSync(file).size === 0) throw new JournalRefused('there is no journal in the directory');
  const rows = new JournalRows(file);
  if (rows.identity.ledgerId === ledgerId) return rows;
  rows.close();
  throw new JournalRefused('the journal belongs to another ledger');
}

/** A server keeps the value and not the text: only the one text that every value has comes back as it was. */
export function requireCanonical({ ordinal, body }: StoredRow): void {
  const value: unknown = JSON.parse(body);
  if (canonicalJson(value) === body) return;
  throw new JournalRefused(`the entry at ordinal ${ordinal} is not in the form in which entries are stored`);
}
