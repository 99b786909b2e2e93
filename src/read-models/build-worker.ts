import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { buildFile } from './build-file.ts';
import type { ProjectionNews } from './project-into-file.ts';

/** Builds one file and ends, and with it goes all the memory that decoding a whole journal has taken. */
const { journalFile, file, liveFile } = z
  .strictObject({ journalFile: z.string(), file: z.string(), liveFile: z.string().optional() })
  .parse(workerData);

const port = parentPort;
if (port === null) throw new Error('a read model is built in a worker thread');
const stop = new AbortController();
port.once('message', () => stop.abort());

const tell = (news: ProjectionNews): void => port.postMessage(news);
const onProgress = (ordinal: number, head: number): void => tell({ kind: 'BUILDING', ordinal, head });
const journal = openSqliteReader(journalFile);
try {
  const request = { journal, journalFile, file, liveFile, signal: stop.signal, onProgress };
  tell({ kind: 'BUILT', report: await buildFile(request) });
} catch (error) {
  if (!stop.signal.aborted) tell({ kind: 'FAILED', error });
} finally {
  journal.close();
  port.close();
}
