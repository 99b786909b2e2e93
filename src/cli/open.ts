import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { ledgerModes } from '#ledger/events.ts';
import { called, exitCodes } from './exit-codes.ts';
import { withBooks } from './reading.ts';
import { refused } from './refused.ts';
import { printJson } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { dateOption, oneOf, wholeNumberOption } from './view-options.ts';

interface OpenOptions {
  readonly data?: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly openingDate: string;
  readonly mode: string;
  readonly fiscalYearStart?: string;
  readonly json?: true;
}

/** Nothing has a default that would be fixed for ever without anybody having said it. */
export function openVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb('open', 'Opens the books of one legal entity. What is said here is fixed for ever.')
    .requiredOption('--currency <code>', 'the currency the books are kept in, as in USD')
    .requiredOption('--time-zone <name>', 'decides which day it is, as in America/New_York')
    .requiredOption('--opening-date <date>', 'nothing but opening items lies before it')
    .requiredOption('--mode <mode>', 'live, or sandbox for trying things out')
    .option('--fiscal-year-start <month>', 'the month in which the fiscal year begins, 1 to 12 (default: 1)')
    .option('--json', 'for machines');
  return acting<OpenOptions>(command, surroundings, finish, runOpen);
}

function runOpen(run: Run, options: OpenOptions) {
  const mode = oneOf('--mode', options.mode, ledgerModes);
  const effectiveDate = dateOption('--opening-date', options.openingDate);
  const month = options.fiscalYearStart;
  const fiscalYearStartMonth =
    month === undefined ? {} : { fiscalYearStartMonth: wholeNumberOption('--fiscal-year-start', month, 1, 12) };
  return withBooks(run, async ({ handleCommand }) => {
    const { currency: baseCurrency, timeZone } = options;
    const input = {
      commandId: `open-${randomUUID()}`,
      effectiveDate,
      baseCurrency,
      timeZone,
      mode,
      ...fiscalYearStartMonth,
    };
    const actor = { kind: 'SERVICE', id: 'ar-ledger-cli', role: 'admin' } as const;
    const outcome = await handleCommand('OpenLedger', input, { actor, correlationId: 'ar-ledger-open' });
    if (outcome.outcome === 'REJECTED') throw refused(outcome, optionOf);
    if (options.json === true) printJson(run.terminal, { opened: true, position: 1, mode, openingDate: effectiveDate });
    else
      run.terminal.out(
        `The ledger is open from ${effectiveDate} on, as a ${mode.toLowerCase()} ledger. Start it with \`${called} serve\`.`,
      );
    return exitCodes.OK;
  });
}

const optionOf: Readonly<Record<string, string>> = {
  baseCurrency: '--currency',
  timeZone: '--time-zone',
  effectiveDate: '--opening-date',
};
