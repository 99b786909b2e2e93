import type { GraphqlContext } from '../context.ts';
import { failure } from '../failures.ts';

/** Streams that are open at the same time, in all and for one caller: each holds a connection. */
const mostStreams = 1_000;
const mostStreamsOfCaller = 50;

/** The streams of one process, counted. */
export interface OpenStreams {
  /** Throws TOO_MANY_STREAMS; otherwise answers how to say that the stream has ended. */
  open(callerId: string): () => void;
  readonly count: number;
}

export function createOpenStreams(): OpenStreams {
  const ofCaller = new Map<string, number>();
  let count = 0;
  return {
    get count() {
      return count;
    },
    open: (callerId) => {
      const mine = ofCaller.get(callerId) ?? 0;
      if (count >= mostStreams || mine >= mostStreamsOfCaller) throw failure('TOO_MANY_STREAMS');
      count += 1;
      ofCaller.set(callerId, mine + 1);
      return once(() => {
        count -= 1;
        const left = (ofCaller.get(callerId) ?? 1) - 1;
        if (left > 0) ofCaller.set(callerId, left);
        else ofCaller.delete(callerId);
      });
    },
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}

/**
 * One stream of events. Nothing is read before the client has taken what was read before: a slow client waits for itself,
 * and costs one page. It ends when its connection does, also in the middle of waiting.
 */
export function streamOf<Event>(
  { caller, openStreams, streamEnds }: GraphqlContext,
  events: (signal: AbortSignal) => AsyncIterable<Event>,
): AsyncIterableIterator<Event> {
  const ended = openStreams.open(caller.id);
  const stopping = new AbortController();
  const source = events(stopping.signal)[Symbol.asyncIterator]();
  const connection = streamEnds?.();
  // A generator that waits is not interrupted by `return`: it has to be woken first. One whose client takes nothing more
  // waits for nobody: only `return` lets it clean up.
  const stop = (): void => {
    connection?.removeEventListener('abort', stop);
    ended();
    stopping.abort();
    source.return?.().catch(() => undefined);
  };
  if (connection?.aborted === true) stop();
  connection?.addEventListener('abort', stop);
  const stream: AsyncIterableIterator<Event> = {
    [Symbol.asyncIterator]: () => stream,
    next: async () => {
      try {
        const next = await source.next();
        if (next.done === true) stop();
        return next;
      } catch (error) {
        stop();
        throw error;
      }
    },
    return: async () => {
      stop();
      return { done: true, value: undefined };
    },
  };
  return stream;
}
