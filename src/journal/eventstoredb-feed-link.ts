import { Worker } from 'node:worker_threads';
import type { FeedNews } from './eventstoredb-feed.ts';
import { type CopyProgress, type FeedStart, isFromFeed, type ToFeed } from './eventstoredb-feed-messages.ts';
import { JournalRefused } from './sqlite-open.ts';

/** An entry of our own that is on the server and not yet known to be in the copy. */
interface Awaited {
  readonly commit: number | undefined;
  readonly isThere: () => boolean;
  readonly resolve: () => void;
}

/** Mebibytes. The thread holds a few hundred entries at a time. */
const threadMemory = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 192 };

/** Main's end of the feed's thread. */
export class FeedLink {
  readonly #worker: Worker;
  readonly #onTook: () => void;
  readonly #exited: Promise<void>;
  readonly #awaited = new Set<Awaited>();
  readonly #questions = new Map<number, (isSettled: boolean) => void>();
  readonly #caughtUp = Promise.withResolvers<void>();
  #questionCount = 0;
  #progress: CopyProgress;
  #isCurrent = false;
  #problem: string | undefined;
  #hasStopped = false;
  #isReleased = false;

  private constructor(worker: Worker, progress: CopyProgress, onTook: () => void) {
    this.#worker = worker;
    this.#progress = progress;
    this.#onTook = onTook;
    this.#caughtUp.promise.catch(() => undefined);
    worker.on('message', (message: unknown) => {
      if (!isFromFeed(message)) return;
      if ('progress' in message) this.#progress = message.progress;
      if (message.kind === 'SETTLED') this.#questions.get(message.question)?.(message.isSettled);
      if (message.kind === 'NEWS') this.#hear(message.news);
    });
    worker.on('error', () => this.#hear({ kind: 'STOPPED', problem: 'the feed of the journal has failed' }));
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#hear({ kind: 'STOPPED', problem: this.#problem ?? 'the feed of the journal has ended' });
        resolve();
      });
    });
  }

  /** Starts the thread; `onTook` is called whenever entries have come. Rejects with `JournalRefused`. */
  static async open(start: FeedStart, onTook: () => void): Promise<FeedLink> {
    const worker = new Worker(new URL('./eventstoredb-feed-worker.ts', import.meta.url), {
      workerData: start,
      resourceLimits: threadMemory,
    });
    const opened = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (isFromFeed(opened) && opened.kind === 'OPENED') {
      worker.removeAllListeners('error');
      return new FeedLink(worker, opened.progress, onTook);
    }
    throw new JournalRefused(isFromFeed(opened) && 'reason' in opened ? opened.reason : 'the copy does not open');
  }

  get progress(): CopyProgress {
    return this.#progress;
  }

  /** Whether everything on the server is in the copy, give or take what has just been written. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Why nothing may be written now: for good, or until somebody has taken a setting back. */
  get obstacle(): string | undefined {
    if (this.#hasStopped) return this.#problem;
    const { retained } = this.#progress;
    if (retained === 0) return undefined;
    return `the server was told to forget entries of ${retained} of the ledger's streams ($maxAge, $maxCount or $tb)`;
  }

  /** What comes contradicts what came before: nothing may be decided on it. */
  get hasStopped(): boolean {
    return this.#hasStopped;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  /** When the server has said once that everything is there. Rejects if the feed stops before. */
  caughtUp(): Promise<void> {
    return this.#caughtUp.promise;
  }

  /** Resolves when an entry is in the copy, whenever that is; at once if the feed has stopped. */
  arrived(commit: bigint | undefined, isThere: () => boolean): Promise<void> {
    const place = commit === undefined ? undefined : Number(commit);
    if (this.#isReleased || this.#hasStopped || this.#has(place, isThere)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#awaited.add({ commit: place, isThere, resolve });
    });
  }

  /** Whether everything that the server has by now is in the copy, and nothing comes before the floor any more, if one is given. */
  settle(floor?: number): Promise<boolean> {
    if (this.#hasStopped) return Promise.resolve(false);
    this.#questionCount += 1;
    const question = this.#questionCount;
    return new Promise((resolve) => {
      this.#questions.set(question, (isSettled) => {
        this.#questions.delete(question);
        resolve(isSettled);
      });
      this.#post({ kind: 'SETTLE', question, floor });
    });
  }

  /** An entry that the server has and the copy has not: if it is not there when everything is, it will never come. */
  async prove(isThere: () => boolean): Promise<void> {
    if ((await this.settle()) && !this.#isReleased && !isThere()) this.#post({ kind: 'MISSED' });
  }

  /** From now on nobody waits for anything any more: what they look at may be closed. */
  release(): void {
    this.#isReleased = true;
    this.#awaited.clear();
  }

  async close(): Promise<void> {
    this.#post({ kind: 'CLOSE' });
    await this.#exited;
  }

  #post(message: ToFeed): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
    this.#worker.postMessage(message);
  }

  #has(commit: number | undefined, isThere: () => boolean): boolean {
    return commit === undefined ? isThere() : commit <= this.#progress.commit;
  }

  #hear(news: FeedNews): void {
    if (news.kind === 'CAUGHT_UP') this.#caughtUp.resolve();
    if (news.kind === 'HEARD') {
      this.#isCurrent = news.isCurrent;
      this.#problem = news.problem;
    }
    if (news.kind === 'STOPPED') this.#stop(news.problem);
    if (news.kind === 'TOOK') this.#onTook();
    for (const one of this.#awaited) {
      if (!this.#hasStopped && !this.#has(one.commit, one.isThere)) continue;
      this.#awaited.delete(one);
      one.resolve();
    }
  }

  #stop(problem: string): void {
    this.#hasStopped = true;
    this.#isCurrent = false;
    this.#problem = problem;
    this.#caughtUp.reject(new JournalRefused(problem));
    for (const answer of this.#questions.values()) answer(false);
  }
}
