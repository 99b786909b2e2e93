import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { anchorStream } from './eventstoredb-anchor.ts';
import { NotAnEntry } from './eventstoredb-events.ts';
import { type Following, followLog } from './eventstoredb-following.ts';
import { readRetention, streamsOf } from './eventstoredb-retention.ts';
import { connect, dispose, EventStoreDbServer, NoAnswer, wordsOfServer } from './eventstoredb-server.ts';
import { pauseAfter, type Timing } from './eventstoredb-timing.ts';
import { type CopiedItem, FeedContradiction, FeedGap, type JournalCopy } from './journal-copy.ts';
import { wordsOf } from './sqlite-problems.ts';

/** Where the entries go: a copy, or whoever only holds them against what is there. */
type Taker = Pick<JournalCopy, 'head' | 'take' | 'replaceRetention' | 'last' | 'distrust'>;

/** What the feed says of itself. */
export type FeedNews =
  | { readonly kind: 'TOOK' }
  /** Everything that the server had has been taken in once. */
  | { readonly kind: 'CAUGHT_UP' }
  /** Whether the server is heard, and sends everything it has. */
  | { readonly kind: 'HEARD'; readonly isCurrent: boolean; readonly problem: string | undefined }
  /** For good: what comes contradicts what came before. */
  | { readonly kind: 'STOPPED'; readonly problem: string };

export interface FeedParts {
  readonly connectionString: string;
  readonly ledgerId: string;
  readonly copy: Taker;
  readonly timing: Timing;
  readonly tell: (news: FeedNews) => void;
}

/** A hole in the feed is looked at again so often: what the server left out once it mostly sends the next time. */
const mostLooksAtGap = 3;

/** So often the server may be without what it sent last, before it is believed that it was restored to an earlier day. */
const mostLooksAtLoss = 2;

interface Probed {
  readonly outcome: 'WHOLE' | 'QUIET' | 'SILENT';
  /** Where the log has the last thing that it brought. */
  readonly last: bigint;
}

/**
 * Follows the log of the server into the copy, for ever. A connection that ends, however it ends, is begun again after the
 * last entry that is in the copy. One that says nothing any more is found out by a second one that asks for the same: what
 * that brings, the first has to have brought by the time of the next.
 */
export class Feed {
  readonly #parts: FeedParts;
  readonly #server: EventStoreDbServer;
  #client: EventStoreDBClient | undefined;
  #gaps = { ordinal: -1, count: 0 };
  #losses = 0;
  #anchorId: string | undefined;
  #isCurrent = false;
  #auditedAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;
  #ending = new AbortController();
  #look: Promise<boolean> | undefined;
  #nextLook: Promise<boolean> | undefined;
  /** Why the feed has stopped for good. */
  #contradiction: unknown;

  constructor(parts: FeedParts) {
    this.#parts = parts;
    this.#server = new EventStoreDbServer(parts.connectionString, parts.timing);
  }

