import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Entry } from '#ledger/entry.ts';
import { codec } from './codec.ts';
import { followFrom } from './follow.ts';
import {
  type CommandPlace,
  type Followed,
  type Head,
  type JournalReader,
  type KnownAt,
  Unavailable,
} from './journal.ts';
import { positionOfToken, positionToken } from './position-token.ts';
import { instantOf, millisecondsOf } from './recorded-time.ts';
import { columnsOf, inColumns } from './row-columns.ts';
import { openForReading, readIdentity } from './sqlite-open.ts';
import { WakeUps } from './wake-ups.ts';

/** How long to wait before looking again, in milliseconds: soon after there was something, less often when it is quiet. */
const shortestPause = 1;
const longestPause = 20;

/** Waits until something may have been recorded after the ordinal; see `Followable`. */
export type WaitBeyond = (ordinal: number, signal: AbortSignal) => Promise<void>;

/** Opens a journal file (`journalFile` of a data directory) for reading alone: for a projector's thread, or a command that does not write. Throws `JournalRefused`. */
export function openSqliteReader(file: string): SqliteReader {
  return new SqliteReader(file);
}

/**
 * A read-only connection to the journal, for any thread. Nothing wakes it but its own looking, unless somebody calls
 * `nudge` or main gives it a way to wait (`waitBeyond`).
 */
export class SqliteReader implements JournalReader {
  readonly journalId: string;
  readonly ledgerId: string;
  readonly #db: DatabaseSync;
  readonly #statements: ReaderStatements;
  readonly #waitBeyond: WaitBeyond;
  readonly #wakeUps = new WakeUps();
  /** Many entries share a millisecond; writing it in words is not free. */
  #instant = { milliseconds: 0, text: instantOf(0) };

  /** Throws `JournalRefused`. */
  constructor(file: string, waitBeyond?: WaitBeyond) {
    this.#db = openForReading(file);
    this.#statements = prepareReader(this.#db);
    const { journalId, ledgerId } = readIdentity(this.#db);
    this.journalId = journalId;
    this.ledgerId = ledgerId;
    this.#waitBeyond = waitBeyond ?? ((ordinal, signal) => this.#look(ordinal, signal));
  }

  async readStream(stream: string, fromRevision = 0, limit = -1): Promise<readonly Entry[]> {
    return this.#open()
      .readStream.all(stream, fromRevision, limit)
      .map((row) => this.#entryOf(row));
  }

  async readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]> {
    return this.#open()
      .readAll.all(afterOrdinal, limit)
      .map((row) => this.#entryOf(row));
  }

  async head(): Promise<Head> {
    const row = this.#open().head.get();
    return row === undefined
      ? { ordinal: 0, recordedAt: undefined }
      : { ordinal: Number(row['ordinal']), recordedAt: instantOf(Number(row['recorded_at'])) };
  }

  async findCommand(commandId: string): Promise<CommandPlace | undefined> {
    const row = this.#open().findCommand.get(commandId);
    return (
      row && { stream: String(row['stream']), firstRevision: Number(row['first_revision']), hash: String(row['hash']) }
    );
  }

  tokenOf(ordinal: number): string {
    return positionToken(this.journalId, ordinal);
  }

  async ordinalOf(token: string): Promise<number | undefined> {
    return positionOfToken(this.journalId, token);
  }

  async knownAt(instant: string): Promise<KnownAt> {
    const until = millisecondsOf(instant);
    // First what is settled, then the entries: whatever is recorded between the two is later than what was settled.
    const settledBefore = Number(this.#open().settledBefore.get()?.['instant']);
    return { ordinal: this.#lastRecordedAt(until), settled: until < settledBefore };
  }

  follow(afterOrdinal: number, signal: AbortSignal): AsyncIterable<Followed> {
    const readAll = (after: number, limit: number): Promise<readonly Entry[]> => this.readAll(after, limit);
    return followFrom(
      { readAll, waitBeyond: this.#waitBeyond, isClosed: () => !this.#db.isOpen },
      afterOrdinal,
      signal,
    );
  }

  /** Something was recorded: those who follow look at once. */
  nudge(): void {
    this.#wakeUps.wake();
  }

  close(): void {
    if (this.#db.isOpen) this.#db.close();
    this.nudge();
  }

  #open(): ReaderStatements {
    if (!this.#db.isOpen) throw new Unavailable('the journal is closed');
    return this.#statements;
  }

  async #look(ordinal: number, signal: AbortSignal): Promise<void> {
    for (let pause = shortestPause; this.#db.isOpen && !signal.aborted; pause = Math.min(2 * pause, longestPause)) {
      if (Number(this.#statements.head.get()?.['ordinal'] ?? 0) > ordinal) return;
      await this.#wakeUps.wait(signal, pause);
    }
  }

  /** Recorded time never goes backwards along the ordinals, so the last one at or before an instant is found by halving. */
  #lastRecordedAt(until: number): number {
    let known = 0;
    let beyond = Number(this.#statements.head.get()?.['ordinal'] ?? 0) + 1;
    while (beyond - known > 1) {
      const middle = Math.floor((known + beyond) / 2);
      if (Number(this.#statements.recordedAt.get(middle)?.['recorded_at']) <= until) known = middle;
      else beyond = middle;
    }
    return known;
  }

  #entryOf(row: unknown): Entry {
    const [ordinal, stream, revision, recordedAt, id, type, version, body] = columnsOf(row);
    const place = {
      id: String(id),
      ledgerId: this.ledgerId,
      stream: String(stream),
      revision: Number(revision),
      ordinal: Number(ordinal),
      recordedAt: this.#instantOf(Number(recordedAt)),
    };
    return codec.decode(place, String(type), Number(version), String(body));
  }

  #instantOf(milliseconds: number): string {
    if (this.#instant.milliseconds !== milliseconds) this.#instant = { milliseconds, text: instantOf(milliseconds) };
    return this.#instant.text;
  }
}

interface ReaderStatements {
  readonly readStream: StatementSync;
  readonly readAll: StatementSync;
  readonly head: StatementSync;
  readonly recordedAt: StatementSync;
  readonly settledBefore: StatementSync;
  readonly findCommand: StatementSync;
}

function prepareReader(db: DatabaseSync): ReaderStatements {
  const columns = 'ordinal, name AS stream, revision, recorded_at, id, type, version, body';
  const joined = 'entry JOIN stream ON stream.number = entry.stream';
  return {
    readStream: inColumns(
      db.prepare(`SELECT ${columns} FROM ${joined} WHERE name = ? AND revision >= ? ORDER BY revision LIMIT ?`),
    ),
    readAll: inColumns(db.prepare(`SELECT ${columns} FROM ${joined} WHERE ordinal > ? ORDER BY ordinal LIMIT ?`)),
    head: db.prepare('SELECT ordinal, recorded_at FROM entry ORDER BY ordinal DESC LIMIT 1'),
    recordedAt: db.prepare('SELECT recorded_at FROM entry WHERE ordinal = ?'),
    settledBefore: db.prepare(`
      SELECT max(coalesce((SELECT recorded_at FROM entry ORDER BY ordinal DESC LIMIT 1), 0),
                 coalesce((SELECT max(recorded_at) FROM floor), 0)) AS instant`),
    findCommand: db.prepare(`
      SELECT name AS stream, first_revision, hash
        FROM command JOIN stream ON stream.number = command.stream WHERE id = ?`),
  };
}
