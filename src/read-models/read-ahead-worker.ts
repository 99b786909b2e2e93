import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import type { BookEntry } from '#projections/book-entry.ts';
import { entriesOf } from './entries-in-order.ts';
import { batchesAhead, batchesAtOnce } from './read-ahead.ts';
import { Unprojectable } from './read-tables.ts';

/** Sends the journal, batch by batch; more of them for each `more`. The empty one is the last: the thread then ends by itself. */
const { journalFile, until } = z.strictObject({ journalFile: z.string(), until: z.number() }).parse(workerData);

const port = parentPort;
if (port === null) throw new Error('the journal is read ahead in a worker thread');
const journal = openSqliteReader(journalFile);
const entries = entriesOf(journal, until);

let allowed = batchesAhead;
let isSending = false;
port.on('message', () => {
  allowed += batchesAtOnce;
  if (!isSending) void send();
});
await send();

async function send(): Promise<void> {
  isSending = true;
  try {
    while (allowed > 0) {
      allowed -= 1;
      const batch = await entries.next();
      port?.postMessage({ kind: 'ENTRIES', text: JSON.stringify(batch.map(lean)) });
      if (batch.length === 0) return end();
      await new Promise(setImmediate);
    }
  } catch (error) {
    if (error instanceof Unprojectable)
      port?.postMessage({ kind: 'UNPROJECTABLE', ordinal: error.ordinal, cause: error.cause });
    else port?.postMessage({ kind: 'FAILED', error });
  }
  isSending = false;
}

function end(): void {
  journal.close();
  port?.close();
}

/** Only what projections look at, and all of it: the type names whatever is forgotten. */
function lean(entry: BookEntry): Readonly<Record<keyof BookEntry, unknown>> {
  const { id, stream, revision, ordinal, recordedAt, reasonCode, corrects, source, type, effectiveDate, data } = entry;
  const actor = { id: entry.actor.id };
  return { id, stream, revision, ordinal, recordedAt, actor, reasonCode, corrects, source, type, effectiveDate, data };
}
