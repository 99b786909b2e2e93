import type { EventStoreDbServer } from '../eventstoredb-server.ts';
import type { Timing } from '../eventstoredb-timing.ts';
import { JournalRefused } from '../sqlite-open.ts';
import { compareStreams, type IsSameTime } from './compare-streams.ts';
import { digestOf } from './journal-digest.ts';
import type { JournalRows } from './journal-rows.ts';
import { Differs, type OnProgress, type Proof } from './move.ts';
import type { ServerComparison } from './server-comparison.ts';

export interface ProofParts {
  readonly server: EventStoreDbServer;
  readonly rows: JournalRows;
  readonly comparison: ServerComparison;
  readonly timing: Timing;
  readonly isSameTime: IsSameTime;
  readonly onProgress: OnProgress;
}

/**
 * Both sides have the same entries at the same places: the file read from its first to its last, the server read in the order of
 * its log and stream by stream, and the end of the log looked at once more when all that is done. Rejects with `Differs`, and
 * with `JournalRefused` where the server does not keep what it has.
 */
export async function prove({ comparison, onProgress, ...parts }: ProofParts): Promise<Proof> {
  const { rows } = parts;
  const entries = rows.count;
  await comparison.whole(entries);
  const digest = await digestOf(rows, (done) => onProgress('COMPARING', done, entries));
  if (comparison.digest() !== digest) throw new Differs('the digests of the file and of the server differ');
  const streams = await compareStreams({ ...parts, onCompared: (done) => onProgress('STREAMS', done, entries) });
  await comparison.whole(entries);
  if (comparison.retained > 0) {
    throw new JournalRefused('the server was told to forget entries of the ledger ($maxAge, $maxCount or $tb)');
  }
  return { journalId: rows.identity.journalId, entries, streams, digest };
}
