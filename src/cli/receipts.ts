import type { Command } from 'commander';
import { formatMoney } from '#money/money.ts';
import type { Page, View } from '#read-models/read-models.ts';
import { type ReceiptRow, receiptStates } from '#read-models/receipts.ts';
import { exitCodes } from './exit-codes.ts';
import {
  amounts,
  type FirstOption,
  figure,
  firstAsked,
  firstOf,
  sayMore,
  tablesOf,
  text,
  withFirstOption,
} from './lists.ts';
import { requireAccount, viewOf, withReading } from './reading.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTables, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import {
  inWords,
  oneOf,
  type ViewOptions,
  viewForMachines,
  viewInWords,
  viewRequest,
  withViewOptions,
} from './view-options.ts';

interface ReceiptsOptions extends ViewOptions, FirstOption {
  readonly state?: string;
  readonly account?: string;
}

export function receiptsVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withViewOptions(
    verb('receipts', 'Money that arrived before anybody knew whose it is, and what became of it.'),
  )
    .option('--state <state>', `only those in this state on the day: ${receiptStates.map(inWords).join(', ')}`)
    .option('--account <id>', 'only with a part that was identified as of this account');
  return acting<ReceiptsOptions>(withFirstOption(command), surroundings, finish, runReceipts);
}

function runReceipts(run: Run, options: ReceiptsOptions) {
  const first = firstAsked(options);
  const filter = {
    state: options.state === undefined ? undefined : oneOf('--state', options.state, receiptStates),
    accountId: options.account,
  };
  return withReading(run, async (reading) => {
    const { readModels } = reading;
    const view = await viewOf(reading, viewRequest(options));
    await requireAccount(readModels, view, options.account);
    const listed = await firstOf(first, (page) => readModels.receipts(view, filter, page));
    if (options.json === true) {
      const { rows, hasNextPage } = listed;
      printJson(run.terminal, { ...viewForMachines(view), receipts: rows.map(receiptForMachines), hasNextPage });
    } else {
      print(run.terminal, view, listed);
    }
    return exitCodes.OK;
  });
}

function print(terminal: Terminal, view: View, listed: Page<ReceiptRow>): void {
  terminal.out(`Receipts ${viewInWords(view)}`);
  const columns = [text('state'), text('received'), figure('amount'), figure('unidentified'), figure('on accounts')];
  printTables(terminal, tablesOf(listed.rows, columns, receiptCells));
  sayMore(terminal, listed);
}

function receiptCells({ receiptId, state, receivedOn, amount, unidentified, identified }: ReceiptRow) {
  return [receiptId, inWords(state), receivedOn, ...[amount, unidentified, identified].map(amountText)];
}

function receiptForMachines(row: Page<ReceiptRow>['rows'][number]): object {
  const { cursor: _, amount, unidentified, identified, returned, reversed, parts, ...receipt } = row;
  return {
    ...receipt,
    ...amounts({ amount, unidentified, identified, returned, reversed }),
    parts: parts.map((part) => ({ ...part, amount: formatMoney(part.amount) })),
  };
}
