import { setTimeout as sleep } from 'node:timers/promises';
import type { EventData } from '@eventstore/db-client';
import { type EventStoreDbServer, NoAnswer, type Written } from './eventstoredb-server.ts';
import { pauseAfter, type Timing } from './eventstoredb-timing.ts';
import { OutcomeUnknown, Unavailable, WrongRevision } from './journal.ts';

export interface Writing {
  readonly server: EventStoreDbServer;
  readonly timing: Timing;
  /** There is no sense in going on: what is there contradicts itself. */
  readonly hasStopped: () => boolean;
  /** False: what was decided must not be written any more. */
  readonly isConfirmed: () => Promise<boolean>;
}

/**
 * Writes events at exactly the revision, and tries until it is known what became of it. The same ids are sent each time; the
 * server knows them at their place.
 */
export async function writeWhole(
  { server, timing, hasStopped, isConfirmed }: Writing,
  stream: string,
  expectedRevision: number,
  events: readonly EventData[],
): Promise<Written> {
  const until = performance.now() + timing.patience;
  let maybeWritten: NoAnswer | undefined;
  for (let failures = 0; ; failures += 1) {
    try {
      if (!(await isConfirmed())) throw notConfirmed(expectedRevision, maybeWritten);
      return proven(await server.write(stream, expectedRevision, events), expectedRevision + events.length);
    } catch (error) {
      if (error instanceof NoAnswer) maybeWritten = error;
      else if (error instanceof WrongRevision && maybeWritten !== undefined)
        return lookUp(server, stream, events, error);
      else if (!(error instanceof Unavailable)) throw maybeWritten === undefined ? error : unknown(error);
      if (performance.now() > until || hasStopped()) {
        throw maybeWritten === undefined ? error : new OutcomeUnknown(maybeWritten.message);
      }
    }
    await sleep(pauseAfter(failures, timing.pause));
  }
}

/** Nothing more is sent; a try before it may still be carried out. */
function notConfirmed(revision: number, maybeWritten: NoAnswer | undefined): Error {
  return maybeWritten === undefined ? new WrongRevision(revision, revision) : new OutcomeUnknown(maybeWritten.message);
}

/** What is certain of this try says nothing of the one before it. */
function unknown(error: unknown): OutcomeUnknown {
  return new OutcomeUnknown(error instanceof Error ? error.message : 'the server refuses what it may have done');
}

/** After a soft deletion the server goes on at a later revision than was asked for, as if all were well. */
function proven(written: Written, revision: number): Written {
  if (written.revision === revision) return written;
  throw new OutcomeUnknown('the server has put entries at another revision: the stream was cut off');
}

/** The stream is elsewhere, after a try whose end nobody knows: it may be that very try that moved it. Else throws the error. */
export async function lookUp(
  server: EventStoreDbServer,
  stream: string,
  events: readonly EventData[],
  error: WrongRevision,
): Promise<Written> {
  const found = await server.read(stream, error.expected + 1, events.length).catch((problem: unknown) => {
    throw new OutcomeUnknown(problem instanceof Error ? problem.message : 'the server cannot be read');
  });
  const isOurs = found.length === events.length && found.every(({ id }, index) => id === events[index]?.id);
  if (!isOurs) throw error;
  return { revision: error.expected + events.length, commit: found.at(-1)?.position?.commit };
}
