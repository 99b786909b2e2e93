import type { Entry } from '#ledger/entry.ts';
import { measureAppend } from './append-limits.ts';
import { type LedgerClock, readClock, systemClock } from './clock.ts';
import { lockDirectory } from './data-directory-lock.ts';
import type {
  Appended,
  AppendRequest,
  CommandPlace,
  Followed,
  Head,
  Journal,
  JournalReader,
  JournalState,
  KnownAt,
} from './journal.ts';
import { ensureFiles, journalFile } from './journal-files.ts';
import { refuseMoved } from './moved-away.ts';
import { millisecondsOf } from './recorded-time.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { WakeUps } from './wake-ups.ts';
import { WriterLink } from './writer-link.ts';

export interface SqliteJournalOptions {
  /** The data directory; made if it is not there. */
  readonly directory: string;
  readonly ledgerId: string;
  readonly clock?: LedgerClock;
  /** Nothing can be written any more and nobody knows in which state the disk is: end the process, non-zero. */
  readonly onFatal: (reason: Error) => void;
  /** Milliseconds to go on trying when it is not known whether a commit took place. */
  readonly repairPatience?: number;
  /** For tests: see fault-plan.ts. */
  readonly faults?: Int32Array;
}

/**
 * Opens the journal of a data directory, or begins it, and owns the directory until it is closed.
 *
 * Rejects with `DirectoryLocked` if another process owns it, and with `JournalRefused` if the file is the journal of
 * another ledger, of a later version of the code, or none at all, or has been moved to a server.
 */
export async function openSqliteJournal(options: SqliteJournalOptions): Promise<SqliteJournal> {
  const { directory, ledgerId, clock = systemClock, repairPatience = 10_000, faults, onFatal } = options;
  refuseMoved(directory);
  ensureFiles(directory);
  const unlock = lockDirectory(directory);
  const wakeUps = new WakeUps();
  try {
    const start = { file: journalFile(directory), ledgerId, clock, repairPatience, faults };
    const link = await WriterLink.open(start, { onCommit: () => wakeUps.wake(), onFatal });
    const waitBeyond = async (ordinal: number, signal: AbortSignal): Promise<void> => {
      if (link.head.ordinal <= ordinal) await wakeUps.wait(signal);
    };
    const reader = new SqliteReader(journalFile(directory), waitBeyond);
    return new SqliteJournal({ link, reader, file: start.file, clock, wakeUps, unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

interface Parts {
  readonly link: WriterLink;
  readonly reader: SqliteReader;
  readonly file: string;
  readonly clock: LedgerClock;
  readonly wakeUps: WakeUps;
  readonly unlock: () => void;
}

/** The embedded journal: one file, one writer in a thread of its own, reads in this thread. Made by `openSqliteJournal`. */
export class SqliteJournal implements Journal {
  readonly journalId: string;
  readonly ledgerId: string;
  /** One process owns the data directory. */
  readonly isShared = false;
  readonly appendDeadline = 0;
  readonly file: string;
  readonly #parts: Parts;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.journalId = parts.reader.journalId;
    this.ledgerId = parts.reader.ledgerId;
    this.file = parts.file;
  }

  async append(request: AppendRequest): Promise<Appended> {
    return this.#parts.link.append(measureAppend(this.ledgerId, request), request.chain);
  }

  get book(): JournalReader {
    return this;
  }

  /** What is read is what was written: only writing can fail. */
  state(): JournalState {
    const { problem } = this.#parts.link;
    return { isCurrent: true, isWritable: problem === undefined, problem };
  }

  /** Milliseconds since 1970: nothing is recorded before. A clock that somebody sets goes on from here. */
  get recordedUntil(): number {
    return this.#parts.link.head.settledBefore;
  }

  readStream(stream: string, fromRevision?: number, limit?: number): Promise<readonly Entry[]> {
    return this.#parts.reader.readStream(stream, fromRevision, limit);
  }

  readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]> {
    return this.#parts.reader.readAll(afterOrdinal, limit);
  }

  head(): Promise<Head> {
    return this.#parts.reader.head();
  }

  findCommand(commandId: string): Promise<CommandPlace | undefined> {
    return this.#parts.reader.findCommand(commandId);
  }

  tokenOf(ordinal: number): string {
    return this.#parts.reader.tokenOf(ordinal);
  }

  ordinalOf(token: string): Promise<number | undefined> {
    return this.#parts.reader.ordinalOf(token);
  }

  /** Settles the instant first, if it is past: from then on the writer records nothing at or before it. */
  async knownAt(instant: string): Promise<KnownAt> {
    const { link, reader, clock } = this.#parts;
    const until = millisecondsOf(instant);
    if (until >= link.head.settledBefore && until < readClock(clock)) await link.raiseFloor(until);
    return reader.knownAt(instant);
  }

  follow(afterOrdinal: number, signal: AbortSignal): AsyncIterable<Followed> {
    return this.#parts.reader.follow(afterOrdinal, signal);
  }

  /** Waits for what has been submitted. Followers end; whoever reads in another thread has closed before. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { link, reader, wakeUps, unlock } = this.#parts;
    await link.drain();
    reader.close();
    wakeUps.wake();
    // Last, because the last connection that closes, if it may write, leaves one tidy file without a log beside it.
    await link.close();
    unlock();
  }
}
