import type { Command } from 'commander';
import { ledgerStream } from '#journal/stream-names.ts';
import type { StoredTotals } from '#ledger/periods/period-events.ts';
import { frozenFigures, openInBase } from '#projections/frozen-totals.ts';
import { type Period, periodsOf, standingClosing } from '#projections/period-history.ts';
import type { View } from '#read-models/read-models.ts';
import { exitCodes } from './exit-codes.ts';
import { type Reading, viewOf, withReading } from './reading.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { inWords, type ViewOptions, viewForMachines, viewInWords, viewRequest, withKnownAt } from './view-options.ts';

export function periodsVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withKnownAt(verb('periods', 'The fiscal calendar: what is open, closed and was reopened.'));
  return acting<ViewOptions>(command, surroundings, finish, runPeriods);
}

function runPeriods(run: Run, options: ViewOptions) {
  return withReading(run, async (reading) => {
    const view = await viewOf(reading, viewRequest(options));
    const periods = await periodsIn(reading, view);
    if (options.json === true) printJson(run.terminal, { ...viewForMachines(view), periods: periods.map(forMachines) });
    else printPeriods(run.terminal, view, periods);
    return exitCodes.OK;
  });
}

/** The periods as known in the view. */
export async function periodsIn({ journal }: Reading, view: View): Promise<readonly Period[]> {
  const entries = await journal.readStream(ledgerStream(journal.ledgerId));
  return periodsOf(entries.filter(({ ordinal }) => ordinal <= view.ordinal));
}

function forMachines(period: Period): object {
  const { start, end, state, reopenings } = period;
  const closing = standingClosing(period);
  return {
    start,
    end,
    state,
    position: closing?.data.position ?? null,
    closedAt: closing?.recordedAt ?? null,
    totals: closing?.data.totals ?? null,
    reopenings: reopenings.map(({ reasonCode, recordedAt, ordinal }) => ({
      reasonCode,
      reopenedAt: recordedAt,
      position: ordinal,
    })),
  };
}

function printPeriods(terminal: Terminal, { ordinal }: View, periods: readonly Period[]): void {
  terminal.out(`Fiscal calendar, known at position ${ordinal}`);
  if (periods.length === 0) {
    terminal.out('It has no periods yet: extend-calendar adds them.');
    return;
  }
  terminal.out('');
  printTable(terminal, {
    columns: [
      { title: 'from', align: 'LEFT' },
      { title: 'to', align: 'LEFT' },
      { title: 'state', align: 'LEFT' },
      { title: 'position', align: 'RIGHT' },
      { title: 'open charges', align: 'RIGHT' },
      { title: 'reopened for', align: 'LEFT' },
    ],
    rows: periods.map(cells),
  });
}

function cells(period: Period): readonly string[] {
  const { start, end, state, reopenings } = period;
  const data = standingClosing(period)?.data;
  const open = data === undefined ? '' : openInWords(data.totals);
  const reasons = reopenings.map(({ reasonCode = '' }) => reasonCode);
  return [start, end, inWords(state), String(data?.position ?? ''), open, reasons.join(', ')];
}

/** One figure in the base currency; where a closing froze none, each currency. */
function openInWords(totals: StoredTotals): string {
  const inBase = openInBase(totals);
  const open = inBase === undefined ? frozenFigures(totals).map(({ openCharges }) => openCharges) : [inBase];
  return open.map((money) => `${amountText(money)} ${money.currency}`).join(', ');
}

/** Above a report of one period. */
export function periodInWords({ start, end, state, reopenings }: Period, view: View): string {
  const was = reopenings.length === 0 ? '' : ', was reopened';
  return `${start} to ${end}, ${inWords(state)}${was}, ${viewInWords(view)}`;
}
