import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import type { CommandOutcome } from '#app/handle-command.ts';
import type { LedgerBooks } from '#app/main.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { add, formatMoney, fromMinorText, type Money, zero } from '#money/money.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { requireJournal, termsOf, withBooks } from './reading.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { dateOption } from './view-options.ts';

interface RevalueOptions {
  readonly data?: string;
  readonly date: string;
  readonly currency: string;
  readonly rate: string;
  readonly source: string;
  readonly record?: true;
  readonly json?: true;
}

export function revalueVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb(
    'revalue',
    'Values what is open in a foreign currency at the rate of a day, account by account. Says what it would find; with --record it records that.',
  )
    .requiredOption('--date <date>', 'the day, usually the last one of a period')
    .requiredOption('--currency <code>', 'the foreign currency')
    .requiredOption('--rate <decimal>', 'units of the base currency for one unit of it')
    .requiredOption('--source <id>', 'where the rate is from, as in ECB:2026-03-31')
    .option('--record', 'record it; a second time, or after a crash, only what is missing')
    .option('--json', 'for machines');
  return acting<RevalueOptions>(command, surroundings, finish, runRevalue);
}

/** What became of one account. */
interface Line {
  readonly accountId: string;
  /** Undefined where nothing was open, or where it was revalued before with another rate. */
  readonly change: Money | undefined;
  readonly code: string | undefined;
}

function runRevalue(run: Run, options: RevalueOptions): Promise<ExitCode> {
  const date = dateOption('--date', options.date);
  requireJournal(run);
  return withBooks(run, async (books) => {
    const { baseCurrency } = await termsOf(books.journal.book, run);
    const lines: Line[] = [];
    for await (const accountId of foreignAccounts(books, options.currency)) {
      lines.push(await revalued(books, accountId, options, date, baseCurrency));
    }
    tell(run.terminal, lines, options, baseCurrency);
    return lines.some(({ code }) => code !== undefined && !harmless.has(code)) ? exitCodes.FINDINGS : exitCodes.OK;
  });
}

/** Nothing is open on the day: there is nothing to value, and nothing wrong. */
const harmless: ReadonlySet<string> = new Set(['NOTHING_TO_REVALUE']);

async function* foreignAccounts({ readModels, journal }: LedgerBooks, currency: string): AsyncGenerator<string> {
  const { ordinal } = await journal.book.head();
  const view = await readModels.view({ minPosition: journal.book.tokenOf(ordinal) });
  let after: string | undefined;
  for (;;) {
    const { rows, hasNextPage } = await readModels.accounts(view, { currency }, { first: 200, after });
    for (const row of rows) yield row.accountId;
    after = rows.at(-1)?.cursor;
    if (!hasNextPage) return;
  }
}

/** The id says account and day: sent again it is the same command, whoever sends it. */
async function revalued(
  { handleCommand }: LedgerBooks,
  accountId: string,
  { currency, rate, source, record }: RevalueOptions,
  date: CalendarDate,
  baseCurrency: string,
): Promise<Line> {
  const digest = createHash('sha256').update(accountId).digest('hex').slice(0, 32);
  const dryRun = record === undefined ? { dryRun: true } : {};
  const input = {
    commandId: `revalue:${date}:${digest}`,
    accountId,
    effectiveDate: date,
    currency,
    rate: { rate, source },
    ...dryRun,
  };
  const actor = { kind: 'SERVICE', id: 'ar-ledger-cli', role: 'service' } as const;
  const outcome = await handleCommand('RevalueReceivables', input, { actor, correlationId: 'ar-ledger-revalue' });
  return lineOf(accountId, outcome, baseCurrency);
}

function lineOf(accountId: string, outcome: CommandOutcome, baseCurrency: string): Line {
  if (outcome.outcome === 'REJECTED') return { accountId, change: undefined, code: outcome.code };
  const [fact] = outcome.facts;
  const minor = fact?.type === 'ReceivablesRevalued' ? fact.data.baseChange : '0';
  return { accountId, change: fromMinorText(minor, baseCurrency), code: undefined };
}

function tell(terminal: Terminal, lines: readonly Line[], options: RevalueOptions, baseCurrency: string): void {
  const valued = lines.filter(({ change }) => change !== undefined);
  const total = valued.reduce((sum, { change }) => (change === undefined ? sum : add(sum, change)), zero(baseCurrency));
  const isRecorded = options.record === true;
  if (options.json === true) {
    const accounts = lines.map(({ accountId, change, code }) => ({
      accountId,
      change: change && formatMoney(change),
      code,
    }));
    printJson(terminal, { date: options.date, currency: options.currency, isRecorded, baseCurrency, accounts });
    return;
  }
  printTable(terminal, {
    columns: [
      { title: 'account', align: 'LEFT' },
      { title: `gain in ${baseCurrency}`, align: 'RIGHT' },
      { title: '', align: 'LEFT' },
    ],
    rows: lines.map(({ accountId, change, code }) => [
      accountId,
      change === undefined ? '' : amountText(change),
      code ?? '',
    ]),
    total: ['total', amountText(total), ''],
  });
  terminal.out(
    isRecorded
      ? `Recorded on ${options.date}, and taken back on the next day.`
      : 'Nothing is recorded: --record records it.',
  );
}
