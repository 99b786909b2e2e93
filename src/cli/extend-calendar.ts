import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { ledgerStream } from '#journal/stream-names.ts';
import { type CalendarDate, endOfMonth } from '#money/calendar-date.ts';
import { periodsOf } from '#projections/period-history.ts';
import { exitCodes, usage } from './exit-codes.ts';
import { monthEnds } from './month-ends.ts';
import { requireJournal, termsOf, withBooks } from './reading.ts';
import { refused } from './refused.ts';
import { stated } from './sending.ts';
import { printJson } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { dateOption } from './view-options.ts';

interface ExtendOptions {
  readonly data?: string;
  readonly monthsTo?: string;
  readonly ends?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function extendCalendarVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb(
    'extend-calendar',
    'Adds periods to the fiscal calendar, after the last there is. A running server has the books: then ask it, with extendCalendar.',
  )
    .option('--months-to <date>', 'a period for each month, up to the one that ends on this day')
    .option('--ends <dates>', 'or the last day of each period, as in 2026-03-29,2026-06-28')
    .option('--dry-run', 'say which periods would be added, and add none')
    .option('--json', 'for machines');
  return acting<ExtendOptions>(command, surroundings, finish, runExtend);
}

function runExtend(run: Run, options: ExtendOptions) {
  const endsAfter = endsAsked(options);
  requireJournal(run);
  return withBooks(run, async ({ journal, handleCommand }) => {
    const { openedOn } = await termsOf(journal.book, run);
    const periods = periodsOf(await journal.readStream(ledgerStream(journal.ledgerId)));
    const periodEnds = endsAfter(periods.at(-1)?.end, openedOn);
    const input = stated({ commandId: `calendar-${randomUUID()}`, periodEnds, dryRun: options.dryRun });
    const actor = { kind: 'SERVICE', id: 'ar-ledger-cli', role: 'finance' } as const;
    const outcome = await handleCommand('ExtendCalendar', input, { actor, correlationId: 'ar-ledger-extend-calendar' });
    if (outcome.outcome === 'REJECTED') throw refused(outcome, { periodEnds: optionFor(options) });
    const { dryRun } = outcome;
    if (options.json === true) printJson(run.terminal, { dryRun, periodEnds });
    else run.terminal.out(inWords(periodEnds, dryRun));
    return exitCodes.OK;
  });
}

type EndsAfter = (lastEnd: CalendarDate | undefined, openedOn: CalendarDate) => readonly CalendarDate[];

function optionFor({ ends }: ExtendOptions): string {
  return ends === undefined ? '--months-to' : '--ends';
}

function endsAsked({ monthsTo, ends }: ExtendOptions): EndsAfter {
  if ((monthsTo === undefined) === (ends === undefined)) throw usage('expected one of --months-to and --ends');
  if (ends !== undefined) {
    const days = ends.split(',').map((day) => dateOption('--ends', day));
    return () => days;
  }
  const last = dateOption('--months-to', monthsTo ?? '');
  if (endOfMonth(last) !== last) throw usage('--months-to: expected the last day of a month');
  return (lastEnd, openedOn) => {
    const months = monthEnds(openedOn, last).filter((end) => lastEnd === undefined || end > lastEnd);
    // So that the books say what is wrong: the calendar goes on from its last day only.
    return months.length === 0 ? [last] : months;
  };
}

function inWords(ends: readonly CalendarDate[], isDry: boolean): string {
  const [first, last] = [ends[0] ?? '', ends.at(-1) ?? ''];
  const added = isDry ? 'would be added' : 'added';
  if (ends.length === 1) return `1 period ${added} to the fiscal calendar: it ends on ${first}.`;
  return `${ends.length} periods ${added} to the fiscal calendar: the first ends on ${first}, the last on ${last}.`;
}
