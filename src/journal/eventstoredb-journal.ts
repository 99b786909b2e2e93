import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '#ledger/entry.ts';
import { type LedgerClock, readClock, systemClock } from './clock.ts';
import { lockDirectory } from './data-directory-lock.ts';
import { anchorOfWhole } from './eventstoredb-anchor.ts';
import { EventStoreDbAppends } from './eventstoredb-appends.ts';
import { EventStoreDbBook } from './eventstoredb-book.ts';
import { FeedLink } from './eventstoredb-feed-link.ts';
import { removeForeignCopy } from './eventstoredb-identity.ts';
import { readOnServer } from './eventstoredb-reading.ts';
import { EventStoreDbServer, refuseTalkativeClient } from './eventstoredb-server.ts';
import { type Timing, usualTiming } from './eventstoredb-timing.ts';
import {
  type Appended,
  type AppendRequest,
  type CommandPlace,
  type Followed,
  type Head,
  type Journal,
  type JournalState,
  type KnownAt,
  Unavailable,
} from './journal.ts';
import { JournalCopyPlaces } from './journal-copy-places.ts';
import { ensureFiles, journalCopyFile } from './journal-files.ts';
import { WakeUps } from './wake-ups.ts';

export interface EventStoreDbJournalOptions {
  /** As in `esdb://user:password@n1:2113,n2:2113,n3:2113?tls=true`. There is a secret in it: it is never shown. */
  readonly connectionString: string;
  /** The data directory, for the copy; made if it is not there. Each process has one of its own. */
  readonly directory: string;
  readonly ledgerId: string;
  readonly clock?: LedgerClock;
  readonly timing?: Partial<Timing>;
  /** While the copy is made, or brought up to date: how many entries it has. */
  readonly onProgress?: ((ordinal: number) => void) | undefined;
}

/**
 * Opens the journal that an EventStoreDB or KurrentDB server keeps for a ledger, or begins it. Resolves when everything that the
 * server has is in the copy.
 *
 * Rejects with `DirectoryLocked`, with `Unavailable` if the server does not answer, with `Denied` if it does not let us, and
 * with `JournalRefused` if what it sends is not this ledger's journal, or not yet all of it.
 */
export async function openEventStoreDbJournal(options: EventStoreDbJournalOptions): Promise<EventStoreDbJournal> {
  refuseTalkativeClient(process.env['DEBUG']);
  const { connectionString, directory, ledgerId, clock = systemClock, onProgress } = options;
  const timing = { ...usualTiming, ...options.timing };
  const file = journalCopyFile(directory);
  ensureFiles(directory, file);
  const unlock = lockDirectory(directory, file);
  const server = new EventStoreDbServer(connectionString, timing);
  let feed: FeedLink | undefined;
  try {
    const { journalId, floor } = await anchorOfWhole(server, ledgerId, timing);
    const identity = { ledgerId, journalId };
    await removeForeignCopy(file, identity, server);
    const wakeUps = new WakeUps();
    feed = await FeedLink.open({ connectionString, file, identity, timing, floor }, () => {
      wakeUps.wake();
      onProgress?.(feed?.progress.ordinal ?? 0);
    });
    await feed.caughtUp();
    return new EventStoreDbJournal({ server, feed, file, clock, timing, wakeUps, unlock });
  } catch (error) {
    await feed?.close();
    await server.close();
    unlock();
    throw error;
  }
}

interface Parts {
  readonly server: EventStoreDbServer;
  readonly feed: FeedLink;
  readonly file: string;
  readonly clock: LedgerClock;
  readonly timing: Timing;
  readonly wakeUps: WakeUps;
  readonly unlock: () => void;
}

/** A journal that a server keeps and several processes may write. Made by `openEventStoreDbJournal`. */
export class EventStoreDbJournal implements Journal {
  readonly isShared = true;
  readonly appendDeadline: number;
  readonly journalId: string;
  readonly ledgerId: string;
  readonly file: string;
  /** What is in the copy: it goes on while the server is away. */
  readonly book: EventStoreDbBook;
  readonly #parts: Parts;
  readonly #places: JournalCopyPlaces;
  readonly #appends: EventStoreDbAppends;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts) {
    const { server, feed, file, clock, timing, wakeUps } = parts;
    this.#parts = parts;
    this.appendDeadline = timing.attempt;
    this.file = file;
    this.book = new EventStoreDbBook({ feed, file, clock, timing, wakeUps });
    this.journalId = this.book.journalId;
    this.ledgerId = this.book.ledgerId;
    this.#places = new JournalCopyPlaces(file);
    const { journalId, ledgerId } = this;
    const ofClock = (): number => readClock(clock);
    const writing = { server, feed, places: this.#places, clock: ofClock, timing };
    this.#appends = new EventStoreDbAppends({ journalId, ledgerId, ...writing });
  }

  append(request: AppendRequest): Promise<Appended> {
    return this.#appends.submit(request);
  }

  /** As the server has it: what is decided stands on it. Waits until the copy has it too, which is where places come from. */
  async readStream(stream: string, fromRevision = 0, limit = Number.MAX_SAFE_INTEGER): Promise<readonly Entry[]> {
    const arrived = (revision: number, commit: bigint | undefined): Promise<void> =>
      this.#arrival(stream, revision, commit);
    const source = { server: this.#parts.server, places: this.#places, ledgerId: this.ledgerId, arrived };
    return readOnServer(source, { stream, fromRevision, limit });
  }

  readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]> {
    return this.book.readAll(afterOrdinal, limit);
  }

  head(): Promise<Head> {
    return this.book.head();
  }

  /** Of another process's command only what is in the copy is known: an id used in two places at once can be missed. */
  findCommand(commandId: string): Promise<CommandPlace | undefined> {
    return this.book.findCommand(commandId);
  }

  tokenOf(ordinal: number): string {
    return this.book.tokenOf(ordinal);
  }

  ordinalOf(token: string): Promise<number | undefined> {
    return this.book.ordinalOf(token);
  }

  knownAt(instant: string): Promise<KnownAt> {
    return this.book.knownAt(instant);
  }

  follow(afterOrdinal: number, signal: AbortSignal): AsyncIterable<Followed> {
    return this.book.follow(afterOrdinal, signal);
  }

  state(): JournalState {
    if (this.#closing !== undefined) return { isCurrent: false, isWritable: false, problem: 'the journal is closed' };
    const { isCurrent, problem, obstacle } = this.#parts.feed;
    return { isCurrent, isWritable: isCurrent && obstacle === undefined, problem: obstacle ?? problem };
  }

  /** Waits for what has been submitted. Followers end; whoever reads in another thread has closed before. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { server, feed, wakeUps, unlock } = this.#parts;
    await this.#appends.drain();
    feed.release();
    this.book.close();
    this.#places.close();
    wakeUps.wake();
    // Last, because the last connection that closes, if it may write, leaves one tidy file without a log beside it.
    await feed.close();
    await server.close();
    unlock();
  }

  async #arrival(stream: string, revision: number, commit: bigint | undefined): Promise<void> {
    const { feed, timing } = this.#parts;
    const isThere = (): boolean => this.#places.revisionOf(stream) >= revision;
    if (isThere()) return;
    const inTime = feed.arrived(commit, isThere).then(() => true);
    const late = sleep(timing.attempt, false, { ref: false });
    if ((await Promise.race([inTime, late])) && isThere()) return;
    void feed.prove(isThere);
    throw new Unavailable('the copy of the journal is behind');
  }
}
