import type { EventData } from '@eventstore/db-client';
import { lockDirectory } from '../data-directory-lock.ts';
import { type Anchor, beginMove, findAnchor, finishMove, requireSame } from '../eventstoredb-anchor.ts';
import { eventOf } from '../eventstoredb-events.ts';
import { EventStoreDbServer, refuseTalkativeClient } from '../eventstoredb-server.ts';
import { type Timing, usualTiming } from '../eventstoredb-timing.ts';
import { lookUp, type Writing, writeWhole } from '../eventstoredb-writing.ts';
import { WrongRevision } from '../journal.ts';
import { markMoved } from '../moved-away.ts';
import { sameTime } from './compare-streams.ts';
import { type JournalRows, openJournalIn, requireCanonical, type StoredRow } from './journal-rows.ts';
import { Differs, type Move, type Moved, type OnProgress } from './move.ts';
import { prove } from './prove.ts';
import { runsAfter } from './runs.ts';
import { ServerComparison } from './server-comparison.ts';

/**
 * Copies the journal of a directory to a server, entry by entry in the order of recording: the n-th entry there is the one with
 * the ordinal n. Goes on where an earlier try has stopped, proves that both are the same, and marks the directory.
 *
 * Rejects with `DirectoryLocked` while somebody has the books, with `JournalRefused` where the server keeps another journal, or
 * entries that are not those of the file, and with `Unavailable` or `OutcomeUnknown` where a later try goes on.
 */
export async function moveToServer(move: Move): Promise<Moved> {
  refuseTalkativeClient(process.env['DEBUG']);
  const { directory, connectionString, ledgerId, onProgress = () => undefined } = move;
  const timing = { ...usualTiming, ...move.timing };
  const open = new AsyncDisposableStack();
  try {
    const rows = open.adopt(openJournalIn(directory, ledgerId), (opened) => opened.close());
    open.defer(lockDirectory(directory));
    const server = open.adopt(new EventStoreDbServer(connectionString, timing), (opened) => opened.close());
    const anchor = await findAnchor(server, ledgerId, timing);
    const comparison = new ServerComparison({ connectionString, rows, timing });
    open.defer(() => comparison.stop());
    const found = await foundBy(comparison, anchor, rows, onProgress);
    if (anchor?.journalId !== rows.identity.journalId || found < rows.count)
      await beginMove(server, rows.identity, timing);
    const parts = { server, rows, comparison, timing, onProgress };
    await appendAfter(found, parts);
    const proof = await prove({ ...parts, isSameTime: sameTime });
    // First the mark: whoever is stopped between the two finds neither of them open, and both when they let it end.
    markMoved(directory, proof);
    await finishMove(server, ledgerId, { ...proof, settledBefore: rows.settledBefore }, timing);
    return { ...proof, found };
  } finally {
    await open.disposeAsync();
  }
}

/** How many of the entries are on the server, and nothing else. One of another name is taken over while it is empty. */
async function foundBy(
  comparison: ServerComparison,
  anchor: Anchor | undefined,
  { identity, count }: JournalRows,
  onProgress: OnProgress,
): Promise<number> {
  try {
    await comparison.caughtUp((done) => onProgress('FINDING', done, count));
    if (anchor !== undefined && comparison.count > 0) requireSame(anchor, identity);
    return comparison.count;
  } catch (error) {
    if (anchor !== undefined && error instanceof Differs) requireSame(anchor, identity);
    throw error;
  }
}

interface Parts {
  readonly server: EventStoreDbServer;
  readonly rows: JournalRows;
  readonly comparison: ServerComparison;
  readonly timing: Timing;
  readonly onProgress: OnProgress;
}

/** One append after the other: their order is the order of the entries, and that is what the ordinals are made of. */
async function appendAfter(found: number, { server, rows, comparison, timing, onProgress }: Parts): Promise<void> {
  const { count } = rows;
  const writing = { server, timing, hasStopped: () => comparison.hasStopped, isConfirmed: async () => true };
  for (const run of runsAfter(rows, found)) {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) continue;
    for (const row of run) requireCanonical(row);
    const events = run.map((row) => eventOf(row, row.recordedAt));
    await writeRun(writing, first, events);
    onProgress('COPYING', last.ordinal, count);
  }
}

async function writeRun(writing: Writing, first: StoredRow, events: readonly EventData[]): Promise<void> {
  try {
    await writeWhole(writing, first.stream, first.revision - 1, events);
  } catch (error) {
    if (!(error instanceof WrongRevision)) throw error;
    // A cluster that tries again by itself answers so for what it has written.
    await lookUp(writing.server, first.stream, events, error).catch(() => {
      throw new Differs('somebody else writes the ledger on the server');
    });
  }
}
