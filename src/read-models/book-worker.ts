import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { Answered } from './book-thread.ts';
import { answer, type Kind, type Question } from './questions.ts';
import { openForReading } from './read-files.ts';
import { Sql } from './sql.ts';

/** Answers questions on the whole book, one after the other, away from the main thread. */
const { file, ledgerId } = z.strictObject({ file: z.string(), ledgerId: z.string() }).parse(workerData);

const port = parentPort;
if (port === null) throw new Error('the book is read in a worker thread');
const db = openForReading(file);
const reader = { sql: new Sql(db), ledgerId };

interface Asked {
  readonly id: number;
  readonly question: Question<Kind>;
}

port.on('message', (asked: Asked | 'close') => {
  if (asked === 'close') {
    db.close();
    port.close();
  } else {
    port.postMessage(answered(asked));
  }
});

function answered({ id, question }: Asked): Answered<Kind> {
  try {
    return { id, value: answer(reader, question) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error('unknown');
    return { id, error: { name, message } };
  }
}
