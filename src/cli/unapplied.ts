import type { Command } from 'commander';
import { payerIdOf } from '#ledger/parties.ts';
import type { Page, View } from '#read-models/read-models.ts';
import type { CashByCauseRow, UnappliedPaymentRow } from '#read-models/receipts.ts';
import { exitCodes } from './exit-codes.ts';
import {
  amounts,
  type FirstOption,
  figure,
  firstAsked,
  firstOf,
  id,
  tablesOf,
  text,
  withFirstOption,
} from './lists.ts';
import { viewOf, withReading } from './reading.ts';
import { amountText, countText } from './terminal/amounts.ts';
import { printJson, printTables, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import {
  inWords,
  type ViewOptions,
  viewForMachines,
  viewInWords,
  viewRequest,
  withViewOptions,
} from './view-options.ts';

type UnappliedOptions = ViewOptions & FirstOption;

export function unappliedVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withViewOptions(
    verb('unapplied', 'Money that pays for nothing yet, by cause and age: of nobody that is known, and of accounts.'),
  );
  const asking = withFirstOption(command, 'of the payments, the oldest: at most so many', '20');
  return acting<UnappliedOptions>(asking, surroundings, finish, runUnapplied);
}

/** Two figures, which are never added up, and the payments of the second. */
interface Listed {
  readonly unidentified: readonly CashByCauseRow<string>[];
  readonly unapplied: readonly CashByCauseRow<string>[];
  readonly payments: Page<UnappliedPaymentRow>;
}

function runUnapplied(run: Run, options: UnappliedOptions) {
  const first = firstAsked(options);
  return withReading(run, async (reading) => {
    const { readModels } = reading;
    const view = await viewOf(reading, viewRequest(options));
    const listed: Listed = {
      unidentified: await readModels.unidentifiedCash(view),
      unapplied: await readModels.unappliedCash(view),
      payments: await firstOf(first, (page) => readModels.unappliedPayments(view, {}, page)),
    };
    if (options.json === true) printJson(run.terminal, { ...viewForMachines(view), ...unappliedForMachines(listed) });
    else print(run.terminal, view, listed);
    return exitCodes.OK;
  });
}

function print(terminal: Terminal, view: View, { unidentified, unapplied, payments }: Listed): void {
  terminal.out(`Unidentified cash ${viewInWords(view)}`);
  printTables(terminal, causeTables(unidentified, 'receipts'), 'There is none.');
  terminal.out('\nUnapplied cash');
  printTables(terminal, causeTables(unapplied, 'payments'), 'There is none.');
  if (payments.rows.length === 0) return;
  terminal.out(`\nThe oldest payments${payments.hasNextPage ? '. There are more: ask with --first.' : ''}`);
  const columns = [id('payment'), text('cause'), text('received'), figure('days'), figure('unapplied')];
  const rows = payments.rows.map((row) => ({ ...row, amount: row.unapplied }));
  printTables(terminal, tablesOf(rows, columns, paymentCells));
}

function causeTables(rows: readonly CashByCauseRow<string>[], things: string) {
  const columns = [figure(things), text('oldest'), figure('days'), figure('amount')];
  return tablesOf(rows, columns, ({ cause, count, oldestOn, oldestAgeDays, amount }) => [
    inWords(cause),
    countText(count),
    oldestOn,
    countText(oldestAgeDays),
    amountText(amount),
  ]);
}

function paymentCells({ accountId, paymentId, cause, receivedOn, ageDays, unapplied }: UnappliedPaymentRow) {
  return [accountId, paymentId, inWords(cause), receivedOn, countText(ageDays), amountText(unapplied)];
}

function unappliedForMachines({ unidentified, unapplied, payments }: Listed): object {
  const { rows, hasNextPage } = payments;
  return {
    unidentifiedCash: unidentified.map(rowForMachines),
    unappliedCash: unapplied.map(rowForMachines),
    unappliedPayments: rows.map(paymentForMachines),
    hasNextPage,
  };
}

function rowForMachines({ amount, ...row }: CashByCauseRow<string>): object {
  return { ...row, ...amounts({ amount }) };
}

function paymentForMachines(payment: Page<UnappliedPaymentRow>['rows'][number]): object {
  const { cursor: _, party, unapplied, ...row } = payment;
  return { ...row, partyClass: party.partyClass, payerId: payerIdOf(party), ...amounts({ unapplied }) };
}
