import type { Command } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { requireJournal, termsOf, withBooks } from './reading.ts';
import { countText } from './terminal/amounts.ts';
import { printJson } from './terminal/output.ts';
import { startProgress } from './terminal/progress.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';

interface RebuildOptions {
  readonly data?: string;
  readonly json?: true;
}

export function rebuildVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb('rebuild', 'Makes the figures anew from the journal, and says where the old ones were wrong.');
  command.option('--json', 'for machines');
  return acting<RebuildOptions>(command, surroundings, finish, runRebuild);
}

async function runRebuild(run: Run, { json }: RebuildOptions) {
  requireJournal(run);
  return withBooks(run, async ({ journal, readModels }) => {
    await termsOf(journal, run);
    const progress = startProgress(run.terminal, 'rebuild');
    const report = await readModels.rebuild(progress.advance).finally(progress.stop);
    const { entries, differences } = report;
    const milliseconds = Math.round(report.milliseconds);
    if (json === true) printJson(run.terminal, { entries, milliseconds, differences });
    else run.terminal.out(`${countText(entries)} entries in ${(milliseconds / 1_000).toFixed(1)} s.`);
    if (json !== true && differences.length > 0) {
      run.terminal.out(`The figures before differed in: ${differences.join(', ')}. They are right now.`);
    }
    return differences.length === 0 ? exitCodes.OK : exitCodes.FINDINGS;
  });
}
