import { setTimeout as sleep } from 'node:timers/promises';
import { largestAppendBytes, type MeasuredAppend, mostEntriesPerAppend } from './append-limits.ts';
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

  submit(append: MeasuredAppend, { chain, confirm }: Pick<AppendRequest, 'chain' | 'confirm'>): Promise<Appended> {
    if (this.#isClosed) return Promise.reject(new Unavailable('the journal is closed'));
    const { obstacle } = this.#parts.feed;
    if (obstacle !== undefined) return Promise.reject(new Unavailable(obstacle));
    if (this.#waitingCount >= mostWaiting || this.#waitingBytes + append.bytes > mostWaitingBytes) {
      return Promise.reject(new Unavailable('too many appends are waiting to be written'));
    }
    const line = this.#lines.get(append.stream);
    this.#waitingCount += 1;
    this.#waitingBytes += append.bytes;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        if (chain !== undefined) this.#failedChains.add(chain);
        reject(error);
      };
      const waiting = { append, chain, confirm, resolve, reject: fail };
      if (line !== undefined) line.waiting.push(waiting);
      else this.#begin({ stream: append.stream, waiting: [waiting], revision: -1 });
    });
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
      const isOwn = append.commands.some(({ id }) => ids.has(id));
      const [before] = taken.slice(-1);
      const follows =
        before === undefined || (before.chain === next.chain && append.expectedRevision === endOf(before.append));
      const fits =
        bytes + append.bytes <= largestAppendBytes && entries + append.entries.length <= mostEntriesPerAppend;
      if (isOwn || !follows || (taken.length > 0 && !fits)) break;
      line.waiting.shift();
      this.#waitingCount -= 1;
      this.#waitingBytes -= append.bytes;
      if (taken.length === 0) await this.#othersSettled(append);
      const fault = taken.length === 0 ? this.#faultOf(line, next) : this.#knownFault(append);
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

  /** Whether a command id is taken is only known once whoever else is writing it has come to an end. */
  async #othersSettled({ commands }: MeasuredAppend): Promise<void> {
    const underWay = (): readonly Promise<unknown>[] =>
      commands.flatMap(({ id }) => this.#commandsUnderWay.get(id) ?? []);
    for (let others = underWay(); others.length > 0; others = underWay()) await Promise.all(others);
  }

  /** Why an append need not be sent. The revision comes first: who is behind finds its own command there. */
  #faultOf(line: Line, { append, chain }: Waiting): Error | undefined {
    const known = Math.max(line.revision, this.#parts.places.revisionOf(append.stream));
    const isOnFailed = chain !== undefined && this.#failedChains.has(chain);
    if (isOnFailed || append.expectedRevision < known) return new WrongRevision(append.expectedRevision, known);
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
