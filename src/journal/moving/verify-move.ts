import { findAnchor, requireSame } from '../eventstoredb-anchor.ts';
import { EventStoreDbServer, refuseTalkativeClient } from '../eventstoredb-server.ts';
import { usualTiming } from '../eventstoredb-timing.ts';
import type { IsSameTime } from './compare-streams.ts';
import { openJournalIn } from './journal-rows.ts';
import { Differs, type Move, type Proof } from './move.ts';
import { prove } from './prove.ts';
import { ServerComparison } from './server-comparison.ts';

/** Holds the journal of a directory against the one on a server, and changes nothing. Rejects with `Differs`. */
export async function verifyMove(move: Move, isSameTime: IsSameTime): Promise<Proof> {
  refuseTalkativeClient(process.env['DEBUG']);
  const { directory, connectionString, ledgerId, onProgress = () => undefined } = move;
  const timing = { ...usualTiming, ...move.timing };
  const open = new AsyncDisposableStack();
  try {
    const rows = open.adopt(openJournalIn(directory, ledgerId), (opened) => opened.close());
    const server = open.adopt(new EventStoreDbServer(connectionString, timing), (opened) => opened.close());
    const anchor = await findAnchor(server, ledgerId, timing);
    if (anchor === undefined) throw new Differs('the server keeps no journal of the ledger');
    requireSame(anchor, rows.identity);
    const comparison = new ServerComparison({ connectionString, rows, timing });
    open.defer(() => comparison.stop());
    await comparison.caughtUp((done) => onProgress('COMPARING', done, rows.count));
    return await prove({ server, rows, comparison, timing, isSameTime, onProgress });
  } finally {
    await open.disposeAsync();
  }
}
