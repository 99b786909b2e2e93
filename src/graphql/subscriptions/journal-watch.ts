import type { JournalBook } from '../context.ts';

/** Tells the streams of this process when there is something new. One follower reads for all of them. */
export interface JournalWatch {
  /**
   * Watches the whole journal, or one stream of it. Resolves when it does: whatever is recorded from then on is noticed,
   * whatever was recorded before can be read.
   */
  watch(stream?: string): Promise<Watch>;
}

interface Watch {
  /** Resolves when something was recorded since the last time, or when the signal is aborted. Rejects if the journal fails. */
  changed(signal: AbortSignal): Promise<void>;
  end(): void;
}

/** A bell, not a queue: however much is recorded while nobody listens, it has rung once. */
class Bell implements Watch {
  readonly stream: string | undefined;
  readonly #forget: (bell: Bell) => void;
  #hasRung = false;
  #failed: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(stream: string | undefined, forget: (bell: Bell) => void) {
    this.stream = stream;
    this.#forget = forget;
  }

  ring(failed?: Error): void {
    this.#hasRung = true;
    this.#failed = failed;
    this.#wake?.();
  }

  async changed(signal: AbortSignal): Promise<void> {
    if (!this.#hasRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          signal.removeEventListener('abort', done);
          this.#wake = undefined;
          resolve();
        };
        this.#wake = done;
        signal.addEventListener('abort', done);
      });
    }
    this.#hasRung = false;
    if (this.#failed !== undefined) throw this.#failed;
  }

  end(): void {
    this.#forget(this);
  }
}

export function createJournalWatch(journal: JournalBook): JournalWatch {
  const bells = new Set<Bell>();
  let following: { readonly started: Promise<void>; readonly stop: () => void } | undefined;

  /** Follows as long as somebody watches. */
  function follow(): Promise<void> {
    if (following !== undefined) return following.started;
    const stopping = new AbortController();
    const heads = journal.head();
    const started = heads.then(() => undefined);
    const mine = { started, stop: () => stopping.abort() };
    following = mine;
    heads
      .then(async ({ ordinal }) => listen(journal, ordinal, stopping.signal, bells))
      .then(
        () => endAll(mine, new Error('the journal was closed')),
        (error: unknown) => endAll(mine, error instanceof Error ? error : new Error('the journal cannot be followed')),
      );
    return started;
  }

  /** The journal is closed or has failed: nobody is left waiting. Whoever comes later starts anew. */
  function endAll(mine: typeof following, failed: Error): void {
    if (following !== mine) return;
    following = undefined;
    for (const bell of bells) bell.ring(failed);
  }

  function forget(bell: Bell): void {
    bells.delete(bell);
    if (bells.size > 0) return;
    following?.stop();
    following = undefined;
  }

  return {
    watch: async (stream) => {
      const bell = new Bell(stream, forget);
      bells.add(bell);
      try {
        await follow();
        return bell;
      } catch (error) {
        forget(bell);
        throw error;
      }
    },
  };
}

async function listen(
  journal: JournalBook,
  head: number,
  signal: AbortSignal,
  bells: ReadonlySet<Bell>,
): Promise<void> {
  for await (const followed of journal.follow(head, signal)) {
    if (followed.kind !== 'BATCH') continue;
    const streams = new Set(followed.entries.map(({ stream }) => stream));
    for (const bell of bells) if (bell.stream === undefined || streams.has(bell.stream)) bell.ring();
  }
}
