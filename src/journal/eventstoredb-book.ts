import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from '#ledger/entry.ts';
import { type LedgerClock, readClock } from './clock.ts';
import type { FeedLink } from './eventstoredb-feed-link.ts';
import type { Timing } from './eventstoredb-timing.ts';
import type { CommandPlace, Followed, Head, JournalReader, KnownAt } from './journal.ts';
import { millisecondsOf } from './recorded-time.ts';
import { SqliteReader } from './sqlite-reader.ts';
import type { WakeUps } from './wake-ups.ts';

interface BookParts {
  readonly feed: FeedLink;
  readonly file: string;
  readonly clock: LedgerClock;
  readonly timing: Timing;
  readonly wakeUps: WakeUps;
}

/** The journal as it stands in the copy. */
export class EventStoreDbBook implements JournalReader {
  readonly journalId: string;
  readonly ledgerId: string;
  readonly #parts: BookParts;
  readonly #reader: SqliteReader;

  constructor(parts: BookParts) {
    const { feed, file, wakeUps } = parts;
    this.#parts = parts;
    this.#reader = new SqliteReader(file, async (ordinal, signal) => {
      if (feed.progress.ordinal <= ordinal) await wakeUps.wait(signal);
    });
    this.journalId = this.#reader.journalId;
    this.ledgerId = this.#reader.ledgerId;
  }

  readStream(stream: string, fromRevision?: number, limit?: number): Promise<readonly Entry[]> {
    return this.#reader.readStream(stream, fromRevision, limit);
  }

  readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]> {
    return this.#reader.readAll(afterOrdinal, limit);
  }

  head(): Promise<Head> {
    return this.#reader.head();
  }

  findCommand(commandId: string): Promise<CommandPlace | undefined> {
    return this.#reader.findCommand(commandId);
  }

  tokenOf(ordinal: number): string {
    return this.#reader.tokenOf(ordinal);
  }

  ordinalOf(token: string): Promise<number | undefined> {
    return this.#reader.ordinalOf(token);
  }

  /**
   * Settled is an instant before the last entry here, or one so long ago that no writer is under way with it any more, once
   * the server has said that everything is here.
   */
  async knownAt(instant: string): Promise<KnownAt> {
    const { feed, clock, timing } = this.#parts;
    const until = millisecondsOf(instant);
    if (until >= feed.progress.settledBefore && until < readClock(clock) - timing.settles) {
      await Promise.race([feed.settle(until + 1), sleep(timing.arrival, undefined, { ref: false })]);
    }
    return this.#reader.knownAt(instant);
  }

  follow(afterOrdinal: number, signal: AbortSignal): AsyncIterable<Followed> {
    return this.#reader.follow(afterOrdinal, signal);
  }

  close(): void {
    this.#reader.close();
  }
}
