import { Command } from 'commander';
import { Denied, OutcomeUnknown, Unavailable } from '#journal/journal.ts';
import { notLater, sameTime } from '#journal/moving/compare-streams.ts';
import { Differs, type Move, type Moved, type MoveStep, type OnProgress, type Proof } from '#journal/moving/move.ts';
import { moveToFile } from '#journal/moving/to-file.ts';
import { moveToServer } from '#journal/moving/to-server.ts';
import { verifyMove } from '#journal/moving/verify-move.ts';
import { type ExitCode, exitCodes, exitCodesHelp, Stop, usage } from './exit-codes.ts';
import { type JournalPlace, placeOption, placesHelp } from './journal-places.ts';
import { countText } from './terminal/amounts.ts';
import { printJson, type Terminal } from './terminal/output.ts';
import { type Progress, startProgress } from './terminal/progress.ts';
import { acting, type Finish, type Run, type Surroundings } from './verb.ts';

interface MigrateOptions {
  readonly data?: string;
  readonly from: string;
  readonly to: string;
  readonly verifyOnly?: true;
  readonly json?: true;
}

export function migrateVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = new Command('migrate')
    .description(
      'Moves a journal from SQLite to EventStoreDB or back, and proves that both are the same. Nobody may write meanwhile. Stopped at any point, it goes on where it was.',
    )
    .requiredOption('--from <journal>', 'where it is')
    .requiredOption('--to <journal>', 'where it goes: a ledger of which there is nothing yet')
    .option('--verify-only', 'only says whether both are the same')
    .option('--json', 'for machines')
    .addHelpText('after', `${placesHelp}\n${exitCodesHelp}`);
  return acting<MigrateOptions>(command, surroundings, finish, runMigrate);
}

async function runMigrate(run: Run, options: MigrateOptions): Promise<ExitCode> {
  const journal = run.environment['JOURNAL'];
  const [from, to] = [placeOption('--from', options.from, journal), placeOption('--to', options.to, journal)];
  const [place, server] = from.engine === 'SQLITE' ? [from, to] : [to, from];
  if (place.engine !== 'SQLITE' || server.engine !== 'ESDB') {
    throw usage('--from and --to: expected one of them to be sqlite:<dir> and the other one esdb');
  }
  const { directory } = place;
  const { connectionString } = server;
  const progress = progressOf(run.terminal);
  const move = { directory, connectionString, ledgerId: run.config.ledgerId, onProgress: progress.onProgress };
  const begun = performance.now();
  const secondsSince = (): number => (performance.now() - begun) / 1_000;
  try {
    if (options.verifyOnly === true) return await compare(run, options, from, move);
    const moved = await (from.engine === 'SQLITE' ? moveToServer(move) : moveToFile(move));
    progress.stop();
    tellMoved(run, options, from, moved, secondsSince());
    return exitCodes.OK;
  } catch (error) {
    throw stopOf(error);
  } finally {
    progress.stop();
  }
}

/** What has been moved stays: the next try begins behind it. */
function stopOf(error: unknown): unknown {
  if (error instanceof Unavailable || error instanceof OutcomeUnknown) {
    return new Stop(exitCodes.UNAVAILABLE, `${error.message}. Run the same again: it goes on where it was.`);
  }
  return error instanceof Denied ? new Stop(exitCodes.UNAVAILABLE, `${error.message}.`) : error;
}

async function compare(run: Run, options: MigrateOptions, from: JournalPlace, move: Move): Promise<ExitCode> {
  try {
    const proof = await verifyMove(move, from.engine === 'SQLITE' ? sameTime : notLater);
    if (options.json === true) printJson(run.terminal, { isSame: true, ...proof });
    else run.terminal.out(`The same on both sides: ${inWords(proof)}`);
    return exitCodes.OK;
  } catch (error) {
    if (!(error instanceof Differs)) throw error;
    if (options.json === true) printJson(run.terminal, { isSame: false, problem: error.message });
    else run.terminal.out(`Not the same: ${error.message}.`);
    return exitCodes.FINDINGS;
  }
}

function inWords({ entries, streams, digest }: Proof): string {
  return `${countText(entries)} entries in ${countText(streams)} streams.\nSHA-256 of the journal: ${digest}`;
}

function tellMoved(run: Run, { json }: MigrateOptions, from: JournalPlace, moved: Moved, seconds: number): void {
  const { terminal } = run;
  if (json === true) return printJson(terminal, { isSame: true, ...moved, seconds: Number(seconds.toFixed(1)) });
  const before = moved.found === 0 ? '' : `, ${countText(moved.found)} of them by an earlier try`;
  terminal.out(`Moved in ${seconds.toFixed(1)} s${before}. The same on both sides: ${inWords(moved)}`);
  for (const line of whatNow(from)) terminal.out(line);
}

function whatNow(from: JournalPlace): readonly string[] {
  if (from.engine === 'ESDB') {
    return [
      '',
      'Nothing was changed on the server. Whoever still has JOURNAL=esdb://... would go on there: stop them all.',
    ];
  }
  return [
    '',
    'The ledger goes on there: set JOURNAL to the address of the server. The directory stays what it was, and opens no more',
    'as a journal of its own; its file journal.moved says how to undo that.',
  ];
}

const steps: Readonly<Record<MoveStep, string>> = {
  FINDING: 'there already',
  COPYING: 'entries copied',
  COMPARING: 'entries compared',
  STREAMS: 'streams compared',
};

/** A bar for each step, one after the other. */
function progressOf(terminal: Terminal): { readonly onProgress: OnProgress; readonly stop: () => void } {
  let current: { readonly step: MoveStep; readonly bar: Progress } | undefined;
  return {
    onProgress: (step, done, total) => {
      if (current?.step !== step) {
        current?.bar.stop();
        current = { step, bar: startProgress(terminal, steps[step]) };
      }
      current.bar.advance(done, total);
    },
    stop: () => current?.bar.stop(),
  };
}
