import { existsSync, renameSync, statSync } from 'node:fs';
import { lockDirectory } from '../data-directory-lock.ts';
import { type Anchor, findAnchor } from '../eventstoredb-anchor.ts';
import { FeedLink } from '../eventstoredb-feed-link.ts';
import { removeForeignCopy } from '../eventstoredb-identity.ts';
import { EventStoreDbServer, refuseTalkativeClient } from '../eventstoredb-server.ts';
import { type Timing, usualTiming } from '../eventstoredb-timing.ts';
import { JournalCopy } from '../journal-copy.ts';
import { arrivingJournalFile, ensureFiles, journalFile, syncToDisk } from '../journal-files.ts';
import { type Identity, JournalRefused, openCopyForWriting } from '../sqlite-open.ts';
import { notLater } from './compare-streams.ts';
import { JournalRows } from './journal-rows.ts';
import type { Move, Moved, OnProgress } from './move.ts';
import { prove } from './prove.ts';
import { ServerComparison } from './server-comparison.ts';

/**
 * Copies the journal that a server keeps into a directory that has none. Until all of it is there, proven and on the disk, its file
 * has another name, and a later try goes on with that. On the server nothing is changed.
 *
 * Rejects with `DirectoryLocked`, with `JournalRefused` where there is nothing to move or no room for it, with `Differs` where
 * somebody goes on writing on the server, and with `Unavailable`.
 */
export async function moveToFile(move: Move): Promise<Moved> {
  refuseTalkativeClient(process.env['DEBUG']);
  const { directory, connectionString, ledgerId, onProgress = () => undefined } = move;
  const timing = { ...usualTiming, ...move.timing };
  requireNoJournalIn(directory);
  const open = new AsyncDisposableStack();
  try {
    const server = open.adopt(new EventStoreDbServer(connectionString, timing), (opened) => opened.close());
    const anchor = requireWhole(await findAnchor(server, ledgerId, timing));
    const identity = { journalId: anchor.journalId, ledgerId };
    const file = arrivingJournalFile(directory);
    ensureFiles(directory, file);
    open.defer(lockDirectory(directory, file));
    await removeForeignCopy(file, identity, server);
    ensureFiles(directory, file);
    openCopyForWriting(file, identity, Date.now()).close();
    const found = await copyInto({ file, identity, connectionString, timing, anchor, onProgress });
    const proof = await proveFile({ file, server, connectionString, timing, onProgress });
    new JournalCopy(file, identity, anchor.floor).becomeJournal();
    syncToDisk(file);
    renameSync(file, journalFile(directory));
    syncToDisk(directory);
    return { ...proof, found };
  } finally {
    await open.disposeAsync();
  }
}

function requireNoJournalIn(directory: string): void {
  const file = journalFile(directory);
  // One that is empty was left by somebody who only looked.
  if (existsSync(file) && statSync(file).size > 0) {
    throw new JournalRefused('there is a journal in the directory already: name one that has none');
  }
}

function requireWhole(anchor: Anchor | undefined): Anchor {
  if (anchor === undefined) throw new JournalRefused('the server keeps no journal of the ledger');
  if (anchor.isBeingMoved) throw new JournalRefused('the journal is still on its way to the server');
  return anchor;
}

interface CopyParts {
  readonly file: string;
  readonly identity: Identity;
  readonly connectionString: string;
  readonly timing: Timing;
  readonly anchor: Anchor;
  readonly onProgress: OnProgress;
}

/** Answers how many entries were there before. */
async function copyInto({ file, identity, connectionString, timing, anchor, onProgress }: CopyParts): Promise<number> {
  const start = { connectionString, file, identity, timing, floor: anchor.floor };
  // How many there are only the server knows, and it does not say.
  const feed: FeedLink = await FeedLink.open(start, () => {
    const { ordinal } = feed.progress;
    onProgress('COPYING', ordinal, ordinal);
  });
  const found = feed.progress.ordinal;
  try {
    await feed.caughtUp();
    return found;
  } finally {
    await feed.close();
  }
}

interface FileParts {
  readonly file: string;
  readonly server: EventStoreDbServer;
  readonly connectionString: string;
  readonly timing: Timing;
  readonly onProgress: OnProgress;
}

async function proveFile({ file, server, connectionString, timing, onProgress }: FileParts) {
  const rows = new JournalRows(file);
  const comparison = new ServerComparison({ connectionString, rows, timing });
  try {
    await comparison.caughtUp((done) => onProgress('COMPARING', done, rows.count));
    return await prove({ server, rows, comparison, timing, isSameTime: notLater, onProgress });
  } finally {
    await comparison.stop();
    rows.close();
  }
}