  /** Resolves when the signal is aborted or the feed has stopped for good. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#runOn(signal);
    await this.#server.close();
  }

  async #runOn(signal: AbortSignal): Promise<void> {
    const { copy, timing, tell } = this.#parts;
    for (let failures = 0; this.#contradiction === undefined; failures += 1) {
      const before = copy.head.ordinal;
      const problem = await this.#followOnce(signal);
      await this.#forgetClient();
      this.#isClosed = signal.aborted;
      if (signal.aborted) return;
      this.#hear(false, wordsOfFeed(problem));
      if (copy.head.ordinal > before) failures = 0;
      if (this.#contradiction === undefined) await pauseUnless(signal, pauseAfter(failures, timing.pause));
      if (signal.aborted) return;
    }
    tell({ kind: 'STOPPED', problem: wordsOfFeed(this.#contradiction) });
  }

  /**
   * True when everything that the server had at the time of the call is in the copy, in the words of the server. Those who ask while
   * it is being looked share the next look: each of them, on a connection of its own, would bring the same again.
   */
  catchUp(): Promise<boolean> {
    if (this.#look === undefined) return this.#lookNow();
    this.#nextLook ??= this.#look.then(() => this.#lookNow());
    return this.#nextLook;
  }

  #lookNow(): Promise<boolean> {
    this.#nextLook = undefined;
    this.#look = this.#probe()
      .then(({ outcome }) => outcome === 'WHOLE')
      .finally(() => (this.#look = undefined));
    return this.#look;
  }

  /** An entry is on the server, and everything has come but that one. */
  missed(): void {
    this.#stop('an entry that is on the server did not come');
  }

  #stop(problem: string): void {
    this.#contradict(new FeedContradiction(problem));
    this.#ending.abort();
  }

  /** Answers why it has ended. */
  async #followOnce(signal: AbortSignal): Promise<unknown> {
    const ending = new AbortController();
    this.#ending = ending;
    const stop = (): void => ending.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const following = this.#follow((problem) =>
        ending.abort(problem ?? new NoAnswer('the server has ended the feed')),
      );
      await this.#untilCaughtUp(following, ending);
      await this.#probeUntilSilent(following, ending);
      following.stop();
      return ending.signal.reason;
    } catch (error) {
      return error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** A long journal takes long: as long as it goes on coming, all is well. */
  async #untilCaughtUp(following: Following, ending: AbortController): Promise<void> {
    for (let seen = -1; following.signs > seen && !ending.signal.aborted; ) {
      seen = following.signs;
      const isWaiting = pauseUnless(ending.signal, this.#parts.timing.attempt).then(() => true);
      if (await Promise.race([isWaiting, following.caughtUp.then(() => false)])) continue;
      if (!(await this.#doesStand())) break;
      this.#hear(true, undefined);
      this.#parts.tell({ kind: 'CAUGHT_UP' });
      return;
    }
    ending.abort(new NoAnswer('the server is silent'));
  }

  async #probeUntilSilent(following: Following, ending: AbortController): Promise<void> {
    const { signal } = ending;
    let due = -1n;
    while (!signal.aborted) {
      await pauseUnless(signal, this.#parts.timing.probe);
      if (signal.aborted) return;
      void this.#auditRetention();
      if (following.last < due) return ending.abort(new NoAnswer('the server is silent'));
      const { outcome, last } = await this.#probe();
      if (outcome === 'SILENT') return ending.abort(new NoAnswer('the server is silent'));
      due = last;
    }
  }

  /** At start and once a day everything is read anew: what following brings at once may have been left out on the way. */
  async #auditRetention(): Promise<void> {
    const { ledgerId, copy, timing, tell } = this.#parts;
    const [before, now] = [this.#auditedAt, performance.now()];
    if (this.#client === undefined || now - before < timing.audit) return;
    this.#auditedAt = now;
    const retention = await readRetention(this.#client, ledgerId, timing.attempt);
    if (retention === undefined) this.#auditedAt = before;
    else if (!this.#isClosed) copy.replaceRetention(retention);
    tell({ kind: 'TOOK' });
  }

  /** Only a server that leads, and has what it has sent, is one whose word counts that this is all. */
  async #probe(): Promise<Probed> {
    const [probed, doesStand] = await Promise.all([this.#askForRest(), this.#doesStand()]);
    return doesStand ? probed : { ...probed, outcome: 'SILENT' };
  }

  /**
   * Reads what the server sent last. A node that leads nobody goes on sending, and is not there for this; one that was
   * restored to an earlier day would send what comes next from places that have been passed, and so not at all.
   */
  async #doesStand(): Promise<boolean> {
    const { copy, ledgerId } = this.#parts;
    // Before the first entry it is the anchor, once that has been seen: a move reads the server before it begins there.
    const last = copy.last() ?? { stream: anchorStream(ledgerId), revision: 0, id: this.#anchorId };
    try {
      const [event] = await this.#server.read(last.stream, last.revision, 1);
      // What somebody has told the server to forget is another matter, and stops the writing by itself.
      const isLost = last.id !== undefined && event?.id !== last.id && copy.head.retained === 0;
      if (copy.last() === undefined && last.id === undefined) this.#anchorId = event?.id;
      this.#losses = isLost ? this.#losses + 1 : 0;
      if (this.#losses >= mostLooksAtLoss) this.#stop('the server does not have any more what it sent last');
      return !isLost;
    } catch {
      return false;
    }
  }

  /** Asks for the rest once more, and takes in what that brings. */
  #askForRest(): Promise<Probed> {
    return new Promise((resolve) => {
      const end = (outcome: Probed['outcome']): void => {
        clearTimeout(timer);
        following.stop();
        resolve({ outcome, last: following.last });
      };
      const timer = setTimeout(() => end('SILENT'), this.#parts.timing.attempt);
      const following = this.#follow(() => end('SILENT'));
      void following.caughtUp.then((saysSo) => end(saysSo ? 'WHOLE' : 'QUIET'));
    });
  }

  #follow(onEnd: (problem: unknown) => void): Following {
    const { connectionString, ledgerId, copy } = this.#parts;
    this.#client ??= connect(connectionString);
    return followLog(this.#client, streamsOf(ledgerId), copy.head.position, {
      onItems: (items) => this.#take(items),
      onEnd: (problem) => {
        this.#noteFault(problem);
        onEnd(problem);
      },
    });
  }

  #take(items: readonly CopiedItem[]): void {
    const { copy, tell } = this.#parts;
    const before = copy.head;
    try {
      copy.take(items);
    } finally {
      if (copy.head !== before) tell({ kind: 'TOOK' });
    }
  }

  /** What waiting does not cure stops the feed: an entry is never skipped. */
  #noteFault(error: unknown): void {
    const { ordinal } = this.#parts.copy.head;
    if (error instanceof FeedContradiction || error instanceof NotAnEntry) this.#contradict(error);
    if (!(error instanceof FeedGap)) return;
    this.#gaps = { ordinal, count: this.#gaps.ordinal === ordinal ? this.#gaps.count + 1 : 1 };
    if (this.#gaps.count >= mostLooksAtGap) this.#contradict(error);
  }

  /** The places that the copy has given may be wrong: the next process makes it again. */
  #contradict(error: Error): void {
    this.#contradiction = error;
    if (!(error instanceof NotAnEntry)) this.#parts.copy.distrust();
  }

  #hear(isCurrent: boolean, problem: string | undefined): void {
    if (isCurrent === this.#isCurrent && problem === undefined) return;
    this.#isCurrent = isCurrent;
    this.#parts.tell({ kind: 'HEARD', isCurrent, problem });
  }

  async #forgetClient(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined) await dispose(client);
  }
}

/** In words without any value of an entry. */
function wordsOfFeed(error: unknown): string {
  const isOurs = error instanceof FeedGap || error instanceof FeedContradiction || error instanceof NotAnEntry;
  if (isOurs) return error.message;
  return error instanceof Error && 'errcode' in error ? wordsOf(error) : wordsOfServer(error);
}

/** Ends early, without complaint, when the signal is aborted. */
async function pauseUnless(signal: AbortSignal, milliseconds: number): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
