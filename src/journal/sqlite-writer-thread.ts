import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { JournalRefused } from './sqlite-open.ts';
import { wordsOf } from './sqlite-problems.ts';
import { SqliteWriter } from './sqlite-writer.ts';
import { type ChainedAppend, type FromWriter, isToWriter, isWriterStart, readAppends } from './writer-messages.ts';

/**
 * The writer's thread: takes everything that has been sent, works it off in one transaction, answers, and looks again.
 * While a commit waits for the disk the next batch gathers by itself.
 */

/** Appends in one transaction: enough to share a commit, few enough that nobody waits for a long one. */
const mostPerBatch = 512;

function run(port: MessagePort, data: unknown): void {
  const answer = (message: FromWriter): void => port.postMessage(message);
  const writer = open(data, answer);
  if (writer === undefined) return port.close();
  // What throws in here ends the thread, and main then knows of nothing that was sent whether it was carried out.
  port.on('message', (first: unknown) => {
    if (workOff(port, writer, first, answer)) return;
    writer.close();
    port.close();
  });
}

function open(data: unknown, answer: (message: FromWriter) => void): SqliteWriter | undefined {
  try {
    if (!isWriterStart(data)) throw new Error('The writer is started by the journal only');
    const writer = new SqliteWriter(data);
    answer({ kind: 'OPENED', journalId: writer.journalId, head: writer.head });
    return writer;
  } catch (error) {
    answer({ kind: 'REFUSED', reason: error instanceof JournalRefused ? error.message : wordsOf(error) });
    return undefined;
  }
}

/** Until nothing more is waiting. False if the journal is being closed or cannot be written any more. */
function workOff(port: MessagePort, writer: SqliteWriter, first: unknown, answer: (done: FromWriter) => void): boolean {
  let appends: readonly ChainedAppend[] = [];
  let floors: readonly number[] = [];
  let isClosing = false;
  for (let message = first; ; message = receiveMessageOnPort(port)?.message) {
    while (isToWriter(message)) {
      if (message.kind === 'CLOSE') isClosing = true;
      else {
        appends = appends.concat(readAppends(message.text));
        floors = floors.concat(message.floors);
      }
      message = appends.length < mostPerBatch ? receiveMessageOnPort(port)?.message : undefined;
    }
    if (appends.length === 0 && floors.length === 0) return !isClosing;
    const done = writer.carryOut(appends.slice(0, mostPerBatch), floors);
    answer({ kind: 'DONE', ...done });
    if (done.isDead) return false;
    appends = appends.slice(mostPerBatch);
    floors = [];
  }
}

if (parentPort !== null) run(parentPort, workerData);
