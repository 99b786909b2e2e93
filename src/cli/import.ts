import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { type LedgerBooks, readTerms } from '#app/main.ts';
import { ledgerModes } from '#ledger/events.ts';
import { dateInZone } from '#money/calendar-date.ts';
import { type ExitCode, exitCodes, Stop, usage } from './exit-codes.ts';
import { withBooks } from './reading.ts';
import { figuresOfFile } from './synthea/file-figures.ts';
import { figuresOfLedger } from './synthea/ledger-figures.ts';
import { readClaimPayers, readProviderTypes } from './synthea/payers.ts';
import { type Posted, postFile } from './synthea/post.ts';
import { asText, type Comparison, compareFigures, comparisonTable } from './synthea/report.ts';
import { fileCurrency, readTransactions, type TransactionFile } from './synthea/transactions.ts';
import { countText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import { startProgress } from './terminal/progress.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { oneOf } from './view-options.ts';

interface ImportOptions {
  readonly data?: string;
  readonly mode: string;
  readonly timeZone: string;
  readonly json?: true;
}

export function importVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb(
    'import',
    'Posts the files of another system; a second time, or after a crash, only what is missing.',
  )
    .argument('<format>', 'synthea: the CSV files of Synthea')
    .argument('<dir>', 'the directory of the files')
    .option('--mode <mode>', 'of a ledger that the import opens: live or sandbox', 'sandbox')
    .option(
      '--time-zone <name>',
      'of a ledger that the import opens; decides which day an instant of the file is',
      'America/New_York',
    )
    .option('--json', 'for machines');
  return acting<ImportOptions>(command, surroundings, finish, runImport);
}

async function runImport(run: Run, options: ImportOptions, [format = '', directory = '']: readonly string[]) {
  oneOf('format', format, ['synthea']);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw usage('there is no such directory of files');
  const begun = performance.now();
  const file = await readTransactions(directory);
  const [payers, providerTypes] = [await readClaimPayers(directory), await readProviderTypes(directory)];
  return withBooks(run, async (books) => {
    const timeZone = await openedFor(books, file, options);
    const around = {
      payersOf: (claimId: string) => payers.get(claimId),
      providerTypeOf: (providerId: string) => providerTypes.get(providerId),
      dayOf: (instant: number) => dateInZone(instant, timeZone),
    };
    const progress = startProgress(run.terminal, 'charge lines');
    const posted = await postFile(file, around, books, progress).finally(progress.stop);
    const comparisons = compareFigures(figuresOfFile(file), await figuresOfLedger(books.journal, file));
    return report(
      run.terminal,
      { posted, comparisons, seconds: (performance.now() - begun) / 1_000 },
      options.json === true,
    );
  });
}

/**
 * The time zone of the ledger. If there is none yet, one is opened before the oldest line of the file: so the
 * charges are revenue of their own days and the payments and transfers of a history can be recorded on theirs. Taken
 * over as OPENING items, they would stand against OpeningBalance, and payments before the opening would be refused.
 */
async function openedFor(
  { journal, handleCommand }: LedgerBooks,
  file: TransactionFile,
  options: ImportOptions,
): Promise<string> {
  const terms = await readTerms(journal);
  if (terms !== undefined && terms.baseCurrency !== fileCurrency) {
    throw usage(`the files are in ${fileCurrency}; the books are kept in ${terms.baseCurrency}`);
  }
  if (terms !== undefined) return terms.timeZone;
  const { timeZone } = options;
  const mode = oneOf('--mode', options.mode, ledgerModes);
  const effectiveDate = `${new Date(oldestInstant(file)).getUTCFullYear() - 1}-01-01`;
  const input = { commandId: 'synthea-open-ledger', effectiveDate, baseCurrency: fileCurrency, timeZone, mode };
  const actor = { kind: 'SERVICE', id: 'import-synthea', role: 'admin' } as const;
  const outcome = await handleCommand('OpenLedger', input, { actor, correlationId: 'import-synthea' });
  if (outcome.outcome === 'RECORDED') return timeZone;
  if (outcome.inputPath === 'timeZone')
    throw usage('--time-zone: expected a time zone of the IANA database, as in America/New_York');
  throw new Stop(outcome.retryable ? exitCodes.UNAVAILABLE : exitCodes.FINDINGS, `${outcome.code}: ${outcome.message}`);
}

function oldestInstant({ linesOfPatient }: TransactionFile): number {
  const instants = [...linesOfPatient.values()].flatMap((lines) => lines.map(({ charge }) => charge.FROMDATE));
  if (instants.length === 0) throw usage('there is no charge in claims_transactions.csv');
  return instants.reduce((least, instant) => Math.min(least, instant));
}

interface Report {
  readonly posted: Posted;
  readonly comparisons: readonly Comparison[];
  readonly seconds: number;
}

function report(terminal: Terminal, { posted, comparisons, seconds }: Report, isForMachines: boolean): ExitCode {
  const { recorded, alreadyThere, refused } = posted;
  const isSame = comparisons.every((one) => one.isSame);
  if (isForMachines) {
    const figures = comparisons.map((one) => ({
      figure: one.name.trim(),
      file: asText(one.file),
      ledger: asText(one.ledger),
      isSame: one.isSame,
    }));
    printJson(terminal, {
      recorded,
      alreadyThere,
      refused: Object.fromEntries(refused),
      figures,
      seconds: Number(seconds.toFixed(1)),
    });
  } else {
    printTable(terminal, comparisonTable(comparisons));
    terminal.out('');
    terminal.out(
      `${countText(recorded)} commands recorded, ${countText(alreadyThere)} had been before, in ${seconds.toFixed(1)} s.`,
    );
    printRefusals(terminal, refused);
  }
  return isSame && refused.size === 0 ? exitCodes.OK : exitCodes.FINDINGS;
}

function printRefusals(terminal: Terminal, refused: ReadonlyMap<string, number>): void {
  if (refused.size === 0) {
    terminal.out('Nothing was refused.');
    return;
  }
  terminal.out('Refused:\n');
  printTable(terminal, {
    columns: [
      { title: 'code', align: 'LEFT' },
      { title: 'rows', align: 'RIGHT' },
    ],
    rows: [...refused].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([code, count]) => [code, countText(count)]),
  });
}
