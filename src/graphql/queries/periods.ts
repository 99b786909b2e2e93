import { type GlAccount, glAccounts } from '#ledger/posting-rules.ts';
import { type FrozenFigures, type FrozenSides, frozenFigures, frozenTrialBalance } from '#projections/frozen-totals.ts';
import { type ClosedEntry, type Period, type ReopenedEntry, standingClosing } from '#projections/period-history.ts';
import type { Builder } from '../builder.ts';
import type { SchemaParts } from '../parts.ts';
import { knowledgeArguments, type Viewed, viewFor } from '../view.ts';

interface Periods extends Viewed {
  readonly periods: readonly Period[];
}

export type PeriodRef = ReturnType<typeof addPeriod>;

export function addPeriods(parts: SchemaParts): PeriodRef {
  const { builder, figure, knownAt } = parts;
  const period = addPeriod(parts);
  const periods = builder.objectRef<Periods>('FiscalCalendar').implement({
    description: 'The fiscal calendar as it is known.',
    interfaces: [figure],
    fields: (t) => ({ periods: t.expose('periods', { type: [period], description: 'In order; all of them.' }) }),
  });
  builder.queryField('periods', (t) =>
    t.field({
      type: periods,
      description:
        'The periods of the fiscal calendar: open, being closed or closed, with the control totals that were frozen and every reopening with its reason.',
      authScopes: { mayRead: 'FIGURES' },
      args: knowledgeArguments(builder, knownAt),
      resolve: async (_root, args, context) => {
        const view = await viewFor(args, context);
        return { view, periods: await context.ledgerStream.periods(view.ordinal) };
      },
    }),
  );
  return period;
}

function addPeriod({ builder, enums }: SchemaParts) {
  const closing = addClosing(builder, enums);
  const reopening = addReopening(builder);
  return builder.objectRef<Period>('Period').implement({
    description: 'A period of the fiscal calendar.',
    fields: (t) => ({
      start: t.expose('start', { type: 'CalendarDate', description: 'Its first day.' }),
      end: t.expose('end', { type: 'CalendarDate', description: 'Its last day, which names it.' }),
      state: t.expose('state', {
        type: enums.periodState,
        description: 'Nothing is recorded on its days while it is being closed, or closed.',
      }),
      closing: t.field({
        type: closing,
        nullable: true,
        description: 'What was frozen; none while it is open or being closed.',
        resolve: standingClosing,
      }),
      earlierClosings: t.field({
        type: [closing],
        description: 'What had been frozen before it was reopened, in order.',
        resolve: (period) => period.closings.filter((one) => one.ordinal !== standingClosing(period)?.ordinal),
      }),
      wasReopened: t.boolean({
        description: 'It was closed, or being closed, and opened again: figures taken before may differ.',
        resolve: ({ reopenings }) => reopenings.length > 0,
      }),
      reopenings: t.expose('reopenings', { type: [reopening], description: 'In order.' }),
    }),
  });
}

function addClosing(builder: Builder, enums: SchemaParts['enums']) {
  const totals = addTotals(builder);
  const trialBalance = addTrialBalanceTotal(builder, enums);
  return builder.objectRef<ClosedEntry>('PeriodClosing').implement({
    description: 'A closing with its control totals.',
    fields: (t) => ({
      entryId: t.exposeString('id', { description: 'Of the entry that froze them.' }),
      position: t.field({
        type: 'Position',
        description:
          'Up to here the period counts: as of its last day, known at this position, figures are these for ever.',
        resolve: ({ data }, _args, { journal }) => journal.tokenOf(data.position),
      }),
      closedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was recorded.' }),
      accounts: t.int({ description: 'Accounts opened by its last day.', resolve: ({ data }) => data.totals.accounts }),
      openItems: t.int({ description: 'Items with something open.', resolve: ({ data }) => data.totals.openItems }),
      totals: t.field({
        type: [totals],
        description: 'By currency.',
        resolve: ({ data }) => frozenFigures(data.totals),
      }),
      trialBalance: t.field({
        type: [trialBalance],
        description: 'The general ledger as of its last day.',
        resolve: ({ data }) => frozenTrialBalance(data.totals),
      }),
    }),
  });
}

function addTotals(builder: Builder) {
  const totals = builder.objectRef<FrozenFigures>('PeriodTotals').implement({
    description: 'What was open and unapplied in one currency on the last day of a period.',
    fields: (t) => ({
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      openCharges: t.expose('openCharges', { type: 'Money', description: 'Receivables: what is open over all items.' }),
      unappliedPayments: t.expose('unappliedPayments', {
        type: 'Money',
        description: 'Money received and not applied.',
      }),
      unappliedCredits: t.expose('unappliedCredits', {
        type: 'Money',
        description: 'Credits granted and not applied.',
      }),
    }),
  });
  builder.objectField(totals, 'inBase', (t) =>
    t.expose('inBase', { type: totals, nullable: true, description: inBaseOfForeign }),
  );
  return totals;
}

const inBaseOfForeign =
  'Of a foreign currency: the same as carried in the base currency. Null in the base currency, and where an older version of the program closed the period.';

function addTrialBalanceTotal(builder: Builder, enums: SchemaParts['enums']) {
  const sides = builder.objectRef<FrozenSides>('FrozenAccount').implement({
    description: 'Both sides of an account of the general ledger, as they were frozen.',
    fields: (t) => ({
      account: t.field({
        type: enums.glAccount,
        description: 'The account.',
        resolve: ({ account }) => inChart(account),
      }),
      currency: t.exposeString('currency', { description: 'The currency of both amounts.' }),
      debits: t.expose('debits', { type: 'Money', description: 'All that was ever debited.' }),
      credits: t.expose('credits', { type: 'Money', description: 'All that was ever credited.' }),
    }),
  });
  builder.objectField(sides, 'inBase', (t) =>
    t.expose('inBase', { type: sides, nullable: true, description: inBaseOfForeign }),
  );
  return sides;
}

function inChart(name: string): GlAccount {
  const account = glAccounts.find((known) => known === name);
  if (account === undefined) throw new Error('a closing names an account that is not in the chart');
  return account;
}

function addReopening(builder: Builder) {
  return builder.objectRef<ReopenedEntry>('PeriodReopening').implement({
    description: 'Why and when a period was opened again, or its closing given up.',
    fields: (t) => ({
      entryId: t.exposeString('id', { description: 'Of its entry; `auditTrail` says who.' }),
      reasonCode: t.exposeString('reasonCode', { nullable: true, description: 'Why, as a code.' }),
      reasonLabel: t.string({
        nullable: true,
        description: 'Why, in the words of the list that decided it.',
        resolve: (entry, _args, { reasonLists }) => reasonLists.labelOf(entry),
      }),
      reopenedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When.' }),
      position: t.field({
        type: 'Position',
        description: 'From here on the period may take entries again.',
        resolve: ({ ordinal }, _args, { journal }) => journal.tokenOf(ordinal),
      }),
    }),
  });
}
