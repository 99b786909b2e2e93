import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { ledgerModes } from '#ledger/events.ts';
import { type ExitCode, exitCodes, usage } from './exit-codes.ts';
import { withBooks } from './reading.ts';
import { type ImportReport, importFiles, readFiles } from './synthea/import-files.ts';
import { asText, comparisonTable } from './synthea/report.ts';
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
    .option('--time-zone <name>', 'of a ledger that the import opens: which day an instant is', 'America/New_York')
    .option('--json', 'for machines');
  return acting<ImportOptions>(command, surroundings, finish, runImport);
}

async function runImport(
  run: Run,
  options: ImportOptions,
  [format = '', directory = '']: readonly string[],
): Promise<ExitCode> {
  const begun = performance.now();
  oneOf('format', format, ['synthea']);
  const opening = { mode: oneOf('--mode', options.mode, ledgerModes), timeZone: options.timeZone };
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw usage('there is no such directory of files');
  }
  const files = await readFiles(directory);
  return withBooks(run, async (books) => {
    const progress = startProgress(run.terminal, 'charge lines');
    const report = await importFiles(books, files, opening, progress).finally(progress.stop);
    const seconds = (performance.now() - begun) / 1_000;
    if (options.json === true) printJson(run.terminal, forMachines(report, seconds));
    else printReport(run.terminal, report, seconds);
    return report.posted.refused.size === 0 && report.comparisons.every(({ isSame }) => isSame)
      ? exitCodes.OK
      : exitCodes.FINDINGS;
  });
}

function forMachines({ posted, comparisons }: ImportReport, seconds: number): object {
  const { recorded, alreadyThere, refused } = posted;
  const figures = comparisons.map(({ name, file, ledger, isSame }) => {
    return { figure: name.trim(), file: asText(file), ledger: asText(ledger), isSame };
  });
  return { recorded, alreadyThere, refused: Object.fromEntries(refused), figures, seconds: Number(seconds.toFixed(1)) };
}

function printReport(terminal: Terminal, { posted, comparisons }: ImportReport, seconds: number): void {
  const [recorded, before] = [countText(posted.recorded), countText(posted.alreadyThere)];
  printTable(terminal, comparisonTable(comparisons));
  terminal.out('');
  terminal.out(`${recorded} commands recorded, ${before} had been before, in ${seconds.toFixed(1)} s.`);
  printRefusals(terminal, posted.refused);
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
