import type { Command } from 'commander';
import { formatMoney } from '#money/money.ts';
import { closedLast, type Period } from '#projections/period-history.ts';
import type { MovementClass, RolledForward } from '#read-models/roll-forward.ts';
import { type PeriodRolledForward, rollForwardOfPeriod } from '#read-models/roll-forward-of-period.ts';
import { exitCodes, Stop } from './exit-codes.ts';
import { periodInWords, periodsIn } from './periods.ts';
import { viewOf, withReading } from './reading.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import type { Table } from './terminal/table.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { dateOption, inWords, type ViewOptions, viewForMachines, viewRequest, withKnownAt } from './view-options.ts';

type Rolled = RolledForward<MovementClass>;

interface RollForwardOptions extends ViewOptions {
  readonly period?: string;
}

export function rollForwardVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withKnownAt(
    verb('roll-forward', 'What moved receivables and unapplied money in a period, from the last closing to the next.'),
  ).option('--period <date>', 'the last day of the period (default: of the one closed last)');
  return acting<RollForwardOptions>(command, surroundings, finish, runRollForward);
}

function runRollForward(run: Run, options: RollForwardOptions) {
  const end = options.period === undefined ? undefined : dateOption('--period', options.period);
  return withReading(run, async (reading) => {
    const known = await viewOf(reading, viewRequest(options));
    const periods = await periodsIn(reading, known);
    const period = end === undefined ? closedLast(periods) : periods.find((one) => one.end === end);
    if (period === undefined) throw new Stop(exitCodes.NOT_FOUND, noSuchPeriod(end));
    const rolled = await rollForwardOfPeriod(reading.readModels, { periods, period, known });
    if (options.json === true) printJson(run.terminal, forMachines(period, rolled));
    else printRows(run.terminal, period, rolled);
    return rolled.isAsFrozen ? exitCodes.OK : exitCodes.FINDINGS;
  });
}

function noSuchPeriod(end: string | undefined): string {
  return end === undefined
    ? 'The fiscal calendar has no periods yet: extend-calendar adds them.'
    : 'No period of the fiscal calendar ends on that day: the verb periods lists them.';
}

function forMachines(
  { start, end, state, reopenings }: Period,
  { view, rows, isAsFrozen }: PeriodRolledForward,
): object {
  return {
    ...viewForMachines(view),
    period: { start, end, state, wasReopened: reopenings.length > 0 },
    isAsFrozen,
    rows: rows.map(({ currency, isInBase, receivables, unapplied }) => ({
      currency,
      ...(isInBase ? { isInBase } : {}),
      receivables: rolledForMachines(receivables),
      unapplied: rolledForMachines(unapplied),
    })),
  };
}

function rolledForMachines({ opening, lines, priorPeriodCorrections, closing }: Rolled): object {
  return {
    opening: formatMoney(opening),
    lines: lines.map((line) => ({
      class: line.class,
      amount: formatMoney(line.amount),
      priorPeriodCorrections: formatMoney(line.priorPeriodCorrections),
    })),
    priorPeriodCorrections: formatMoney(priorPeriodCorrections),
    closing: formatMoney(closing),
  };
}

function printRows(terminal: Terminal, period: Period, { view, rows, isAsFrozen }: PeriodRolledForward): void {
  terminal.out(`Roll-forward of ${periodInWords(period, view)}`);
  if (rows.length === 0) terminal.out('Nothing is posted.');
  for (const { currency, isInBase, receivables, unapplied } of rows) {
    const what = isInBase ? `all in ${currency}` : currency;
    terminal.out('');
    printTable(terminal, tableOf(`receivables ${what}`, receivables));
    terminal.out('');
    printTable(terminal, tableOf(`unapplied ${what}`, unapplied));
  }
  if (!isAsFrozen) terminal.out('\nWARNING: that is not what was frozen when the books were closed; verify says more.');
}

function tableOf(title: string, { opening, lines, closing }: Rolled): Table {
  return {
    columns: [
      { title, align: 'LEFT' },
      { title: 'of the period', align: 'RIGHT' },
      { title: 'corrections of earlier periods', align: 'RIGHT' },
    ],
    rows: [
      ['opening', amountText(opening), ''],
      ...lines.map((line) => [inWords(line.class), amountText(line.amount), amountText(line.priorPeriodCorrections)]),
    ],
    total: ['closing', amountText(closing), ''],
  };
}
