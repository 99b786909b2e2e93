import type { Command } from 'commander';
import { formatMoney } from '#money/money.ts';
import {
  type Aging,
  type AgingBasis,
  type AgingGrouping,
  type AgingRequest,
  type AgingRow,
  agingBases,
  agingGroupings,
  type ReadModels,
  type View,
} from '#read-models/read-models.ts';
import { exitCodes, usage } from './exit-codes.ts';
import { type FirstOption, firstAsked, firstOf, sayMore, withFirstOption } from './lists.ts';
import { requireAccount, viewOf, withReading } from './reading.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTables, type Terminal } from './terminal/output.ts';
import type { Column, Table } from './terminal/table.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import {
  currencyOption,
  idOption,
  inWords,
  type Narrowed,
  oneOf,
  onlyInWords,
  partyClassOption,
  type ViewOptions,
  viewForMachines,
  viewInWords,
  viewRequest,
  wholeNumberOption,
  withViewOptions,
} from './view-options.ts';

interface AgingOptions extends ViewOptions, FirstOption {
  readonly basis: string;
  readonly edges: string;
  readonly by: string;
  readonly partyClass?: string;
  readonly payer?: string;
  readonly account?: string;
  readonly currency?: string;
}

export function agingVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withViewOptions(verb('aging', 'How old what is owed is: open charges by days since they were due.'))
    .option('--by <group>', `one row for each: ${agingGroupings.map(inWords).join(', ')}`, 'book')
    .option('--basis <date>', `what age is counted from: ${agingBases.map(inWords).join(', ')}`, 'due-date')
    .option('--edges <days>', 'the last day of each bucket', '30,60,90,120')
    .option('--party-class <class>', 'only what this class owes: SELF, MEDICARE ...')
    .option('--payer <id>', 'only what this payer owes')
    .option('--account <id>', 'only this account')
    .option('--currency <code>', 'only accounts in this currency');
  return acting<AgingOptions>(withFirstOption(command), surroundings, finish, runAging);
}

async function runAging(run: Run, options: AgingOptions): Promise<0> {
  const request = requestOf(options);
  const first = firstAsked(options);
  await withReading(run, async (reading) => {
    const { readModels } = reading;
    const view = await viewOf(reading, viewRequest(options));
    await requireAccount(readModels, view, options.account);
    const aging = await firstRows(readModels, view, request, first);
    if (options.json === true) printJson(run.terminal, { ...viewForMachines(view), ...agingForMachines(aging) });
    else printAging(run.terminal, view, aging, [request.partyClass, request.payerId, request.accountId]);
    return exitCodes.OK;
  });
  return exitCodes.OK;
}

function requestOf(options: AgingOptions): AgingRequest {
  return {
    basis: oneOf<AgingBasis>('--basis', options.basis, agingBases),
    groupBy: oneOf<AgingGrouping>('--by', options.by, agingGroupings),
    edges: edgesOf(options.edges),
    partyClass: partyClassOption(options.partyClass),
    payerId: idOption('--payer', options.payer),
    accountId: options.account,
    currency: currencyOption(options.currency),
  };
}

function edgesOf(text: string): readonly number[] {
  const edges = text.split(',').map((edge) => wholeNumberOption('--edges', edge, 1, 36_500));
  const isAscending = edges.every((edge, index) => index === 0 || edge > (edges[index - 1] ?? 0));
  if (!isAscending || edges.length > 12)
    throw usage('--edges: expected up to 12 ascending numbers of days, as in 30,60,90,120');
  return edges;
}

export function firstRows(readModels: ReadModels, view: View, request: AgingRequest, first: number): Promise<Aging> {
  return firstOf(first, (page) => readModels.aging(view, { ...request, page }));
}

function agingForMachines({ basis, edges, groupBy, rows, totals, hasNextPage }: Aging): object {
  return { basis, edges, groupBy, rows: rows.map(rowForMachines), totals: totals.map(rowForMachines), hasNextPage };
}

function rowForMachines({ group, currency, buckets, openCharges, unapplied, balance }: AgingRow): object {
  return {
    group,
    currency,
    buckets: buckets.map(({ label, fromDays, toDays, amount }) => ({
      label,
      fromDays,
      toDays,
      amount: formatMoney(amount),
    })),
    openCharges: formatMoney(openCharges),
    unapplied: formatMoney(unapplied),
    balance: formatMoney(balance),
  };
}

/** `only`: what it is narrowed to, which stands above the figures, as they are not of the whole book. */
export function printAging(terminal: Terminal, view: View, aging: Aging, only: Narrowed = []): void {
  terminal.out(`Aging by ${inWords(aging.basis).replace('-', ' ')}${onlyInWords(only)}, ${viewInWords(view)}`);
  const inAll = onlyInWords(only) === '' ? 'whole book' : 'in all';
  const tables = aging.totals.map((total) => agingTable(aging, total, inAll));
  printTables(terminal, tables, 'Nothing is recorded that would age.');
  sayMore(terminal, aging, 'There are more rows; the total is over all of them.');
}

/** One currency at a time: amounts of two never stand in one column. */
function agingTable({ groupBy, rows }: Aging, total: AgingRow, inAll: string): Table {
  const amounts = total.buckets.map(({ label }): Column => ({ title: label, align: 'RIGHT' }));
  const columns: readonly Column[] = [
    { title: total.currency, align: 'LEFT' },
    ...amounts,
    { title: 'open', align: 'RIGHT' },
    { title: 'unapplied', align: 'RIGHT' },
    { title: 'balance', align: 'RIGHT' },
  ];
  const own = rows.filter(({ currency }) => currency === total.currency);
  if (groupBy === 'BOOK' || groupBy === 'CURRENCY') return { columns, rows: [cells(inAll, total)] };
  return { columns, rows: own.map((row) => cells(row.group ?? 'account holders', row)), total: cells('total', total) };
}

function cells(name: string, { buckets, openCharges, unapplied, balance }: AgingRow): readonly string[] {
  return [name, ...[...buckets.map(({ amount }) => amount), openCharges, unapplied, balance].map(amountText)];
}
