import type { Command } from 'commander';
import { addMonths } from '#money/calendar-date.ts';
import { formatMoney } from '#money/money.ts';
import type { Statement, StatementLine } from '#read-models/statement.ts';
import { exitCodes, usage } from './exit-codes.ts';
import { noAccount, viewOf, withReading } from './reading.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import {
  dateOption,
  type ViewOptions,
  viewForMachines,
  viewInWords,
  viewRequest,
  withViewOptions,
} from './view-options.ts';

interface StatementOptions extends ViewOptions {
  readonly from?: string;
  readonly to?: string;
}

export function statementVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withViewOptions(verb('statement', 'What moved an account, and the balance after each line.'))
    .argument('<accountId>', 'the account')
    .option('--from <date>', 'the first day (default: three months before the last)')
    .option('--to <date>', 'the last day; also the day of the figures, unless --as-of is later (default: --as-of)');
  return acting<StatementOptions>(command, surroundings, finish, runStatement);
}

function runStatement(run: Run, options: StatementOptions, [accountId = '']: readonly string[]) {
  const last = options.to === undefined ? undefined : dateOption('--to', options.to);
  return withReading(run, async (reading) => {
    const { readModels } = reading;
    const view = await viewOf(reading, {
      ...viewRequest(options),
      ...(options.asOf === undefined ? { asOf: last } : {}),
    });
    const to = last ?? view.asOf;
    if (to > view.asOf) throw usage('--to: expected a day that is not after --as-of');
    const from = options.from === undefined ? addMonths(to, -3) : dateOption('--from', options.from);
    if (from > to) throw usage('--from: expected a day that is not after --to');
    const statement = await readModels.statement(view, accountId, from, to);
    if (statement === undefined) throw noAccount();
    if (options.json === true)
      printJson(run.terminal, { ...viewForMachines(view), accountId, ...forMachines(statement) });
    else printStatement(run.terminal, `Statement of ${accountId}, ${from} to ${to}, ${viewInWords(view)}\n`, statement);
    return exitCodes.OK;
  });
}

function forMachines({ currency, from, to, openingBalance, closingBalance, lines }: Statement): object {
  return {
    currency,
    from,
    to,
    openingBalance: formatMoney(openingBalance),
    closingBalance: formatMoney(closingBalance),
    lines: lines.map(({ openChange, unappliedChange, balanceChange, balanceAfter, ordinal, ...line }) => ({
      position: ordinal,
      ...line,
      openChange: formatMoney(openChange),
      unappliedChange: formatMoney(unappliedChange),
      balanceChange: formatMoney(balanceChange),
      balanceAfter: formatMoney(balanceAfter),
    })),
  };
}

function printStatement(terminal: Terminal, title: string, statement: Statement): void {
  const { currency, from, to, openingBalance, closingBalance, lines } = statement;
  terminal.out(title);
  printTable(terminal, {
    columns: [
      { title: 'effective', align: 'LEFT' },
      { title: currency, align: 'LEFT' },
      { title: 'of', align: 'LEFT', mayBeCut: true },
      { title: 'open', align: 'RIGHT' },
      { title: 'unapplied', align: 'RIGHT' },
      { title: 'balance', align: 'RIGHT' },
    ],
    rows: [[from, 'opening balance', '', '', '', amountText(openingBalance)], ...lines.map(cells)],
    total: [to, 'closing balance', '', '', '', amountText(closingBalance)],
  });
}

function cells({ effectiveDate, type, chargeId, paymentId, ...line }: StatementLine): readonly string[] {
  const amounts = [line.openChange, line.unappliedChange, line.balanceAfter].map(amountText);
  return [effectiveDate, inSentence(type), chargeId ?? paymentId ?? '', ...amounts];
}

/** ChargePosted reads: charge posted. */
export function inSentence(type: string): string {
  return type.replaceAll(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
