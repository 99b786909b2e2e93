import type { Journal } from '#journal/journal.ts';
import { ledgerStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';

/** What the process that runs late fees works with (processes/late-fee-run.ts), besides the way for its steps. */
export interface FeeRunDesk {
  /** The ledger's own stream, from its first entry on. */
  readonly ledgerEntries: () => Promise<readonly Entry[]>;
  /** The last position that figures can be of. */
  readonly head: () => Promise<number>;
  readonly tokenOf: (ordinal: number) => string;
}

export function createFeeRunDesk(journal: Journal): FeeRunDesk {
  return {
    ledgerEntries: () => journal.readStream(ledgerStream(journal.ledgerId)),
    head: async () => (await journal.book.head()).ordinal,
    tokenOf: (ordinal) => journal.tokenOf(ordinal),
  };
}
