import type { Command } from 'commander';
import type { Recorded } from '#app/handle-command.ts';
import type { EventData } from '#ledger/events.ts';
import { feeMethods } from '#ledger/fee-runs/fee-terms.ts';
import { type FeeRunWarning, warningsOfRun } from '#ledger/fee-runs/late-fee-run.ts';
import { formatMoney, fromMinorText, fromTotalText } from '#money/money.ts';
import { exitCodes, Stop, usage } from './exit-codes.ts';
import { termsOf, withBooks } from './reading.ts';
import { refused } from './refused.ts';
import { stated } from './sending.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { dateOption, oneOf, wholeNumberOption } from './view-options.ts';

interface LateFeeOptions {
  readonly data?: string;
  readonly runId: string;
  readonly period: string;
  readonly method: string;
  readonly day?: string;
  readonly currency?: string;
  readonly rate?: string;
  readonly source?: string;
  readonly amount?: string;
  readonly percent?: string;
  readonly daysInYear?: string;
  readonly graceDays?: string;
  readonly most?: string;
  readonly least?: string;
  readonly noticeDays?: string;
  readonly importsWithin?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** For a job of the night, or for a look beforehand: the same run as the mutation `runLateFees`. */
export function lateFeesVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb(
    'late-fees',
    'Charges late fees or interest on everything that is late. Try it with --dry-run first.',
  )
    .requiredOption(
      '--run-id <id>',
      'yours; called again with the same one it goes on where it was, and charges nothing twice',
    )
    .requiredOption('--period <period>', 'a month YYYY-MM or the last day of a period: one fee for each item in it')
    .requiredOption('--method <method>', 'flat, percent or interest')
    .option('--amount <amount>', 'of flat: the fee')
    .option('--percent <percent>', 'of percent and interest, as in 1.5; of interest in a year')
    .option('--days-in-year <days>', 'of interest (default: 365)')
    .option('--grace-days <days>', 'late is what has been due for more than so many days (default: 0)')
    .option('--most <amount>', 'a fee is at most this')
    .option('--least <amount>', 'a fee that comes to less is not charged')
    .option('--notice-days <days>', 'note an item first, and fine it so many days later')
    .option('--imports-within <days>', 'warn where no money from another system is newer than that')
    .option('--day <date>', 'the day as of which something is late (default: today)')
    .option('--currency <code>', 'the accounts in this currency (default: the base currency)')
    .option('--rate <decimal>', 'of another currency: units of the base currency for one unit of it')
    .option('--source <id>', 'where the rate is from, as in ECB:2026-03-31')
    .option('--dry-run', 'say what it would do, and record nothing')
    .option('--json', 'for machines');
  return acting<LateFeeOptions>(command, surroundings, finish, runLateFees);
}

function runLateFees(run: Run, options: LateFeeOptions) {
  const input = inputOf(options);
  return withBooks(run, async ({ journal, handleCommand }) => {
    const { baseCurrency } = await termsOf(journal.book, run);
    const actor = { kind: 'SERVICE', id: 'ar-ledger-cli', role: 'service' } as const;
    const currency = options.currency ?? baseCurrency;
    const outcome = await handleCommand('RunLateFees', { ...input, currency }, { actor, correlationId: 'late-fees' });
    if (outcome.outcome === 'REJECTED') throw refused(outcome, optionOf);
    return report(run.terminal, outcome, options.json === true);
  });
}

const optionOf = {
  runId: '--run-id',
  period: '--period',
  effectiveDate: '--day',
  currency: '--currency',
  'rate.rate': '--rate',
  'rate.source': '--source',
};

function days(name: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumberOption(name, text, 0, 366);
}

function rateOf({ rate, source }: LateFeeOptions) {
  if (rate === undefined && source === undefined) return undefined;
  if (rate === undefined || source === undefined) throw usage('--rate, --source: expected both or none of them');
  return { rate, source };
}

