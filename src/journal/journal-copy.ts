import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FloorAfter } from './eventstoredb-anchor.ts';
import type { ServerEntry } from './eventstoredb-events.ts';
import { type Identity, numberOf, openCopyForWriting } from './sqlite-open.ts';
import { isConstraint } from './sqlite-problems.ts';
import { prepareWriter, type WriterStatements } from './sqlite-statements.ts';
import { type StreamHead, StreamHeads } from './stream-heads.ts';

/** An entry on its way into the copy, and where the server's log has it. */
export interface CopiedEntry extends ServerEntry {
  readonly position: LogPosition;
}

/** What the server was told to do with a stream, from some place of its log on: with no key, to keep everything. */
export interface Retention {
  /** The stream. */
  readonly retained: string;
  readonly keys: readonly string[];
}

/** What comes from the server's log, in its order. */
export type CopiedItem = CopiedEntry | (Retention & { readonly position: LogPosition });

/** A place in the log of the whole server. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** How far a copy is. */
export interface CopyHead {
  /** Of the last entry; 0 if there is none. */
  readonly ordinal: number;
  /** Milliseconds since 1970: nothing is recorded before. */
  readonly settledBefore: number;
  /** Undefined before the first item. */
  readonly position: LogPosition | undefined;
  /** Streams that the server was told not to keep whole. */
  readonly retained: number;
}

/** The next entry of a stream did not come: one was left out on the way, or the server has lost it. */
export class FeedGap extends Error {
  override readonly name = 'FeedGap';
}

/** What the server sends contradicts what it sent before: nothing that waiting cures. */
export class FeedContradiction extends Error {
  override readonly name = 'FeedContradiction';
}

/** Streams kept in memory: a few megabytes. */
const rememberedStreams = 20_000;

/**
 * The one writer of a copy of a journal that a server keeps: the entries of the ledger in the order of the server's log, numbered
 * as they come. The same file as the embedded journal, so that everything which reads that one reads this one; it is made again
 * whenever it is lost. Times in it are the running maximum, because several writers have several clocks.
 */
export class JournalCopy {
  readonly #db: DatabaseSync;
  readonly #statements: WriterStatements;
  readonly #placeStatements: PlaceStatements;
  readonly #streams = new StreamHeads(rememberedStreams);
  readonly #floor: FloorAfter | undefined;
  #head: CopyHead = { ordinal: 0, settledBefore: 0, position: undefined, retained: 0 };
  #streamCount = 0;
  #lastCommandId: string | undefined;
  #isTrusted = true;

