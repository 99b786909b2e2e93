import { setTimeout as sleep } from 'node:timers/promises';
import { largestAppendBytes, type MeasuredAppend, measureAppend, mostEntriesPerAppend } from './append-limits.ts';
import { eventOf } from './eventstoredb-events.ts';
import type { FeedLink } from './eventstoredb-feed-link.ts';
import type { EventStoreDbServer, Written } from './eventstoredb-server.ts';
import type { Timing } from './eventstoredb-timing.ts';
import { writeWhole } from './eventstoredb-writing.ts';
import { type Appended, type AppendRequest, CommandTaken, Denied, Unavailable, WrongRevision } from './journal.ts';
import type { JournalCopyPlaces } from './journal-copy-places.ts';
import { positionToken } from './position-token.ts';
import { nextRecordedAt } from './recorded-time.ts';

/** Beyond either, an append is refused at once: a longer queue only hides that nobody will wait for it. */
const mostWaiting = 10_000;
const mostWaitingBytes = 64 * 1024 * 1024;

interface Waiting {
  readonly append: MeasuredAppend;
  readonly chain: AppendRequest['chain'];
  readonly confirm: AppendRequest['confirm'];
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** Appends that go to the server in one. */
interface Batch {
  readonly together: readonly Waiting[];
  /** Their command ids are theirs until then. */
  readonly free: () => void;
}

/** The appends of one stream, in the order in which they were submitted. */
interface Line {
  readonly stream: string;
  readonly waiting: Waiting[];
  /** As far as our own appends have told. */
  revision: number;
}

export interface AppendParts {
  readonly journalId: string;
  readonly ledgerId: string;
  readonly server: EventStoreDbServer;
  readonly feed: FeedLink;
  readonly places: JournalCopyPlaces;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly timing: Timing;
}

/**
 * Writes to the server. One append of a stream is under way at a time; what was submitted meanwhile, one decided on the
 * other, goes together in the next. Appends of different streams go side by side.
 */
export class EventStoreDbAppends {
  readonly #parts: AppendParts;
  readonly #lines = new Map<string, Line>();
  /** Command ids that are on the server, or on their way there, and not yet known to be in the copy. */
  readonly #commandsUnderWay = new Map<string, Promise<unknown>>();
  /** See `AppendRequest.chain`. */
  readonly #failedChains = new WeakSet<object>();
  #lastRecordedAt = 0;
  #waitingCount = 0;
  #waitingBytes = 0;
  #answering = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(parts: AppendParts) {
    this.#parts = parts;
  }

  submit(request: AppendRequest): Promise<Appended> {
    const { chain, confirm } = request;
    return new Promise((resolve, reject) => {
      // In the same turn: what was decided on it may be submitted in the next.
      const fail = (error: unknown): void => {
        if (chain !== undefined) this.#failedChains.add(chain);
        reject(error);
      };
      try {
        const append = measureAppend(this.#parts.ledgerId, request);
        this.#requireRoom(append);
        this.#enqueue({ append, chain, confirm, resolve, reject: fail });
      } catch (error) {
        fail(error);
      }
    });
  }

  /** Throws `Unavailable`. */
  #requireRoom({ bytes }: MeasuredAppend): void {
    if (this.#isClosed) throw new Unavailable('the journal is closed');
    const { obstacle } = this.#parts.feed;
    if (obstacle !== undefined) throw new Unavailable(obstacle);
    if (this.#waitingCount >= mostWaiting || this.#waitingBytes + bytes > mostWaitingBytes) {
      throw new Unavailable('too many appends are waiting to be written');
    }
  }

  #enqueue(waiting: Waiting): void {
    const { stream, bytes } = waiting.append;
    const line = this.#lines.get(stream);
    this.#waitingCount += 1;
    this.#waitingBytes += bytes;
    if (line !== undefined) line.waiting.push(waiting);
    else this.#begin({ stream, waiting: [waiting], revision: -1 });
  }

  /** Takes nothing more and waits until everything submitted is answered. */
  async drain(): Promise<void> {
    this.#isClosed = true;
    while (this.#answering.size > 0) await Promise.allSettled(this.#answering);
  }

  #begin(line: Line): void {
    this.#lines.set(line.stream, line);
    this.#keep(this.#workOff(line));
  }

  #keep(work: Promise<unknown>): void {
    this.#answering.add(work);
    void work.finally(() => this.#answering.delete(work));
  }

