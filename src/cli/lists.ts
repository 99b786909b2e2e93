import type { Command } from 'commander';
import { formatMoney, type Money } from '#money/money.ts';
import type { Page, PageRequest } from '#read-models/read-models.ts';
import type { Terminal } from './terminal/output.ts';
import type { Column, Table } from './terminal/table.ts';
import { wholeNumberOption } from './view-options.ts';

/** How the verbs that list rows of the books are asked for so many, put them together and lay them out. */
export interface FirstOption {
  readonly first: string;
}

export function withFirstOption(command: Command, what = 'at most so many rows', usual = '50'): Command {
  return command.option('--first <rows>', what, usual);
}

export function firstAsked({ first }: FirstOption): number {
  return wholeNumberOption('--first', first, 1, 100_000);
}

const pageSize = 200;

/** The pages of one view, put together: the view fixes what they see, so nothing moves between them. */
export async function firstOf<Answer extends Page<unknown>>(
  first: number,
  pageFrom: (page: PageRequest) => Promise<Answer>,
): Promise<Answer> {
  let answer = await pageFrom({ first: Math.min(first, pageSize) });
  while (answer.hasNextPage && answer.rows.length < first) {
    const { rows } = answer;
    const next = await pageFrom({ first: Math.min(first - rows.length, pageSize), after: rows.at(-1)?.cursor });
    answer = { ...next, rows: [...rows, ...next.rows] };
  }
  return answer;
}

/** Below the rows, where there are more than were asked for. */
export function sayMore(
  terminal: Terminal,
  { hasNextPage }: Pick<Page<unknown>, 'hasNextPage'>,
  more = 'There are more.',
): void {
  if (hasNextPage) terminal.out(`\n${more} Ask for more with --first.`);
}

/** One for each currency: amounts of two never stand in one column. The first column names the row, under its currency. */
export function tablesOf<Row extends { readonly amount: Money }>(
  rows: readonly Row[],
  columns: readonly Column[],
  cells: (row: Row) => readonly string[],
): readonly Table[] {
  const currencies = [...new Set(rows.map(({ amount }) => amount.currency))].toSorted();
  return currencies.map((currency) => ({
    columns: [id(currency), ...columns],
    rows: rows.filter(({ amount }) => amount.currency === currency).map(cells),
  }));
}

export const text = (title: string): Column => ({ title, align: 'LEFT' });
export const id = (title: string): Column => ({ title, align: 'LEFT', mayBeCut: true });
export const figure = (title: string): Column => ({ title, align: 'RIGHT' });

/** For machines: the figures as text, beside their currency. */
export function amounts(named: Readonly<Record<string, Money>>): object {
  const currency = Object.values(named)[0]?.currency;
  return { currency, ...Object.fromEntries(Object.entries(named).map(([name, money]) => [name, formatMoney(money)])) };
}