  /** Throws `JournalRefused` for a copy of another journal. */
  constructor(file: string, identity: Identity, floor?: FloorAfter) {
    this.#floor = floor;
    this.#db = openCopyForWriting(file, identity);
    this.#db.exec(`CREATE TABLE IF NOT EXISTS log_position (
      only INTEGER PRIMARY KEY CHECK (only = 1), commit_position TEXT NOT NULL, prepare_position TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS retention (stream TEXT PRIMARY KEY, keys TEXT NOT NULL) STRICT`);
    this.#statements = prepareWriter(this.#db);
    this.#placeStatements = preparePlaces(this.#db);
    this.#readHead();
    if (floor !== undefined && floor.ordinal <= this.#head.ordinal) this.raiseFloor(floor.instant);
  }

  get head(): CopyHead {
    return this.#head;
  }

  /**
   * Takes items in, in the order of the log; those it has already, from another connection, are passed over. Throws after the last
   * good one.
   */
  take(items: readonly CopiedItem[]): void {
    this.#statements.begin.run();
    let { position } = this.#head;
    try {
      for (const item of items) {
        const isPassed = position !== undefined && !isAfter(item.position, position);
        if (!('retained' in item)) this.#takeOne(item, isPassed);
        else if (!isPassed) this.#noteRetention(item);
        if (!isPassed) ({ position } = item);
      }
      this.#commit(position);
    } catch (error) {
      if (error instanceof FeedGap || error instanceof FeedContradiction) this.#commit(position);
      else this.#undo();
      throw isConstraint(error)
        ? new FeedContradiction('an entry contradicts those before it', { cause: error })
        : error;
    }
  }

  /** All that is set for streams, read anew from the beginning. */
  replaceRetention(all: readonly Retention[]): void {
    this.#statements.begin.run();
    this.#db.exec('DELETE FROM retention');
    for (const one of all) this.#noteRetention(one);
    this.#commit(undefined);
  }

  /** From now on nothing is recorded before the instant (milliseconds since 1970). */
  raiseFloor(instant: number): void {
    if (instant <= this.#head.settledBefore) return;
    this.#statements.insertFloor.run(instant);
    this.#head = { ...this.#head, settledBefore: instant };
  }

  /** The last entry there is. */
  last(): { readonly stream: string; readonly revision: number; readonly id: string } | undefined {
    const row = this.#placeStatements.last.get();
    return row && { stream: String(row['name']), revision: Number(row['revision']), id: String(row['id']) };
  }

  /** Whoever opens it next makes it again. */
  distrust(): void {
    this.#isTrusted = false;
    this.#placeStatements.forgetPosition.run();
  }

  /** Ends the copying for good: from now on the file is a journal of its own. It is tidy, without a log beside it. */
  becomeJournal(): void {
    this.#db.exec(
      'PRAGMA synchronous = FULL; DROP TABLE log_position; DROP TABLE retention; PRAGMA wal_checkpoint(TRUNCATE)',
    );
    this.close();
  }

  close(): void {
    this.#db.close();
  }

  #takeOne(entry: CopiedEntry, isPassed: boolean): void {
    const { stream, revision, id, type, version, body } = entry;
    const known = this.#streams.get(stream) ?? this.#findStream(stream);
    const last = known?.revision ?? -1;
    if (revision <= last) return this.#requireSame(entry);
    if (revision > last + 1) throw new FeedGap(`after revision ${last} of a stream came ${revision}`);
    // Left out on one connection and brought by another one since: the places behind it have been given.
    if (isPassed) throw new FeedContradiction('an entry came after others that follow it in the log');
    const number = known?.number ?? this.#addStream(stream);
    const ordinal = this.#head.ordinal + 1;
    const recordedAt = Math.max(entry.recordedAt, this.#head.settledBefore);
    this.#statements.insertEntry.run(ordinal, number, revision, recordedAt, id, type, version, body);
    this.#noteCommand(entry, number);
    this.#streams.set(stream, { number, revision });
    this.#head = { ...this.#head, ordinal, settledBefore: recordedAt };
    if (ordinal === this.#floor?.ordinal) this.raiseFloor(this.#floor.instant);
  }

  /** The first entry of a command says where it is. An id that two processes used at once stays with the first of them. */
  #noteCommand({ command, revision }: CopiedEntry, stream: number): void {
    if (command.id === this.#lastCommandId) return;
    this.#lastCommandId = command.id;
    if (this.#statements.findCommand.get(command.id) !== undefined) return;
    this.#statements.insertCommand.run(command.id, stream, revision, command.hash);
  }

  #noteRetention({ retained, keys }: Retention): void {
    if (keys.length === 0) this.#placeStatements.forgetRetention.run(retained);
    else this.#placeStatements.keepRetention.run(retained, keys.join(' '));
  }

  #requireSame({ stream, revision, id }: CopiedEntry): void {
    const known = this.#placeStatements.idAt.get(stream, revision)?.['id'];
    if (known !== id) throw new FeedContradiction(`revision ${revision} of a stream came again as another entry`);
  }

  #addStream(name: string): number {
    this.#streamCount += 1;
    this.#statements.insertStream.run(this.#streamCount, name);
    return this.#streamCount;
  }

  #findStream(name: string): StreamHead | undefined {
    const row = this.#statements.findStream.get(name);
    return row && { number: Number(row['number']), revision: Number(row['revision'] ?? -1) };
  }

  #commit(position: LogPosition | undefined): void {
    if (position !== undefined && this.#isTrusted) {
      this.#placeStatements.keepPosition.run(String(position.commit), String(position.prepare));
      this.#head = { ...this.#head, position };
    }
    this.#statements.commit.run();
    this.#head = { ...this.#head, retained: this.#retained() };
  }

  #undo(): void {
    if (this.#db.isTransaction) this.#statements.rollback.run();
    this.#streams.clear();
    this.#lastCommandId = undefined;
    this.#readHead();
  }

  #retained(): number {
    return Number(this.#placeStatements.retained.get()?.['count'] ?? 0);
  }

  #readHead(): void {
    const last = this.#placeStatements.last.get();
    const place = this.#placeStatements.position.get();
    this.#streamCount = numberOf(this.#db, 'SELECT max(number) FROM stream');
    this.#head = {
      ordinal: Number(last?.['ordinal'] ?? 0),
      settledBefore: Math.max(
        Number(last?.['recorded_at'] ?? 0),
        numberOf(this.#db, 'SELECT max(recorded_at) FROM floor'),
      ),
      position: place && {
        commit: BigInt(String(place['commit_position'])),
        prepare: BigInt(String(place['prepare_position'])),
      },
      retained: this.#retained(),
    };
  }
}

function isAfter(one: LogPosition, other: LogPosition): boolean {
  return one.commit === other.commit ? one.prepare > other.prepare : one.commit > other.commit;
}

interface PlaceStatements {
  readonly last: StatementSync;
  readonly position: StatementSync;
  readonly keepPosition: StatementSync;
  readonly forgetPosition: StatementSync;
  readonly idAt: StatementSync;
  readonly retained: StatementSync;
  readonly keepRetention: StatementSync;
  readonly forgetRetention: StatementSync;
}

function preparePlaces(db: DatabaseSync): PlaceStatements {
  return {
    last: db.prepare(
      `SELECT ordinal, recorded_at, name, revision, id FROM entry JOIN stream ON stream.number = entry.stream
      ORDER BY ordinal DESC LIMIT 1`,
    ),
    position: db.prepare('SELECT commit_position, prepare_position FROM log_position'),
    keepPosition: db.prepare('INSERT OR REPLACE INTO log_position VALUES (1, ?, ?)'),
    retained: db.prepare('SELECT count(*) AS count FROM retention'),
    keepRetention: db.prepare('INSERT OR REPLACE INTO retention VALUES (?, ?)'),
    forgetRetention: db.prepare('DELETE FROM retention WHERE stream = ?'),
    forgetPosition: db.prepare('DELETE FROM log_position'),
    idAt: db.prepare(
      'SELECT id FROM entry JOIN stream ON stream.number = entry.stream WHERE name = ? AND revision = ?',
    ),
  };
}