  async #workOff(line: Line): Promise<void> {
    while (line.waiting.length > 0) {
      const batch = await this.#takeTogether(line);
      if (batch.together.length > 0) await this.#write(line, batch);
    }
    this.#lines.delete(line.stream);
  }

  /** The next appends that go in one: each decided on the one before it, and small enough together. Others are answered. */
  async #takeTogether(line: Line): Promise<Batch> {
    const taken: Waiting[] = [];
    const ids = new Set<string>();
    const { promise: settled, resolve: settle } = Promise.withResolvers<void>();
    let [bytes, entries] = [0, 0];
    for (let next = line.waiting[0]; next !== undefined; next = line.waiting[0]) {
      const { append } = next;
      const [before] = taken.slice(-1);
      const follows =
        before === undefined || (before.chain === next.chain && append.expectedRevision === endOf(before.append));
      const fits =
        bytes + append.bytes <= largestAppendBytes && entries + append.entries.length <= mostEntriesPerAppend;
      // What is wrong with it may pass, as an id that is under way: the first of a batch waits for that.
      if (before !== undefined && (!follows || !fits || this.#knownFault(append) !== undefined)) break;
      line.waiting.shift();
      this.#waitingCount -= 1;
      this.#waitingBytes -= append.bytes;
      // Without a pause between this and taking its ids below.
      const fault = before === undefined ? this.#faultOf(line, next, await this.#othersSettled(append)) : undefined;
      if (fault !== undefined) {
        next.reject(fault);
        continue;
      }
      taken.push(next);
      bytes += append.bytes;
      entries += append.entries.length;
      for (const { id } of append.commands) {
        ids.add(id);
        // In the turn in which it was found to be free: another stream's append may have the same.
        this.#commandsUnderWay.set(id, settled);
      }
    }
    const free = (): void => {
      for (const id of ids) this.#commandsUnderWay.delete(id);
      settle();
    };
    return { together: taken, free };
  }

  /**
   * Whether a command id is taken is only known once whoever else is writing it has come to an end. False: it is not known. What is
   * written may not come into the copy for as long as the server is away.
   */
  async #othersSettled({ commands }: MeasuredAppend): Promise<boolean> {
    const underWay = (): readonly Promise<unknown>[] =>
      commands.flatMap(({ id }) => this.#commandsUnderWay.get(id) ?? []);
    const until = performance.now() + this.#parts.timing.patience;
    for (let others = underWay(); others.length > 0; others = underWay()) {
      await Promise.race([Promise.all(others), sleep(until - performance.now(), undefined, { ref: false })]);
      if (performance.now() >= until) return false;
    }
    return true;
  }

  /** Why an append need not be sent. The revision comes first: who is behind finds its own command there. */
  #faultOf(line: Line, { append, chain }: Waiting, areOthersSettled: boolean): Error | undefined {
    const known = Math.max(line.revision, this.#parts.places.revisionOf(append.stream));
    const isOnFailed = chain !== undefined && this.#failedChains.has(chain);
    if (isOnFailed || append.expectedRevision < known) return new WrongRevision(append.expectedRevision, known);
    if (!areOthersSettled) return new Unavailable('its command id is under way for another stream');
    return this.#knownFault(append);
  }

  /** What the copy knows; the server compares neither command ids nor, at a new revision, the ids of entries. */
  #knownFault({ stream, commands, entries }: MeasuredAppend): Error | undefined {
    const { places } = this.#parts;
    if (commands.some(({ id }) => this.#commandsUnderWay.has(id) || places.hasCommand(id))) {
      return new CommandTaken('the command id has been used');
    }
    const isRepeated = new Set(entries.map(({ id }) => id)).size < entries.length;
    if (isRepeated || entries.some(({ id }) => places.hasEntry(stream, id))) {
      return new Denied('an entry id of the append is already in the stream');
    }
    return undefined;
  }

  async #write(line: Line, { together, free }: Batch): Promise<void> {
    try {
      const written = await this.#writeWhole(together);
      line.revision = written.revision;
      this.#keep(this.#answer(together, written, free));
    } catch (error) {
      free();
      this.#refuse(line, together, error);
    }
  }

  async #answer(together: readonly Waiting[], written: Written, free: () => void): Promise<void> {
    const { feed, places, timing } = this.#parts;
    const stream = together[0]?.append.stream ?? '';
    const isThere = (): boolean => places.revisionOf(stream) >= written.revision;
    const arrival = feed.arrived(written.commit, isThere).then(free);
    await Promise.race([arrival, sleep(timing.arrival, undefined, { ref: false })]);
    if (!isThere()) void feed.prove(isThere);
    const first = (together[0]?.append.expectedRevision ?? -1) + 1;
    const byRevision = new Map(
      places.placesOf(stream, first, written.revision - first + 1).map(({ revision, ordinal }) => [revision, ordinal]),
    );
    for (const { append, resolve } of together) {
      const revision = endOf(append);
      const ordinal = byRevision.get(revision);
      resolve({ revision, token: ordinal === undefined ? undefined : positionToken(this.#parts.journalId, ordinal) });
    }
  }

  /** Those after it were decided on what is not there now, or may not be: none of them has been attempted. */
  #refuse(line: Line, together: readonly Waiting[], error: unknown): void {
    for (const { append, reject } of together) {
      reject(error instanceof WrongRevision ? new WrongRevision(append.expectedRevision, error.actual) : error);
    }
    if (error instanceof WrongRevision) {
      line.revision = Math.max(line.revision, error.actual);
      return;
    }
    for (const { append, reject } of line.waiting.splice(0)) {
      this.#waitingCount -= 1;
      this.#waitingBytes -= append.bytes;
      reject(new Unavailable('an append before it has failed'));
    }
  }

  async #writeWhole(together: readonly Waiting[]): Promise<Written> {
    const { server, timing, feed } = this.#parts;
    const { stream = '', expectedRevision = -1 } = together[0]?.append ?? {};
    const recordedAt = this.#recordedAt();
    const events = together.flatMap(({ append }) => append.entries.map((entry) => eventOf(entry, recordedAt)));
    const isConfirmed = async (): Promise<boolean> => {
      for (const { confirm } of together) if (!((await confirm?.()) ?? true)) return false;
      return true;
    };
    const writing = { server, timing, hasStopped: () => feed.hasStopped, isConfirmed };
    return writeWhole(writing, stream, expectedRevision, events);
  }

  #recordedAt(): number {
    const last = Math.max(this.#lastRecordedAt, this.#parts.feed.progress.settledBefore);
    this.#lastRecordedAt = nextRecordedAt(this.#parts.clock(), last);
    return this.#lastRecordedAt;
  }
}

function endOf(append: MeasuredAppend | undefined): number {
  return append === undefined ? -1 : append.expectedRevision + append.entries.length;
}
