import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedEvent } from '@eventstore/db-client';
import { entryOfEvent, type ServerEntry } from '../eventstoredb-events.ts';
import type { EventStoreDbServer } from '../eventstoredb-server.ts';
import { pauseAfter, type Timing } from '../eventstoredb-timing.ts';
import { Unavailable } from '../journal.ts';
import type { JournalRows, StoredRow } from './journal-rows.ts';
import { Differs } from './move.ts';

/** Whether a time on the server goes with that of the file, both in milliseconds since 1970. */
export type IsSameTime = (onServer: number, inFile: number) => boolean;

/** What was copied to a server has the times of the file. */
export const sameTime: IsSameTime = (onServer, inFile) => onServer === inFile;

/** What was recorded there has the times of several clocks, and in the file the latest so far. */
export const notLater: IsSameTime = (onServer, inFile) => onServer <= inFile;

interface StreamComparison {
  readonly server: EventStoreDbServer;
  readonly rows: JournalRows;
  readonly timing: Timing;
  readonly isSameTime: IsSameTime;
  readonly onCompared: (entries: number) => void;
}

/** Streams read side by side: the answers come one by one, the time goes into waiting for them. */
const atOnce = 8;
/** Events in one read: it has to end within the time of one call. */
const pageSize = 500;

/** Reads every stream on the server and holds it against the file. Rejects with `JournalRefused` at the first that differs. */
export async function compareStreams(comparison: StreamComparison): Promise<number> {
  const streams = comparison.rows.streams();
  // A generator, unlike an array, is closed for everybody by whoever leaves its loop with an error.
  const waiting = (function* () {
    yield* streams;
  })();
  let compared = 0;
  const worker = async (): Promise<void> => {
    for (const stream of waiting) {
      compared += await compareStream(comparison, stream);
      comparison.onCompared(compared);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return streams.length;
}

async function compareStream(comparison: StreamComparison, stream: string): Promise<number> {
  for (let from = 0; ; from += pageSize) {
    const events = await pageOf(comparison, stream, from);
    const rows = comparison.rows.ofStream(stream, from, pageSize);
    const isSame = (row: StoredRow, index: number): boolean => {
      const event = events[index];
      return event !== undefined && isSameEntry(entryOfEvent(event), row, comparison.isSameTime);
    };
    if (events.length !== rows.length || !rows.every(isSame)) {
      throw new Differs(`a stream on the server is not that of the file (its first difference is after ${from})`);
    }
    if (rows.length < pageSize) return from + rows.length;
  }
}

/** A server that is away for a moment is asked again. */
async function pageOf(
  { server, timing }: StreamComparison,
  stream: string,
  from: number,
): Promise<readonly RecordedEvent[]> {
  const until = performance.now() + timing.patience;
  for (let failures = 0; ; failures += 1) {
    try {
      return await server.read(stream, from, pageSize);
    } catch (error) {
      if (!(error instanceof Unavailable) || performance.now() > until) throw error;
    }
    await sleep(pauseAfter(failures, timing.pause));
  }
}

function isSameEntry(event: ServerEntry, row: StoredRow, isSameTime: IsSameTime): boolean {
  return (
    event.stream === row.stream &&
    event.revision === row.revision &&
    event.id === row.id &&
    event.type === row.type &&
    event.version === row.version &&
    event.body === row.body &&
    isSameTime(event.recordedAt, row.recordedAt)
  );
}
