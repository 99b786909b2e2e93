import type { Entry } from '#ledger/entry.ts';
import { countedBehind, fencesIn } from '#ledger/periods/late-entries.ts';
import { type Period, periodsOf } from '#projections/period-history.ts';
import type { JournalBook } from './context.ts';

/** The ledger's own stream: its reasons, its periods. */
export interface LedgerStream {
  readonly entries: () => Promise<readonly Entry[]>;
  /** Of what has been read: no further look into the journal. */
  readonly known: () => readonly Entry[];
  /** The fiscal calendar as known at an ordinal. */
  readonly periods: (ordinal: number) => Promise<readonly Period[]>;
  /** How entries of accounts count: one that came after the fence of its period counts from the first open day. */
  readonly counting: () => Promise<(entry: Entry) => Entry>;
}

/** Reads the stream, and each time only what is new of it. */
export function createLedgerStream(journal: JournalBook): LedgerStream {
  let known: readonly Entry[] = [];
  const entries = async (): Promise<readonly Entry[]> => {
    // Nothing is recorded before the ledger is opened: the first entry there is stands in its stream.
    const [first] = known.length > 0 ? known : await journal.readAll(0, 1);
    if (first === undefined) return known;
    const newer = await journal.readStream(first.stream, known.length);
    known = [...known.filter(({ revision }) => revision < (newer[0]?.revision ?? known.length)), ...newer];
    return known;
  };
  return {
    entries,
    known: () => known,
    periods: async (ordinal) => periodsOf((await entries()).filter((entry) => entry.ordinal <= ordinal)),
    counting: async () => {
      const fences = fencesIn(await entries());
      return (entry) => countedBehind(fences, entry);
    },
  };
}
