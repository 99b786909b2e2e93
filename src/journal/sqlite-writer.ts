import type { DatabaseSync } from 'node:sqlite';
import { FailedChains } from './append-chains.ts';
import type { MeasuredAppend } from './append-limits.ts';
import { readClock } from './clock.ts';
import { faultCells, isDue } from './fault-plan.ts';
import { nextRecordedAt } from './recorded-time.ts';
import { numberOf, openForWriting, readIdentity } from './sqlite-open.ts';
import { diskFull, isConstraint, isDiskFull, wordsOf } from './sqlite-problems.ts';
import { prepareWriter, type WriterStatements } from './sqlite-statements.ts';
import { type StreamHead, StreamHeads } from './stream-heads.ts';
import {
  type AnswerCode,
  answerCodes,
  type BatchDone,
  type ChainedAppend,
  type WriterHead,
  type WriterStart,
} from './writer-messages.ts';

interface Answer {
  readonly code: AnswerCode;
  /** See `answerCodes`. */
  readonly value: number;
}

type Outcome = 'COMMITTED' | 'UNDONE' | 'UNKNOWN' | 'DEAD';

/** Streams kept in memory: a few megabytes. */
const rememberedStreams = 20_000;

/**
 * The only connection that writes the journal. Lives in a thread of its own, because a commit waits for the disk; works
 * off a batch of appends in one transaction, so that all of them share that wait.
 */
export class SqliteWriter {
  readonly journalId: string;
  readonly #start: WriterStart;
  readonly #failedChains = new FailedChains();
  readonly #streams = new StreamHeads(rememberedStreams);
  #db: DatabaseSync;
  #statements: WriterStatements;
  #ordinal = 0;
  /** Nothing is recorded before it: the last recorded time, or the floor where that is later. */
  #last = 0;
  #streamCount = 0;
  /** A commit failed, and the file has not been put in order since. */
  #isUnsettled = false;

