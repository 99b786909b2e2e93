import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { openSqliteReader, type SqliteReader } from '#journal/sqlite-reader.ts';
import type { Answered, Asked, EntryIds } from './book-thread.ts';
import { answer } from './questions.ts';
import { openForReading } from './read-files.ts';
import { Sql } from './sql.ts';

/** Answers questions on the whole book, one after the other, away from the main thread. */
const { file, ledgerId, journalFile } = z
  .strictObject({ file: z.string(), ledgerId: z.string(), journalFile: z.string().optional() })
  .parse(workerData);

const port = parentPort;
if (port === null) throw new Error('the book is read in a worker thread');
const db = openForReading(file);
const reader = { sql: new Sql(db), ledgerId };
let journal: SqliteReader | undefined;
/** The last answer under way: a journal is read asynchronously, and the thread closes after what it was asked. */
let last: Promise<void> = Promise.resolve();

port.on('message', (asked: Asked | 'close') => {
  last = last.then(() => (asked === 'close' ? close() : reply(asked)));
});

async function reply(asked: Asked): Promise<void> {
  const { id } = asked;
  try {
    const value =
      'question' in asked ? answer(reader, asked.question) : await entryIds(asked.stream, asked.fromRevision);
    tell({ id, value });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error('unknown');
    tell({ id, error: { name, message } });
  }
}

function tell(answered: Answered<unknown>): void {
  port?.postMessage(answered);
}

async function entryIds(stream: string, fromRevision: number): Promise<EntryIds> {
  if (journalFile === undefined) throw new Error('the journal is not in a file');
  journal ??= openSqliteReader(journalFile);
  const entries = await journal.readStream(stream, fromRevision);
  return entries.map(({ revision, id }) => [revision, id]);
}

function close(): void {
  journal?.close();
  db.close();
  port?.close();
}
