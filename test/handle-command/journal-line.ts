import { type Appended, type AppendRequest, type Journal, Unavailable, WrongRevision } from '#journal/journal.ts';
import { passedOn } from '../journal/passed-on.ts';

interface Waiting extends PromiseWithResolvers<Appended> {
  readonly request: AppendRequest;
}

/** One process's way to a journal that others write too: every trip there and back takes a while. */
export interface Line extends Journal {
  /** Reads of a stream that the journal was asked for. */
  readonly readsSeen: () => number;
  /** The next reads of a stream find nobody to ask. */
  readonly blind: (reads: number) => void;
  /** What is read of a stream from now on does not come back until `release`; `reached`: the journal has answered once. */
  readonly holdUp: (stream: string) => { readonly reached: Promise<void>; readonly release: () => void };
}

/**
 * Stands before a journal in memory that several processes share. As an engine behind a network does it: one append of a
 * stream is under way at a time, and those that wait meanwhile go together.
 */
export function lineTo(journal: Journal, trip: () => Promise<void> = async () => undefined): Line {
  const queues = new Map<string, Waiting[]>();
  let readsSeen = 0;
  let blindReads = 0;
  let heldUp: { readonly stream: string; readonly seen: () => void; readonly until: Promise<void> } | undefined;

  async function carry(stream: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      await trip();
      const together = queue.splice(0);
      const done = await Promise.allSettled(await confirmedAppends(journal, together));
      await trip();
      for (const [index, { resolve, reject }] of together.entries()) {
        const one = done[index];
        if (one?.status === 'fulfilled') resolve(one.value);
        else reject(one?.reason);
      }
    }
    queues.delete(stream);
  }

  return {
    ...passedOn(journal),
    isShared: true,
    appendDeadline: 50,
    append(request) {
      const waiting = { request, ...Promise.withResolvers<Appended>() };
      const queue = queues.get(request.stream);
      if (queue !== undefined) queue.push(waiting);
      else {
        const begun = [waiting];
        queues.set(request.stream, begun);
        void carry(request.stream, begun);
      }
      return waiting.promise;
    },
    async readStream(stream, from, limit) {
      readsSeen += 1;
      blindReads -= 1;
      if (blindReads >= 0) throw new Unavailable('planned');
      await trip();
      const entries = await journal.readStream(stream, from, limit);
      if (heldUp?.stream === stream) {
        heldUp.seen();
        await heldUp.until;
      }
      await trip();
      return entries;
    },
    readsSeen: () => readsSeen,
    blind: (reads) => {
      blindReads = reads;
    },
    holdUp: (stream) => {
      const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      heldUp = { stream, seen: reached.resolve, until: released.promise };
      return { reached: reached.promise, release: released.resolve };
    },
  };
}

/** Each is asked first, as an engine asks before it sends; what is not confirmed any more is not written. */
async function confirmedAppends(journal: Journal, together: readonly Waiting[]): Promise<readonly Promise<Appended>[]> {
  const isConfirmed: boolean[] = [];
  for (const { request } of together) isConfirmed.push((await request.confirm?.()) ?? true);
  return together.map(async ({ request }, index) => {
    if (isConfirmed[index] === true) return journal.append(request);
    throw new WrongRevision(request.expectedRevision, request.expectedRevision);
  });
}