  constructor(start: WriterStart) {
    this.#start = start;
    this.#db = openForWriting(start.file, start.ledgerId, readClock(start.clock));
    this.#statements = prepareWriter(this.#db);
    this.journalId = readIdentity(this.#db).journalId;
    this.#readState();
  }

  get head(): WriterHead {
    return { ordinal: this.#ordinal, settledBefore: this.#last };
  }

  close(): void {
    this.#db.close();
  }

  /** Carries out appends in their order, each all or none, and makes them durable together. */
  carryOut(appends: readonly ChainedAppend[], floors: readonly number[]): BatchDone {
    const done = (answers: readonly Answer[], problem = '', isDead = false): BatchDone => ({
      answers: answers.flatMap(({ code, value }) => [code, value]),
      floorCount: floors.length,
      problem,
      isDead,
      head: this.head,
    });
    const all = (code: AnswerCode): readonly Answer[] => {
      for (const { chain } of appends) this.#failedChains.add(chain);
      return appends.map(() => ({ code, value: 0 }));
    };
    let answers: readonly Answer[];
    try {
      if (this.#isUnsettled) this.#repair();
      answers = this.#write(appends, floors);
    } catch (error) {
      // COMMIT was not tried, so whatever was written inside the transaction is gone.
      this.#undo();
      return done(all(answerCodes.UNAVAILABLE), wordsOf(error));
    }
    try {
      this.#commit();
      return done(answers);
    } catch (error) {
      const outcome = this.#settle(appends, answers);
      if (outcome === 'COMMITTED') return done(answers);
      const code = outcome === 'UNDONE' ? answerCodes.UNAVAILABLE : answerCodes.UNKNOWN;
      return done(all(code), wordsOf(error), outcome === 'DEAD');
    }
  }

  #write(appends: readonly ChainedAppend[], floors: readonly number[]): readonly Answer[] {
    this.#limitPages();
    this.#statements.begin.run();
    const now = readClock(this.#start.clock);
    const recordedAt = nextRecordedAt(now, this.#last);
    const answers = appends.map((append) => this.#append(append, recordedAt));
    // Only up to now: a floor in the future would make recorded times of the future.
    if (floors.some((instant) => instant >= this.#last && instant < now)) {
      this.#statements.insertFloor.run(now);
      this.#last = now;
    }
    return answers;
  }

  #append(append: ChainedAppend, recordedAt: number): Answer {
    const answer = this.#tryAppend(append, recordedAt);
    if (answer.code !== answerCodes.APPENDED) this.#failedChains.add(append.chain);
    return answer;
  }

  #tryAppend(append: ChainedAppend, recordedAt: number): Answer {
    const stream = this.#streams.get(append.stream) ?? this.#findStream(append.stream);
    const actual = stream?.revision ?? -1;
    const isOnFailed = this.#failedChains.has(append.chain);
    if (isOnFailed || actual !== append.expectedRevision) return { code: answerCodes.WRONG_REVISION, value: actual };
    this.#statements.savepoint.run();
    try {
      const written = this.#insert(append, recordedAt, stream);
      this.#statements.release.run();
      this.#streams.set(append.stream, written);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      this.#statements.rollbackToSavepoint.run();
      this.#statements.release.run();
      const isTaken = append.commands.some(({ id }) => this.#statements.findCommand.get(id) !== undefined);
      return { code: isTaken ? answerCodes.COMMAND_TAKEN : answerCodes.DENIED, value: 0 };
    }
    this.#ordinal += append.entries.length;
    this.#last = recordedAt;
    return { code: answerCodes.APPENDED, value: this.#ordinal };
  }

  #insert(append: MeasuredAppend, recordedAt: number, stream: StreamHead | undefined): StreamHead {
    const { insertCommand, insertEntry } = this.#statements;
    const number = stream?.number ?? this.#insertStream(append.stream);
    let revision = append.expectedRevision;
    for (const { id, hash, offset } of append.commands) insertCommand.run(id, number, revision + 1 + offset, hash);
    let ordinal = this.#ordinal;
    for (const { id, type, version, body } of append.entries) {
      ordinal += 1;
      revision += 1;
      insertEntry.run(ordinal, number, revision, recordedAt, id, type, version, body);
    }
    if (stream === undefined) this.#streamCount = number;
    return { number, revision };
  }

  #insertStream(name: string): number {
    this.#statements.insertStream.run(this.#streamCount + 1, name);
    return this.#streamCount + 1;
  }

  #findStream(name: string): StreamHead | undefined {
    const row = this.#statements.findStream.get(name);
    return row && { number: Number(row['number']), revision: Number(row['revision'] ?? -1) };
  }

  #commit(): void {
    if (isDue(this.#start.faults, faultCells.commitBefore)) throw new Error('a COMMIT that a test let fail');
    this.#statements.commit.run();
    if (isDue(this.#start.faults, faultCells.commitAfter)) throw new Error('a COMMIT that a test let fail afterwards');
  }

  #undo(): void {
    this.#streams.clear();
    try {
      // SQLite itself has ended the transaction after some errors, a full disk among them.
      if (this.#db.isTransaction) this.#statements.rollback.run();
      this.#readState();
    } catch {
      this.#isUnsettled = true;
    }
  }

  /**
   * What became of a transaction whose COMMIT failed. UNKNOWN: the disk is full, and until it is not nothing more is
   * written. DEAD: it cannot be found out, and the process has to end.
   */
  #settle(appends: readonly MeasuredAppend[], answers: readonly Answer[]): Outcome {
    this.#isUnsettled = true;
    const deadline = performance.now() + this.#start.repairPatience;
    while (this.#isUnsettled) {
      try {
        this.#repair();
      } catch (error) {
        if (performance.now() >= deadline) return isDiskFull(error) ? 'UNKNOWN' : 'DEAD';
        pause(50);
      }
    }
    return this.#outcomeOf(appends.filter((_, index) => answers[index]?.code === answerCodes.APPENDED));
  }

  /**
   * Puts the file in order after a failed COMMIT. A new connection, because the old one may hold the torn transaction; and
   * a checkpoint, which writes the log's pages once more and syncs them: what a mere look finds may not be on the disk.
   */
  #repair(): void {
    if (isDue(this.#start.faults, faultCells.repair)) throw new Error('a repair that a test let fail');
    if (this.#db.isOpen) this.#db.close();
    this.#db = openForWriting(this.#start.file, this.#start.ledgerId, 0);
    this.#statements = prepareWriter(this.#db);
    this.#readState();
    try {
      this.#checkpoint();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.#writeOver();
    }
    this.#readState();
    this.#isUnsettled = false;
  }

  #checkpoint(): void {
    if (isDue(this.#start.faults, faultCells.repairFull)) throw diskFull();
    const isBusy = numberOf(this.#db, 'PRAGMA wal_checkpoint(TRUNCATE)') !== 0;
    if (isBusy) throw new Error('the checkpoint after a failed COMMIT did not get through');
  }

  /**
   * On a full disk there is no room for a checkpoint, but there is for a small transaction, at the place in the log where
   * the failed one stood: what was left of that is no part of the log any more. The smallest one is a higher floor.
   */
  #writeOver(): void {
    this.#statements.begin.run();
    this.#statements.insertFloor.run(Math.max(readClock(this.#start.clock), this.#last + 1));
    this.#statements.commit.run();
  }

  /** A transaction is in the file as a whole or not at all; anything else is beyond us. */
  #outcomeOf(appended: readonly MeasuredAppend[]): Outcome {
    const isThere = ({ stream, entries }: MeasuredAppend): boolean =>
      entries.every(({ id }) => this.#statements.findEntry.get(stream, id) !== undefined);
    const count = appended.filter(isThere).length;
    if (count === appended.length) return 'COMMITTED';
    return count === 0 ? 'UNDONE' : 'DEAD';
  }

  #readState(): void {
    this.#streams.clear();
    this.#ordinal = numberOf(this.#db, 'SELECT max(ordinal) FROM entry');
    const recordedAt = numberOf(this.#db, 'SELECT recorded_at FROM entry ORDER BY ordinal DESC LIMIT 1');
    this.#last = Math.max(recordedAt, numberOf(this.#db, 'SELECT max(recorded_at) FROM floor'));
    this.#streamCount = numberOf(this.#db, 'SELECT max(number) FROM stream');
  }

  #limitPages(): void {
    const { faults } = this.#start;
    if (faults === undefined) return;
    const limit = Atomics.load(faults, faultCells.largestPageCount);
    this.#db.exec(`PRAGMA max_page_count = ${limit === 0 ? 4_294_967_294 : limit}`);
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
