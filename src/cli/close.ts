import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { Recorded } from '#app/handle-command.ts';
import { type FrozenFigures, frozenFigures } from '#projections/frozen-totals.ts';
import { exitCodes } from './exit-codes.ts';
import { requireJournal, withBooks } from './reading.ts';
import { refused } from './refused.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { dateOption } from './view-options.ts';

interface CloseOptions {
  readonly data?: string;
  readonly period: string;
  readonly commandId?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function closeVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb(
    'close',
    'Closes the next period for good. A running server has the books: then ask it, with closePeriod.',
  )
    .requiredOption('--period <date>', 'the last day of the period')
    .option('--command-id <id>', 'yours: the same again answers again (default: a new one)')
    .option('--dry-run', 'say what would be frozen, and close nothing')
    .option('--json', 'for machines');
  return acting<CloseOptions>(command, surroundings, finish, runClose);
}

function runClose(run: Run, options: CloseOptions) {
  const periodEnd = dateOption('--period', options.period);
  requireJournal(run);
  return withBooks(run, async ({ handleCommand }) => {
    const { commandId = `close-${randomUUID()}`, dryRun } = options;
    const input = { commandId, periodEnd, ...(dryRun === undefined ? {} : { dryRun }) };
    const actor = { kind: 'SERVICE', id: 'ar-ledger-cli', role: 'finance' } as const;
    const outcome = await handleCommand('ClosePeriod', input, { actor, correlationId: 'ar-ledger-close' });
    if (outcome.outcome === 'REJECTED') throw refused(outcome, { periodEnd: '--period' });
    tell(run.terminal, outcome, periodEnd, options.json === true);
    return exitCodes.OK;
  });
}

function tell(
  terminal: Terminal,
  { facts, dryRun, replayed }: Recorded,
  periodEnd: string,
  isForMachines: boolean,
): void {
  const closed = facts.find(({ type }) => type === 'PeriodClosed');
  const data = closed?.type === 'PeriodClosed' ? closed.data : undefined;
  if (isForMachines) {
    printJson(terminal, { periodEnd, dryRun, replayed, closed: data !== undefined && !dryRun, ...data });
    return;
  }
  if (data === undefined) {
    terminal.out(
      `The period to ${periodEnd} is being closed: nothing is recorded in it any more. It is carried through at the next start.`,
    );
    return;
  }
  const { position, totals } = data;
  const would = dryRun ? 'would be closed' : 'is closed';
  terminal.out(
    `The period to ${periodEnd} ${would} at position ${position}: ${totals.openItems} open items on ${totals.accounts} accounts.`,
  );
  for (const { inBase, ...own } of frozenFigures(totals)) {
    terminal.out(`${own.currency}: ${inWords(own)}.`);
    if (inBase !== undefined) terminal.out(`  in ${inBase.currency}: ${inWords(inBase)}.`);
  }
}

function inWords({ openCharges, unappliedPayments, unappliedCredits }: FrozenFigures): string {
  const [open, cash, credits] = [openCharges, unappliedPayments, unappliedCredits].map(amountText);
  return `open ${open}, unapplied payments ${cash}, unapplied credits ${credits}`;
}
