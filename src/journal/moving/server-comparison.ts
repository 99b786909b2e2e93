import { setTimeout as sleep } from 'node:timers/promises';
import { Feed, type FeedNews } from '../eventstoredb-feed.ts';
import { pauseAfter, type Timing } from '../eventstoredb-timing.ts';
import { Unavailable } from '../journal.ts';
import { HeldAgainstRows } from './held-against-rows.ts';
import type { JournalRows } from './journal-rows.ts';
import { Differs } from './move.ts';

interface ComparisonParts {
  readonly connectionString: string;
  readonly rows: JournalRows;
  readonly timing: Timing;
}

/** Follows the log of the server for as long as a move takes, and holds every entry against the file. */
export class ServerComparison {
  readonly #held: HeldAgainstRows;
  readonly #feed: Feed;
  readonly #parts: ComparisonParts;
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  readonly #caughtUp = Promise.withResolvers<void>();
  #onCompared: (count: number) => void = () => undefined;
  #problem: string | undefined;

  constructor(parts: ComparisonParts) {
    const { connectionString, rows, timing } = parts;
    this.#parts = parts;
    this.#held = new HeldAgainstRows(rows);
    const { ledgerId } = rows.identity;
    const tell = (news: FeedNews): void => this.#hear(news);
    this.#feed = new Feed({ connectionString, ledgerId, copy: this.#held, timing, tell });
    this.#caughtUp.promise.catch(() => undefined);
    this.#running = this.#feed.run(this.#ending.signal);
  }

  get count(): number {
    return this.#held.head.ordinal;
  }

  /** Streams of which the server was told not to keep everything. */
  get retained(): number {
    return this.#held.head.retained;
  }

  /** What the server has is not what the file has: there is no sense in going on. */
  get hasStopped(): boolean {
    return this.#problem !== undefined;
  }

  /** When everything that the server had at the beginning was the same; says how far it is. Rejects with `Differs`. */
  async caughtUp(onCompared: (count: number) => void): Promise<void> {
    this.#onCompared = onCompared;
    await this.#caughtUp.promise;
    await this.#untilWhole(() => true);
    this.#onCompared = () => undefined;
  }

  /** When the server says that there are so many entries and no more. Rejects with `Differs`, or with `Unavailable`. */
  whole(count: number): Promise<void> {
    return this.#untilWhole(() => this.count === count);
  }

  /** Of what the server sent. */
  digest(): string {
    return this.#held.digest();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  /** Asks until the server has said that this is everything, and it is as many as it should be. */
  async #untilWhole(isAsMany: () => boolean): Promise<void> {
    const { timing } = this.#parts;
    const until = performance.now() + timing.patience;
    for (let failures = 0; ; failures += 1) {
      const isWhole = await this.#feed.catchUp();
      if (this.#problem !== undefined) throw new Differs(this.#problem);
      if (isWhole && isAsMany()) return;
      if (performance.now() > until) throw new Unavailable('the server does not send what it has');
      await sleep(pauseAfter(failures, timing.pause));
    }
  }

  #hear(news: FeedNews): void {
    if (news.kind === 'TOOK') this.#onCompared(this.count);
    if (news.kind === 'CAUGHT_UP') this.#caughtUp.resolve();
    if (news.kind !== 'STOPPED') return;
    this.#problem = news.problem;
    this.#caughtUp.reject(new Differs(news.problem));
  }
}
