import { promiseStates } from '#ledger/promises/promise-state.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { formatMoney, isZero } from '#money/money.ts';
import type { DisputeRow, HoldRow, PlanRow, PromiseRow } from '#read-models/agreements.ts';
import type { Page, ReadModels, View } from '#read-models/read-models.ts';
import { amounts, figure, firstOf, id, tablesOf, text } from './lists.ts';
import { amountText } from './terminal/amounts.ts';
import type { Table } from './terminal/table.ts';
import { inWords } from './view-options.ts';

export interface Asked {
  readonly state: string | undefined;
  readonly accountId: string | undefined;
  readonly dueFrom: CalendarDate | undefined;
  readonly dueTo: CalendarDate | undefined;
  readonly first: number;
}

export interface Listed {
  readonly rows: readonly object[];
  /** One for each currency: amounts of two never stand in one column. */
  readonly tables: readonly Table[];
  readonly hasNextPage: boolean;
}

interface List {
  /** As they are typed. */
  readonly states: readonly string[];
  readonly list: (readModels: ReadModels, view: View, asked: Asked) => Promise<Listed>;
}

type Rows<Row> = Page<Row>['rows'];

const planFilters = {
  kept: { isStanding: true, isAtRisk: false },
  'at-risk': { isAtRisk: true },
  ended: { isStanding: false },
} as const;

const plans: List = {
  states: Object.keys(planFilters),
  list: async (readModels, view, { state, accountId, first }) => {
    const filter = { accountId, ...filterIn(planFilters, state) };
    const { rows, hasNextPage } = await firstOf(first, (page) => readModels.paymentPlans(view, filter, page));
    const columns = [id('plan'), text('state'), text('next due'), figure('agreed'), figure('open'), figure('overdue')];
    const tables = tablesOf(rows, columns, planCells);
    return { rows: rows.map(planForMachines), tables, hasNextPage };
  },
};

function planCells({ accountId, planId, instalments, amount, open, overdue, ...plan }: PlanRow): readonly string[] {
  const next = instalments.find((instalment) => !isZero(instalment.open));
  const isOver = plan.endedOn !== undefined || next === undefined;
  return [accountId, planId, planState(plan), isOver ? '' : next.dueDate, ...[amount, open, overdue].map(amountText)];
}

function planState({ outcome, isAtRisk }: Pick<PlanRow, 'outcome' | 'isAtRisk'>): string {
  return inWords(outcome ?? (isAtRisk ? 'AT_RISK' : 'KEPT'));
}

function planForMachines(row: Rows<PlanRow>[number]): object {
  const { cursor: _, amount, open, overdue, instalments, ...plan } = row;
  const parts = instalments.map((part) => ({
    dueDate: part.dueDate,
    amount: formatMoney(part.amount),
    open: formatMoney(part.open),
  }));
  return { ...plan, ...amounts({ amount, open, overdue }), instalments: parts };
}

const promises: List = {
  states: promiseStates.map(inWords),
  list: async (readModels, view, { state: named, accountId, dueFrom, dueTo, first }) => {
    const state = promiseStates.find((one) => inWords(one) === named);
    const filter = { accountId, dueFrom, dueTo, state };
    const { rows, hasNextPage } = await firstOf(first, (page) => readModels.promises(view, filter, page));
    const columns = [id('promise'), text('state'), text('by'), figure('promised'), figure('received')];
    const tables = tablesOf(rows, columns, promiseCells);
    return { rows: rows.map(promiseForMachines), tables, hasNextPage };
  },
};

function promiseCells(row: PromiseRow): readonly string[] {
  const { accountId, promiseId, state, promisedDate, amount, received } = row;
  return [accountId, promiseId, inWords(state), promisedDate, ...[amount, received].map(amountText)];
}

function promiseForMachines(row: Rows<PromiseRow>[number]): object {
  const { cursor: _, amount, received, ...promise } = row;
  return { ...promise, ...amounts({ amount, received }) };
}

const disputeFilters = { open: { isStanding: true }, resolved: { isStanding: false } } as const;

const disputes: List = {
  states: Object.keys(disputeFilters),
  list: async (readModels, view, { state, accountId, first }) => {
    const filter = { accountId, ...filterIn(disputeFilters, state) };
    const { rows, hasNextPage } = await firstOf(first, (page) => readModels.disputes(view, filter, page));
    const columns = [id('dispute'), id('item'), text('state'), text('opened'), figure('amount'), figure('disputed')];
    const tables = tablesOf(rows, columns, disputeCells);
    return { rows: rows.map(disputeForMachines), tables, hasNextPage };
  },
};

function disputeCells(row: DisputeRow): readonly string[] {
  const { accountId, disputeId, chargeId, item, openedOn, outcome = 'OPEN', amount, disputed } = row;
  const figures = [amount, disputed].map(amountText);
  return [accountId, disputeId, `${chargeId}/${item}`, inWords(outcome), openedOn, ...figures];
}

function disputeForMachines(row: Rows<DisputeRow>[number]): object {
  const { cursor: _, amount, disputed, ...dispute } = row;
  return { ...dispute, ...amounts({ amount, disputed }) };
}

const holdFilters = { standing: { isStanding: true }, released: { isStanding: false } } as const;

const holds: List = {
  states: Object.keys(holdFilters),
  list: async (readModels, view, { state, accountId, first }) => {
    const filter = { accountId, ...filterIn(holdFilters, state) };
    const { rows, hasNextPage } = await firstOf(first, (page) => readModels.holds(view, filter, page));
    const columns = [id('account'), id('hold'), text('kind'), id('item'), text('placed'), text('released')];
    const tables = rows.length === 0 ? [] : [{ columns, rows: rows.map(holdCells) }];
    return { rows: rows.map(holdForMachines), tables, hasNextPage };
  },
};

function holdCells({ accountId, holdId, kind, chargeId, item, placedOn, releasedOn }: HoldRow): readonly string[] {
  const on = chargeId === undefined ? 'all' : `${chargeId}/${item}`;
  return [accountId, holdId, inWords(kind), on, placedOn, releasedOn ?? ''];
}

function holdForMachines(row: Rows<HoldRow>[number]): object {
  const { cursor: _, ...hold } = row;
  return hold;
}

export const agreementLists = { plans, promises, disputes, holds } as const;

function filterIn<Filter>(filters: Readonly<Record<string, Filter>>, state: string | undefined): Filter | undefined {
  return state === undefined ? undefined : filters[state];
}
