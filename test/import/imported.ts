import { type ImportReport, importFiles, type OpeningTerms, readFiles } from '#cli/synthea/import-files.ts';
import { comparisonTable } from '#cli/synthea/report.ts';
import { layOut } from '#cli/terminal/table.ts';
import type { Entry } from '#ledger/entry.ts';
import { emptyDirectory } from '../cli/command-line.ts';
import { type BooksInMemory, booksInMemory } from './books-in-memory.ts';
import { type Row, u, writeFiles } from './synthea-files.ts';

export const insured: Row = { Id: u(10), PRIMARYPATIENTINSURANCEID: u(901), SECONDARYPATIENTINSURANCEID: u(902) };
export const uninsured: Row = { Id: u(10), PRIMARYPATIENTINSURANCEID: '0', SECONDARYPATIENTINSURANCEID: '0' };

export interface Imported {
  readonly books: BooksInMemory;
  readonly files: string;
  readonly entries: readonly Entry[];
  readonly posted: ImportReport['posted'];
  /** The table of figures, a line for each. */
  readonly table: string;
}

export const sandbox: OpeningTerms = { mode: 'SANDBOX', timeZone: 'America/New_York' };
const noProgress = { advance: () => undefined, stop: () => undefined };

export async function importInto(books: BooksInMemory, files: string, terms = sandbox): Promise<Imported> {
  const { posted, comparisons } = await importFiles(books, await readFiles(files), terms, noProgress);
  const entries = await books.journal.readAll(0, 100_000);
  return { books, files, entries, posted, table: layOut(comparisonTable(comparisons), 80).join('\n') };
}

/** Over a journal in memory, which stores what SQLite stores; the verb itself runs in synthea.test.ts. */
export async function imported(transactions: readonly Row[], claim: Row = insured, terms = sandbox): Promise<Imported> {
  const files = emptyDirectory();
  writeFiles(files, transactions, [claim]);
  return importInto(booksInMemory(), files, terms);
}
