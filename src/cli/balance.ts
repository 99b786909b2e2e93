import type { Command } from 'commander';
import { formatMoney, isZero, type Money } from '#money/money.ts';
import type { Balance, BaseBalance, OpenItemRow } from '#read-models/read-models.ts';
import { exitCodes } from './exit-codes.ts';
import { noAccount, viewOf, withReading } from './reading.ts';
import { amountText, countText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import {
  idOption,
  onlyInWords,
  partyClassOption,
  type ViewOptions,
  viewForMachines,
  viewInWords,
  viewRequest,
  withViewOptions,
} from './view-options.ts';

const mostItems = 200;

interface BalanceOptions extends ViewOptions {
  readonly partyClass?: string;
  readonly payer?: string;
}

export function balanceVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withViewOptions(verb('balance', 'What an account owes, with its parts and its open items.'));
  command
    .argument('<accountId>', 'the account')
    .option('--party-class <class>', 'only what this class owes, paid and was charged: SELF, MEDICARE ...')
    .option('--payer <id>', 'only this payer');
  return acting<BalanceOptions>(command, surroundings, finish, runBalance);
}

function runBalance(run: Run, options: BalanceOptions, [accountId = '']: readonly string[]) {
  return withReading(run, async (reading) => {
    const { readModels } = reading;
    const view = await viewOf(reading, viewRequest(options));
    const party = { partyClass: partyClassOption(options.partyClass), payerId: idOption('--payer', options.payer) };
    const balance = await readModels.balance(view, accountId, party);
    const account = await readModels.account(view, accountId);
    if (balance === undefined || account === undefined) throw noAccount();
    const items = await readModels.openItems(view, { accountId, ...party }, { first: mostItems });
    if (options.json === true) {
      const open = items.rows.map(itemForMachines);
      const closedOn = account.closedOn ?? null;
      const figures = { accountId, closedOn, ...balanceForMachines(balance) };
      const { hasNextPage } = items;
      printJson(run.terminal, { ...viewForMachines(view), ...figures, openItems: open, hasNextPage });
    } else {
      const only = onlyInWords([party.partyClass, party.payerId]);
      printBalance(run.terminal, `Balance of ${accountId}${only}, ${viewInWords(view)}\n`, balance);
      if (account.closedOn !== undefined) run.terminal.out(`\nThe account has been closed since ${account.closedOn}.`);
      printItems(run.terminal, items.rows, items.hasNextPage);
    }
    return exitCodes.OK;
  });
}

function balanceForMachines({ currency, openItemCount, oldestUnpaidAgeDays, ...amounts }: Balance): object {
  const { balance, openCharges, unapplied, overdue, netCharged, adjustmentsByReason } = amounts;
  return {
    currency,
    balance: formatMoney(balance),
    openCharges: formatMoney(openCharges),
    unapplied: formatMoney(unapplied),
    unappliedPayments: formatMoney(amounts.unappliedPayments),
    unappliedCredits: formatMoney(amounts.unappliedCredits),
    overdue: formatMoney(overdue),
    openItemCount,
    oldestUnpaidAgeDays,
    netCharged: formatMoney(netCharged),
    writtenOff: formatMoney(amounts.writtenOff),
    recovered: formatMoney(amounts.recovered),
    refunded: formatMoney(amounts.refunded),
    pending: formatMoney(amounts.pending),
    disputed: formatMoney(amounts.disputed),
    ...(amounts.inBase === undefined ? {} : { inBase: inBaseForMachines(amounts.inBase) }),
    adjustmentsByReason: adjustmentsByReason.map(({ reasonCode, amount }) => ({
      reasonCode,
      amount: formatMoney(amount),
    })),
  };
}

function inBaseForMachines({
  currency,
  balance,
  openCharges,
  unapplied,
  fxRealized,
  fxUnrealized,
}: BaseBalance): object {
  return {
    currency,
    balance: formatMoney(balance),
    openCharges: formatMoney(openCharges),
    unapplied: formatMoney(unapplied),
    fxRealized: formatMoney(fxRealized),
    fxUnrealized: formatMoney(fxUnrealized),
  };
}

function itemForMachines(row: OpenItemRow & { readonly cursor: string }): object {
  const { cursor: _, amount, open, ...rest } = row;
  return { ...rest, amount: formatMoney(amount), open: formatMoney(open) };
}

function printBalance(terminal: Terminal, title: string, balance: Balance): void {
  const { currency, openCharges, unapplied, overdue, netCharged, openItemCount, oldestUnpaidAgeDays } = balance;
  terminal.out(title);
  const rows: [string, string][] = [
    ['open charges', amountText(openCharges)],
    ['unapplied', amountText(unapplied)],
    ...ifAny('  of which credits', balance.unappliedCredits),
    ['balance', amountText(balance.balance)],
    ['overdue', amountText(overdue)],
    ...ifAny('disputed, of what is open', balance.disputed),
    ['open items', countText(openItemCount)],
    ['oldest unpaid, days', oldestUnpaidAgeDays === null ? '-' : countText(oldestUnpaidAgeDays)],
    ['net charged', amountText(netCharged)],
    ...ifAny('written off', balance.writtenOff),
    ...ifAny('recovered', balance.recovered),
    ...ifAny('refunded', balance.refunded),
    ...ifAny('pending, in no figure above', balance.pending),
    ...balance.adjustmentsByReason.map(({ reasonCode, amount }): [string, string] => [
      `adjusted: ${reasonCode}`,
      amountText(amount),
    ]),
  ];
  printTable(terminal, {
    columns: [
      { title: currency, align: 'LEFT' },
      { title: 'amount', align: 'RIGHT' },
    ],
    rows,
  });
  if (balance.inBase !== undefined) printInBase(terminal, balance.inBase);
}

/** Of an account in a foreign currency: what it is worth in the base currency. */
function printInBase(terminal: Terminal, inBase: BaseBalance): void {
  terminal.out('');
  printTable(terminal, {
    columns: [
      { title: `in ${inBase.currency}`, align: 'LEFT' },
      { title: 'carried', align: 'RIGHT' },
    ],
    rows: [
      ['open charges', amountText(inBase.openCharges)],
      ['unapplied', amountText(inBase.unapplied)],
      ...ifAny('unrealised gain', inBase.fxUnrealized),
      ['balance', amountText(inBase.balance)],
      ['realised gain', amountText(inBase.fxRealized)],
    ],
  });
}

/** Most accounts have none of it. */
function ifAny(title: string, amount: Money): readonly [string, string][] {
  return isZero(amount) ? [] : [[title, amountText(amount)]];
}

function printItems(terminal: Terminal, items: readonly OpenItemRow[], hasMore: boolean): void {
  if (items.every(({ open }) => isZero(open))) return;
  terminal.out('');
  printTable(terminal, {
    columns: [
      { title: 'charge', align: 'LEFT', mayBeCut: true },
      { title: 'item', align: 'RIGHT' },
      { title: 'owed by', align: 'LEFT', mayBeCut: true },
      { title: 'due', align: 'LEFT' },
      { title: 'age', align: 'RIGHT' },
      { title: 'amount', align: 'RIGHT' },
      { title: 'open', align: 'RIGHT' },
    ],
    rows: items.map(({ chargeId, item, partyClass, payerId, dueDate, ageDays, amount, open }) => [
      chargeId,
      String(item),
      payerId === undefined ? partyClass : `${partyClass} ${payerId}`,
      dueDate,
      String(ageDays),
      amountText(amount),
      amountText(open),
    ]),
  });
  if (hasMore) terminal.out(`\nThere are more than ${mostItems} open items.`);
}
