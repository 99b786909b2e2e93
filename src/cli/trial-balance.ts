import type { Command } from 'commander';
import { glAccounts } from '#ledger/posting-rules.ts';
import { add, formatMoney } from '#money/money.ts';
import type { TrialBalance, TrialBalanceTotal } from '#read-models/general-ledger.ts';
import type { View } from '#read-models/read-models.ts';
import { exitCodes } from './exit-codes.ts';
import { viewOf, withReading } from './reading.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTables, type Terminal } from './terminal/output.ts';
import type { Table } from './terminal/table.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import {
  currencyOption,
  type ViewOptions,
  viewForMachines,
  viewInWords,
  viewRequest,
  withViewOptions,
} from './view-options.ts';

interface TrialBalanceOptions extends ViewOptions {
  readonly currency?: string;
}

export function trialBalanceVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withViewOptions(
    verb('trial-balance', 'The accounts of the general ledger: debits, credits and what is left of them.'),
  ).option('--currency <code>', 'only this currency');
  return acting<TrialBalanceOptions>(command, surroundings, finish, runTrialBalance);
}

function runTrialBalance(run: Run, options: TrialBalanceOptions) {
  const currency = currencyOption(options.currency);
  return withReading(run, async (reading) => {
    const view = await viewOf(reading, viewRequest(options));
    const trialBalance = await reading.readModels.trialBalance(view, currency);
    if (options.json === true) {
      printJson(run.terminal, { ...viewForMachines(view), ...trialBalanceForMachines(trialBalance) });
    } else {
      printTrialBalance(run.terminal, view, trialBalance);
    }
    return exitCodes.OK;
  });
}

function trialBalanceForMachines({ rows, totals, inBase }: TrialBalance): object {
  return {
    rows: rows.map((row) => ({ account: row.account, ...sidesForMachines(row), ...inBaseForMachines(row) })),
    totals: totals.map(sidesForMachines),
    ...inBaseForMachines({ inBase }),
  };
}

function inBaseForMachines({ inBase }: Pick<TrialBalance, 'inBase'>): object {
  return inBase === undefined ? {} : { inBase: sidesForMachines(inBase) };
}

function sidesForMachines({ currency, debits, credits, net }: TrialBalanceTotal): object {
  return { currency, debits: formatMoney(debits), credits: formatMoney(credits), net: formatMoney(net) };
}

function printTrialBalance(terminal: Terminal, view: View, trialBalance: TrialBalance): void {
  terminal.out(`Trial balance ${viewInWords(view)}`);
  const { totals, inBase } = trialBalance;
  const tables = totals.map((total) => tableOf(trialBalance, total));
  const isForeign = inBase !== undefined && totals.some(({ currency }) => currency !== inBase.currency);
  printTables(terminal, isForeign ? [...tables, baseTable(trialBalance, inBase)] : tables, 'Nothing is posted.');
}

/** Where there are foreign currencies: all of them in the base currency, each account once, in the order of the chart. */
function baseTable({ rows }: TrialBalance, total: TrialBalanceTotal): Table {
  const sums = new Map<string, TrialBalanceTotal>();
  for (const { account, inBase } of rows) {
    const before = sums.get(account);
    if (inBase !== undefined) sums.set(account, before === undefined ? inBase : together(before, inBase));
  }
  return {
    columns: [
      { title: `all in ${total.currency}`, align: 'LEFT' },
      { title: 'debits', align: 'RIGHT' },
      { title: 'credits', align: 'RIGHT' },
      { title: 'net', align: 'RIGHT' },
    ],
    rows: glAccounts.flatMap((account) => {
      const sides = sums.get(account);
      return sides === undefined ? [] : [cells(account, sides)];
    }),
    total: cells('total', total),
  };
}

function together(one: TrialBalanceTotal, other: TrialBalanceTotal): TrialBalanceTotal {
  const { currency } = one;
  const debits = add(one.debits, other.debits);
  const credits = add(one.credits, other.credits);
  return { currency, debits, credits, net: add(one.net, other.net) };
}

/** One currency at a time: amounts of two never stand in one column. */
function tableOf({ rows }: TrialBalance, total: TrialBalanceTotal): Table {
  return {
    columns: [
      { title: total.currency, align: 'LEFT' },
      { title: 'debits', align: 'RIGHT' },
      { title: 'credits', align: 'RIGHT' },
      { title: 'net', align: 'RIGHT' },
    ],
    rows: rows.filter(({ currency }) => currency === total.currency).map((row) => cells(row.account, row)),
    total: cells('total', total),
  };
}

function cells(name: string, { debits, credits, net }: TrialBalanceTotal): readonly string[] {
  return [name, amountText(debits), amountText(credits), amountText(net)];
}
