import type { LedgerTerms } from '#ledger/books.ts';
import { emptyLedger, evolveLedger } from '#ledger/ledger.ts';
import type { JournalBook } from './context.ts';

/** Reads what the ledger was opened with: its first entry, which never changes and is therefore read once. */
export function createTermsReader(journal: JournalBook): () => Promise<LedgerTerms | undefined> {
  let terms: LedgerTerms | undefined;
  return async () => {
    if (terms !== undefined) return terms;
    // Nothing is recorded before the ledger is opened, so the opening is the first entry there is.
    const [opening] = await journal.readAll(0, 1);
    terms = opening === undefined ? undefined : evolveLedger(emptyLedger(), opening).terms;
    return terms;
  };
}
