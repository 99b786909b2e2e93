import { type AllStreamResolvedEvent, type EventStoreDBClient, START, streamNameFilter } from '@eventstore/db-client';
import { entryOfEvent, retentionOfEvent } from './eventstoredb-events.ts';
import { type CopiedItem, FeedContradiction, type LogPosition } from './journal-copy.ts';

/** One subscription to the server's log. */
export interface Following {
  /**
   * When everything is there that was there at the beginning: true in the words of the server, false where an old one has no such
   * word and has only been quiet for a while. Never, where it ends before.
   */
  readonly caughtUp: Promise<boolean>;
  /** Counts whatever shows that the server is at work. */
  readonly signs: number;
  /** Where the log has the last thing that was delivered; -1 before the first. */
  readonly last: bigint;
  stop(): void;
}

interface Hearers {
  /** What it throws ends the following. */
  readonly onItems: (items: readonly CopiedItem[]) => void;
  /** Once, at an end that nobody here has wanted: with an error or without, all ends are alike. */
  readonly onEnd: (problem: unknown) => void;
}

/** Milliseconds without an event after which a server from before 23.10, which has no word for it, is taken to have sent all. */
const quiet = 3_000;

/** Items taken in together at most. */
const mostTogether = 500;

/** Follows the streams whose names begin so, after a position. A filtered read of the log is not to be had from this client. */
export function followLog(
  client: EventStoreDBClient,
  prefixes: readonly string[],
  after: LogPosition | undefined,
  hearers: Hearers,
): Following {
  const subscription = new LogSubscription(hearers);
  subscription.begin(client, prefixes, after);
  return subscription;
}

class LogSubscription implements Following {
  readonly #hearers: Hearers;
  readonly #caughtUp = Promise.withResolvers<boolean>();
  readonly #quiet: NodeJS.Timeout;
  #stop: () => void = () => undefined;
  #signs = 0;
  #last = -1n;
  #isConfirmed = false;
  #hasEnded = false;
  #pending: CopiedItem[] = [];

  constructor(hearers: Hearers) {
    this.#hearers = hearers;
    this.#quiet = setTimeout(() => (this.#isConfirmed ? this.#catchUp(false) : this.#quiet.refresh()), quiet);
  }

  get caughtUp(): Promise<boolean> {
    return this.#caughtUp.promise;
  }

  get signs(): number {
    return this.#signs;
  }

  get last(): bigint {
    return this.#last;
  }

  begin(client: EventStoreDBClient, prefixes: readonly string[], after: LogPosition | undefined): void {
    const subscription = client.subscribeToAll({
      fromPosition: after ?? START,
      requiresLeader: true,
      // Only a sign of life: a checkpoint may be ahead of what was delivered, so no position is ever taken from it.
      filter: streamNameFilter({ prefixes: [...prefixes], checkpointReached: () => this.#sign() }),
    });
    subscription.on('data', (resolved) => this.#take(resolved));
    subscription.on('confirmation', () => {
      this.#isConfirmed = true;
      this.#sign();
    });
    subscription.on('caughtUp', () => this.#catchUp(true));
    subscription.on('error', (error) => this.#end(error));
    // A server that stops in good order only ends: there is no error then.
    subscription.on('end', () => this.#end(undefined));
    subscription.on('close', () => this.#end(undefined));
    this.#stop = () => void subscription.unsubscribe().catch(() => undefined);
  }

  stop(): void {
    this.#hasEnded = true;
    clearTimeout(this.#quiet);
    this.#stop();
  }

  #sign(): void {
    this.#signs += 1;
    this.#quiet.refresh();
  }

  #catchUp(saysSo: boolean): void {
    this.#sign();
    this.#flush();
    clearTimeout(this.#quiet);
    if (!this.#hasEnded) this.#caughtUp.resolve(saysSo);
  }

  #take(resolved: AllStreamResolvedEvent): void {
    this.#sign();
    if (this.#hasEnded) return;
    try {
      this.#last = resolved.event?.position.commit ?? this.#last;
      if (this.#pending.push(itemOf(resolved)) === 1) setImmediate(() => this.#flush());
    } catch (error) {
      return this.#end(error);
    }
    if (this.#pending.length >= mostTogether) this.#flush();
  }

  #flush(): void {
    const items = this.#pending;
    this.#pending = [];
    if (items.length === 0 || this.#hasEnded) return;
    try {
      this.#hearers.onItems(items);
    } catch (error) {
      this.#end(error);
    }
  }

  #end(problem: unknown): void {
    if (this.#hasEnded) return;
    this.#flush();
    this.#hasEnded = true;
    clearTimeout(this.#quiet);
    this.#hearers.onEnd(problem);
  }
}

function itemOf({ event }: AllStreamResolvedEvent): CopiedItem {
  if (event === undefined) throw new FeedContradiction('the server sent a link to an entry that is not there');
  if (event.type === '$streamDeleted') throw new FeedContradiction('a stream of the ledger was deleted on the server');
  const { position } = event;
  const retention = retentionOfEvent(event);
  return retention === undefined ? { ...entryOfEvent(event), position } : { ...retention, position };
}
