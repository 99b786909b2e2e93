import type { HandleCommand } from '#app/handle-command.ts';
import { readTerms } from '#app/main.ts';
import type { JournalReader } from '#journal/journal.ts';
import type { LedgerMode } from '#ledger/events.ts';
import { dateInZone } from '#money/calendar-date.ts';
import { exitCodes, Stop, usage } from '../exit-codes.ts';
import type { Progress } from '../terminal/progress.ts';
import { figuresOfFile } from './file-figures.ts';
import { figuresOfLedger } from './ledger-figures.ts';
import { type ClaimPayers, readClaimPayers, readProviderTypes } from './payers.ts';
import { type Posted, postFile } from './post.ts';
import { type Comparison, compareFigures } from './report.ts';
import { fileCurrency, readTransactions, type TransactionFile } from './transactions.ts';

/** What the files say, as far as the ledger needs it. patients.csv is never opened: nothing of it belongs in the books. */
export interface SyntheaFiles {
  readonly transactions: TransactionFile;
  readonly payers: ReadonlyMap<string, ClaimPayers>;
  readonly providerTypes: ReadonlyMap<string, string>;
}

export interface Books {
  readonly journal: JournalReader;
  readonly handleCommand: HandleCommand;
}

/** With what a ledger is opened if there is none yet. */
export interface OpeningTerms {
  readonly mode: LedgerMode;
  readonly timeZone: string;
}

export interface ImportReport {
  readonly posted: Posted;
  readonly comparisons: readonly Comparison[];
}

export async function readFiles(directory: string): Promise<SyntheaFiles> {
  const transactions = await readTransactions(directory);
  if (transactions.linesOfPatient.size === 0) throw usage('there is no charge in claims_transactions.csv');
  return {
    transactions,
    payers: await readClaimPayers(directory),
    providerTypes: await readProviderTypes(directory),
  };
}

/** Posts the files and holds what the ledger then says against what they say. */
export async function importFiles(
  books: Books,
  { transactions, payers, providerTypes }: SyntheaFiles,
  terms: OpeningTerms,
  progress: Progress,
): Promise<ImportReport> {
  const timeZone = await openedFor(books, transactions, terms);
  const around = {
    payersOf: (claimId: string) => payers.get(claimId),
    providerTypeOf: (providerId: string) => providerTypes.get(providerId),
    dayOf: (instant: number) => dateInZone(instant, timeZone),
  };
  const posted = await postFile(transactions, around, books, progress);
  const comparisons = compareFigures(figuresOfFile(transactions), await figuresOfLedger(books.journal, transactions));
  return { posted, comparisons };
}

/**
 * The time zone of the ledger. If there is none yet, one is opened before the oldest line of the file: so the
 * charges are revenue of their own days and the payments and transfers of a history can be recorded on theirs. Taken
 * over as OPENING items, they would stand against OpeningBalance, and payments before the opening would be refused.
 */
async function openedFor(
  { journal, handleCommand }: Books,
  file: TransactionFile,
  opening: OpeningTerms,
): Promise<string> {
  const terms = await readTerms(journal);
  if (terms !== undefined && terms.baseCurrency !== fileCurrency) {
    throw usage(`the files are in ${fileCurrency}; the books are kept in ${terms.baseCurrency}`);
  }
  if (terms !== undefined) return terms.timeZone;
  const { mode, timeZone } = opening;
  const effectiveDate = `${yearOfOldest(file) - 1}-01-01`;
  const input = { commandId: 'synthea-open-ledger', effectiveDate, baseCurrency: fileCurrency, timeZone, mode };
  const actor = { kind: 'SERVICE', id: 'import-synthea', role: 'admin' } as const;
  const outcome = await handleCommand('OpenLedger', input, { actor, correlationId: 'import-synthea' });
  if (outcome.outcome === 'RECORDED') return timeZone;
  if (outcome.inputPath === 'timeZone') {
    throw usage('--time-zone: expected a time zone of the IANA database, as in America/New_York');
  }
  const exitCode = outcome.retryable ? exitCodes.UNAVAILABLE : exitCodes.FINDINGS;
  throw new Stop(exitCode, `${outcome.code}: ${outcome.message}`);
}

function yearOfOldest({ linesOfPatient }: TransactionFile): number {
  const instants = [...linesOfPatient.values()].flatMap((lines) => lines.map(({ charge }) => charge.FROMDATE));
  return new Date(instants.reduce((least, instant) => Math.min(least, instant))).getUTCFullYear();
}