function inputOf(options: LateFeeOptions) {
  const terms = stated({
    method: oneOf('--method', options.method, feeMethods),
    amount: options.amount,
    percent: options.percent,
    daysInYear: days('--days-in-year', options.daysInYear),
    graceDays: days('--grace-days', options.graceDays),
    mostAmount: options.most,
    leastAmount: options.least,
    noticeDays: days('--notice-days', options.noticeDays),
  });
  return stated({
    commandId: `late-fees-${options.runId}`,
    runId: options.runId,
    period: options.period,
    effectiveDate: options.day === undefined ? undefined : dateOption('--day', options.day),
    importsWithinDays: days('--imports-within', options.importsWithin),
    terms,
    rate: rateOf(options),
    dryRun: options.dryRun,
  });
}

function report(terminal: Terminal, { facts, dryRun }: Recorded, isJson: boolean) {
  const found = facts.flatMap((fact) => (fact.type === 'LateFeesRun' ? [fact.data] : []));
  const ended = facts.flatMap((fact) => (fact.type === 'LateFeeRunEnded' ? [fact.data] : []))[0];
  if (ended === undefined)
    throw new Stop(exitCodes.UNAVAILABLE, 'the run has begun and is not over yet. The same again goes on.');
  const [begun] = facts;
  const warnings =
    begun?.type === 'LateFeeRunBegun' ? warningsOfRun(begun.effectiveDate, begun.data, ended.totals) : [];
  if (isJson)
    printJson(terminal, {
      dryRun,
      ...forMachines(ended),
      warnings,
      ...(dryRun ? { found: found.map(feesForMachines) } : {}),
    });
  else printRun(terminal, ended, found, dryRun);
  if (!isJson) for (const warning of warnings) terminal.out(`WARNING: ${warningInWords[warning]}.`);
  return exitCodes.OK;
}

const warningInWords: Readonly<Record<FeeRunWarning, string>> = {
  IMPORTS_OUT_OF_DATE: 'that is older than asked for; somebody may have paid long ago',
  DAY_OUTSIDE_PERIOD: 'the day of the run is not in the period that its fees are for',
};

function forMachines({ runId, currency, totals }: EventData<'LateFeeRunEnded'>): object {
  return { runId, currency, ...totals, amount: formatMoney(fromTotalText(totals.amount, currency)) };
}

function feesForMachines({ accountId, currency, fees, notices }: EventData<'LateFeesRun'>): object {
  const inWords = (text: string): string => formatMoney(fromMinorText(text, currency));
  const fined = fees.map(({ feeOn, overdue, amount }) => ({
    ...feeOn,
    overdue: inWords(overdue),
    amount: inWords(amount),
  }));
  return { accountId, fees: fined, notices };
}

function printRun(
  terminal: Terminal,
  { runId, currency, totals }: EventData<'LateFeeRunEnded'>,
  found: readonly EventData<'LateFeesRun'>[],
  isDry: boolean,
): void {
  const amount = amountText(fromTotalText(totals.amount, currency));
  terminal.out(`Late-fee run ${runId}${isDry ? ', tried: nothing is recorded' : ''}`);
  if (isDry && totals.fees > 0) {
    terminal.out('');
    printTable(terminal, {
      columns: [
        { title: 'account', align: 'LEFT', mayBeCut: true },
        { title: 'charge', align: 'LEFT', mayBeCut: true },
        { title: 'item', align: 'RIGHT' },
        { title: 'overdue', align: 'RIGHT' },
        { title: `fee in ${currency}`, align: 'RIGHT' },
      ],
      rows: found.flatMap(({ accountId, fees }) =>
        fees.map(({ feeOn, overdue, amount: fee }) => [
          accountId,
          feeOn.chargeId,
          String(feeOn.item),
          amountText(fromMinorText(overdue, currency)),
          amountText(fromMinorText(fee, currency)),
        ]),
      ),
      total: [`all ${totals.fees} of ${totals.accounts} accounts`, '', '', '', amount],
    });
    terminal.out('');
  }
  terminal.out(`${totals.fees} fees, ${amount} ${currency}; ${totals.notices} items noted as late for the first time;`);
  terminal.out(`${totals.leftOut} late items protected and left out; ${totals.refused} accounts closed since.`);
  terminal.out(`The newest money from another system is of ${totals.newestImportOn ?? 'no day: none ever came'}.`);
}
