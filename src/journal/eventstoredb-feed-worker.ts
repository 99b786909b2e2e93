import { parentPort, workerData } from 'node:worker_threads';
import { Feed, type FeedNews } from './eventstoredb-feed.ts';
import { type CopyProgress, type FromFeed, isFeedStart, isToFeed } from './eventstoredb-feed-messages.ts';
import { JournalCopy } from './journal-copy.ts';

/** The feed's own thread: it has a connection to the server and the only writing one to the copy. */
const start: unknown = workerData;
const port = parentPort;
if (port === null || !isFeedStart(start)) throw new Error('the feed runs in a worker thread');

const tell = (message: FromFeed): void => port.postMessage(message);

function open(file: string): JournalCopy | undefined {
  if (!isFeedStart(start)) return undefined;
  try {
    return new JournalCopy(file, start.identity, start.floor);
  } catch (error) {
    tell({ kind: 'REFUSED', reason: error instanceof Error ? error.message : 'the copy does not open' });
    return undefined;
  }
}

const copy = open(start.file);
if (copy === undefined) port.close();
else await serve(copy);

async function serve(copy: JournalCopy): Promise<void> {
  if (!isFeedStart(start)) return;
  const { connectionString, identity, timing } = start;
  const progress = (): CopyProgress => {
    const { ordinal, settledBefore, position, retained } = copy.head;
    return { ordinal, settledBefore, commit: Number(position?.commit ?? -1n), retained };
  };
  const { ledgerId } = identity;
  const tellNews = (news: FeedNews): void => tell({ kind: 'NEWS', news, progress: progress() });
  const feed = new Feed({ connectionString, ledgerId, copy, timing, tell: tellNews });
  const closing = new AbortController();
  const settle = async (question: number, floor: number | undefined): Promise<void> => {
    const isSettled = !closing.signal.aborted && (await feed.catchUp());
    if (closing.signal.aborted) return;
    if (isSettled && floor !== undefined) copy.raiseFloor(floor);
    tell({ kind: 'SETTLED', question, isSettled, progress: progress() });
  };
  port?.on('message', (message: unknown) => {
    if (!isToFeed(message)) return;
    if (message.kind === 'CLOSE') closing.abort();
    else if (message.kind === 'MISSED') feed.missed();
    else void settle(message.question, message.floor);
  });
  tell({ kind: 'OPENED', progress: progress() });
  await feed.run(closing.signal);
  // A feed that has stopped for good stays to say so: the thread ends when it is told to.
  if (!closing.signal.aborted) {
    await new Promise((resolve) => closing.signal.addEventListener('abort', resolve, { once: true }));
  }
  copy.close();
  port?.close();
}
