import { join } from 'node:path';
import type { Command } from 'commander';
import type { LedgerBooks } from '#app/main.ts';
import type { JournalReader } from '#journal/journal.ts';
import { dateInZone, parseCalendarDate } from '#money/calendar-date.ts';
import { firstRows, printAging } from './aging.ts';
import { type DemoTerms, demoTimeZone, termsOfOpening } from './demo/demo-books.ts';
import { makeDemoBooks } from './demo/make-books.ts';
import { type ExitCode, exitCodes, Stop, usage } from './exit-codes.ts';
import { withBooks } from './reading.ts';
import { serveUntilStopped, startServerOrStop } from './serve.ts';
import { countText } from './terminal/amounts.ts';
import { startProgress } from './terminal/progress.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { dateOption, wholeNumberOption } from './view-options.ts';

interface DemoOptions {
  readonly data?: string;
  readonly seed?: string;
  readonly today?: string;
  readonly serve: boolean;
}

export function demoVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb(
    'demo',
    'Makes invented books of 520 accounts over 18 months, if they are not there, and serves them.',
    'data/demo',
  )
    .option('--seed <number>', 'other books for another number (default: 1)')
    .option('--today <date>', 'the last day of the books (default: today)')
    .option('--no-serve', 'make the books and print their aging, no more');
  return acting<DemoOptions>(command, surroundings, finish, runDemo);
}

function runDemo(given: Run, options: DemoOptions): Promise<ExitCode> {
  const run = quiet(given.isDirectoryNamed ? given : inDemoDirectory(given));
  const asked = askedFor(options, run);
  return withBooks(run, async (books) => {
    const terms = (await termsThere(books.journal, run, options)) ?? asked;
    await makeAndTell(run, books, terms);
    if (!options.serve) return exitCodes.OK;
    await serveUntilStopped(run, await startServerOrStop(run, books), run.terminal.out);
    return exitCodes.OK;
  });
}

/** Beside the books of ./data, never among them. */
function inDemoDirectory(run: Run): Run {
  return { ...run, config: { ...run.config, dataDirectory: join(run.config.dataDirectory, 'demo') } };
}

/** Somebody reads the screen: a line for each request would push away what they came for. */
function quiet(run: Run): Run {
  return (run.environment['LOG_LEVEL'] ?? '') === '' ? { ...run, config: { ...run.config, logLevel: 'warn' } } : run;
}

function askedFor({ seed, today }: DemoOptions, { clock }: Run): DemoTerms {
  return {
    seed: seed === undefined ? 1 : wholeNumberOption('--seed', seed, 0, 999_999),
    today: today === undefined ? dateInZone(clock(), demoTimeZone) : dateOption('--today', today),
  };
}

/** The terms of the demo books that are there; a second run keeps them. Undefined in an empty directory. */
async function termsThere(
  journal: JournalReader,
  { config }: Run,
  { seed, today }: DemoOptions,
): Promise<DemoTerms | undefined> {
  const [opening] = await journal.readAll(0, 1);
  if (opening === undefined) return undefined;
  const terms = termsOfOpening(opening.command.id, parseCalendarDate);
  if (terms === undefined) {
    throw new Stop(
      exitCodes.USAGE,
      `The books in ${config.dataDirectory} are not the demo's. Name another directory with --data.`,
    );
  }
  const isOther = (seed !== undefined && Number(seed) !== terms.seed) || (today !== undefined && today !== terms.today);
  if (isOther)
    throw usage(`the demo books there were made with --seed ${terms.seed} --today ${terms.today}; name another --data`);
  return terms;
}

async function makeAndTell(run: Run, books: LedgerBooks, terms: DemoTerms): Promise<void> {
  const { terminal, config, clock } = run;
  const begun = performance.now();
  const progress = startProgress(terminal, 'demo books');
  const made = await makeDemoBooks(books, terms, progress).finally(progress.stop);
  const { ordinal } = await books.journal.head();
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  const what = made === 0 ? 'as they were' : `${countText(made)} commands recorded in ${seconds} s`;
  terminal.out(`Demo books in ${config.dataDirectory}, invented: ${countText(ordinal)} entries, ${what}.\n`);
  const minPosition = books.journal.tokenOf(ordinal);
  const view = await books.readModels.view({ asOf: dateInZone(clock(), demoTimeZone), minPosition });
  const request = { basis: 'DUE_DATE', edges: [30, 60, 90, 120], groupBy: 'PARTY_CLASS' } as const;
  printAging(terminal, view, await firstRows(books.readModels, view, request, 50));
}
