import { formatMoney, type Money } from '#money/money.ts';
import type { Page, PageRequest } from '#read-models/read-models.ts';
import type { Column, Table } from './terminal/table.ts';

/** How the verbs that list rows of the books put them together and lay them out. */
const pageSize = 200;

/** The pages of one view, put together. */
export async function firstOf<Row>(
  first: number,
  pageFrom: (page: PageRequest) => Promise<Page<Row>>,
): Promise<Page<Row>> {
  let { rows, hasNextPage } = await pageFrom({ first: Math.min(first, pageSize) });
  while (hasNextPage && rows.length < first) {
    const page = { first: Math.min(first - rows.length, pageSize), after: rows.at(-1)?.cursor };
    const next = await pageFrom(page);
    rows = [...rows, ...next.rows];
    hasNextPage = next.hasNextPage;
  }
  return { rows, hasNextPage };
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
