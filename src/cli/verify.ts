import type { Command } from 'commander';
import { openJournalBeside } from '#app/open-journal.ts';
import type { JournalReader } from '#journal/journal.ts';
import { type Verification, type VerifyStep, verifyBooks } from '#read-models/verify.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { isKept, requireJournal, termsOf, withBooks } from './reading.ts';
import { countText } from './terminal/amounts.ts';
import { printJson, type Terminal } from './terminal/output.ts';
import { type Progress, startProgress } from './terminal/progress.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { wholeNumberOption } from './view-options.ts';

interface VerifyOptions {
  readonly data?: string;
  readonly seed?: string;
  readonly json?: true;
}

export function verifyVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb('verify', 'Checks the invariants over the whole journal, and the figures against a fresh fold.')
    .option('--seed <number>', 'checks the days and positions of an earlier run again')
    .option('--json', 'for machines');
  return acting<VerifyOptions>(command, surroundings, finish, runVerify);
}

/** Reads only, so it may run beside the server whose books it checks. */
async function runVerify(run: Run, options: VerifyOptions): Promise<ExitCode> {
  requireJournal(run);
  const seed = options.seed === undefined ? undefined : wholeNumberOption('--seed', options.seed, 0, 999_999_999);
  // The journal itself, not its book: where a server keeps it, each stream is read there and held against the copy.
  if (!isKept(run)) return withBooks(run, ({ journal }) => verifyAndTell(run, options, seed, journal));
  const reader = await openJournalBeside(run.config.journal, run.config.dataDirectory);
  try {
    return await verifyAndTell(run, options, seed, reader);
  } finally {
    reader.close();
  }
}

async function verifyAndTell(
  run: Run,
  options: VerifyOptions,
  seed: number | undefined,
  journal: JournalReader,
): Promise<ExitCode> {
  const { dataDirectory } = run.config;
  const progress = progressOf(run.terminal);
  try {
    await termsOf(journal, run);
    const verification = await verifyBooks({ journal, dataDirectory, seed, onProgress: progress.onProgress });
    progress.stop();
    if (options.json === true) printJson(run.terminal, verification);
    else printVerification(run.terminal, verification);
    return verification.findingCount === 0 ? exitCodes.OK : exitCodes.FINDINGS;
  } finally {
    progress.stop();
  }
}

const steps: Readonly<Record<VerifyStep, string>> = {
  JOURNAL: 'journal',
  ACCOUNTS: 'accounts',
  READ_MODEL: 'figures',
};

/** A bar for each step, one after the other. */
function progressOf(terminal: Terminal) {
  let current: { readonly step: VerifyStep; readonly bar: Progress } | undefined;
  return {
    onProgress: (step: VerifyStep, done: number, total: number): void => {
      if (current?.step !== step) {
        current?.bar.stop();
        current = { step, bar: startProgress(terminal, steps[step]) };
      }
      current.bar.advance(done, total);
    },
    stop: () => current?.bar.stop(),
  };
}

function printVerification(terminal: Terminal, verification: Verification): void {
  const { entries, streams, seed, readModelAt, findings, findingCount, warnings } = verification;
  const upTo = readModelAt === undefined ? 'there are no figures yet' : `figures up to position ${readModelAt}`;
  terminal.out(`Checked ${countText(entries)} entries in ${countText(streams)} streams; ${upTo}; seed ${seed}.`);
  for (const { invariant, place, problem } of warnings) terminal.out(`Note ${invariant}  ${place}  ${problem}`);
  if (findingCount === 0) {
    terminal.out('Nothing was found: the books are what they have to be.');
    return;
  }
  terminal.out(
    `${countText(findingCount)} findings${findingCount > findings.length ? `, the first ${findings.length}` : ''}:\n`,
  );
  for (const { invariant, place, problem } of findings) terminal.out(`${invariant}  ${place}  ${problem}`);
}
