import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { type ProjectionNews, projectIntoFile } from './project-into-file.ts';
import type { Projector } from './projector.ts';

/** The projector's own thread: it has a connection to the journal and the only writing one to the read model. */
const { journalFile, file } = z.strictObject({ journalFile: z.string(), file: z.string() }).parse(workerData);

const port = parentPort;
if (port === null) throw new Error('the projector runs in a worker thread');
const stop = new AbortController();
let projector: Projector | undefined;

const tell = (news: ProjectionNews): void => port.postMessage(news);
const journal = openSqliteReader(journalFile);
port.on('message', (order: 'look' | 'stop') => {
  if (order === 'stop') stop.abort();
  projector?.hurry();
  journal.nudge();
});
try {
  await projectIntoFile(journal, file, stop.signal, tell, (started) => {
    projector = started;
  });
} catch (error) {
  if (!stop.signal.aborted) tell({ kind: 'FAILED', error });
} finally {
  // A stopped line stays to be read: the thread ends when it is told to.
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  journal.close();
  port.close();
}
