import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Unavailable } from './journal.ts';
import { openForReading } from './sqlite-open.ts';

/** Where an entry stands in the copy. */
export interface CopiedPlace {
  readonly revision: number;
  readonly ordinal: number;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly id: string;
}

/**
 * What the writer asks the copy of a journal before and after it asks the server. A connection of its own. Throws `Unavailable` when it is
 * closed: somebody may be waiting for the server meanwhile.
 */
export class JournalCopyPlaces {
  readonly #db: DatabaseSync;
  readonly #statements: PlaceStatements;

  constructor(file: string) {
    this.#db = openForReading(file);
    this.#statements = preparePlaces(this.#db);
  }

  /** The last revision of a stream that is in the copy; -1 if none is. */
  revisionOf(stream: string): number {
    return Number(this.#open().head.get(stream)?.['revision'] ?? -1);
  }

  hasCommand(commandId: string): boolean {
    return this.#open().command.get(commandId) !== undefined;
  }

  hasEntry(stream: string, entryId: string): boolean {
    return this.#open().entry.get(stream, entryId) !== undefined;
  }

  placesOf(stream: string, fromRevision: number, limit: number): readonly CopiedPlace[] {
    return this.#open()
      .places.all(stream, fromRevision, limit)
      .map((row) => ({
        revision: Number(row['revision']),
        ordinal: Number(row['ordinal']),
        recordedAt: Number(row['recorded_at']),
        id: String(row['id']),
      }));
  }

  /** The last entry there is. */
  last(): { readonly stream: string; readonly revision: number; readonly id: string } | undefined {
    const row = this.#open().last.get();
    return row && { stream: String(row['name']), revision: Number(row['revision']), id: String(row['id']) };
  }

  /** Whether the copy knows where the log of the server has its last entry; one that was found wrong does not any more. */
  get isTrusted(): boolean {
    return this.#db.prepare('SELECT 1 FROM log_position').get() !== undefined;
  }

  close(): void {
    this.#db.close();
  }

  #open(): PlaceStatements {
    if (!this.#db.isOpen) throw new Unavailable('the journal is closed');
    return this.#statements;
  }
}

interface PlaceStatements {
  readonly head: StatementSync;
  readonly command: StatementSync;
  readonly entry: StatementSync;
  readonly places: StatementSync;
  readonly last: StatementSync;
}

function preparePlaces(db: DatabaseSync): PlaceStatements {
  const ofStream = 'FROM entry JOIN stream ON stream.number = entry.stream WHERE name = ?';
  return {
    head: db.prepare(`SELECT max(revision) AS revision ${ofStream}`),
    command: db.prepare('SELECT 1 FROM command WHERE id = ?'),
    entry: db.prepare(`SELECT 1 ${ofStream} AND entry.id = ?`),
    places: db.prepare(
      `SELECT revision, ordinal, recorded_at, id ${ofStream} AND revision >= ? ORDER BY revision LIMIT ?`,
    ),
    last: db.prepare(
      'SELECT name, revision, id FROM entry JOIN stream ON stream.number = entry.stream ORDER BY ordinal DESC LIMIT 1',
    ),
  };
}
