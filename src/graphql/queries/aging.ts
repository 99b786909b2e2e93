import type { Aging, AgingBucket, AgingRow } from '#read-models/read-models.ts';
import { currencyInIfGiven, idInIfGiven, rowsIn } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import { addConnection, type Connection, connectionOf, pageArguments } from '../builder-connections.ts';
import { badInput } from '../failures.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewForPage } from '../view.ts';
import { partyArguments, partyOf } from './balance.ts';

type AgingReport = Pick<Aging, 'basis' | 'edges' | 'groupBy' | 'totals'> &
  Viewed & { readonly rows: Connection<AgingRow> };

const usualEdges = [30, 60, 90, 120];
const mostEdges = 12;
const largestEdge = 36_500;

export function addAging(parts: SchemaParts): void {
  const { builder, enums, knownAt } = parts;
  const aging = addAgingType(parts);
  builder.queryField('aging', (t) =>
    t.field({
      type: aging,
      description:
        'How old what is open is. Age is the day minus the anchor date of the item; due today is CURRENT; ends of buckets ' +
        'are inclusive. Buckets add up to openCharges; unapplied money stands beside them.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        basis: t.arg({ type: enums.agingBasis, description: 'The anchor date; DUE_DATE when left out.' }),
        edges: t.arg.intList({
          description: 'Inclusive ends of the buckets in days, ascending; 30, 60, 90, 120 when left out.',
        }),
        groupBy: t.arg({ type: enums.agingGrouping, description: 'What a row stands for; BOOK when left out.' }),
        accountId: t.arg.string({ description: 'Only this account.' }),
        currency: t.arg.string({ description: 'Only accounts of this currency.' }),
        ...partyArguments(builder),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context): Promise<AgingReport> => {
        const request = {
          basis: args.basis ?? 'DUE_DATE',
          edges: edgesIn(args.edges ?? usualEdges),
          groupBy: args.groupBy ?? 'BOOK',
          accountId: idInIfGiven(args.accountId, 'accountId'),
          currency: currencyInIfGiven(args.currency, 'currency'),
          ...partyOf(args),
        };
        const first = rowsIn(args.first);
        const { view, after } = await viewForPage(args, context);
        const report = await context.readModels.aging(view, { ...request, page: { first, after } });
        return { ...report, view, rows: connectionOf(view, report, after === undefined, (row) => row) };
      },
    }),
  );
}

function edgesIn(edges: readonly number[]): readonly number[] {
  const isAscending = edges.every((edge, index) => edge > (edges[index - 1] ?? 0));
  const isWithin = edges.length >= 1 && edges.length <= mostEdges && (edges.at(-1) ?? 0) <= largestEdge;
  if (!isAscending || !isWithin)
    throw badInput('edges', `1 to ${mostEdges} ascending ends of 1 to ${largestEdge} days`);
  return edges;
}

function addAgingType(parts: SchemaParts) {
  const { builder, enums, figure } = parts;
  const row = addAgingRow(builder, addBucket(builder));
  const rows = addConnection(builder, { name: 'AgingRow', node: row, what: 'rows of an aging, by group' });
  return builder.objectRef<AgingReport>('Aging').implement({
    description: 'An aging: rows by group, and the totals over all of them.',
    interfaces: [figure],
    fields: (t) => ({
      basis: t.expose('basis', { type: enums.agingBasis, description: 'The anchor date.' }),
      edges: t.intList({ description: 'The inclusive ends of the buckets in days.', resolve: ({ edges }) => edges }),
      groupBy: t.expose('groupBy', { type: enums.agingGrouping, description: 'What a row stands for.' }),
      rows: t.expose('rows', { type: rows, description: 'One row for each group and currency.' }),
      totals: t.expose('totals', {
        type: [row],
        description: 'One row for each currency over all groups, not only those of this page.',
      }),
    }),
  });
}

function addBucket(builder: Builder) {
  return builder.objectRef<AgingBucket>('AgingBucket').implement({
    description: 'What is open of one age.',
    fields: (t) => ({
      label: t.exposeString('label', { description: 'CURRENT, 1-30, 31-60 ... 121+.' }),
      fromDays: t.exposeInt('fromDays', { nullable: true, description: 'The youngest age in it; null for CURRENT.' }),
      toDays: t.exposeInt('toDays', { nullable: true, description: 'The oldest age in it; null for the last bucket.' }),
      amount: t.expose('amount', { type: 'Money', description: 'What is open.' }),
    }),
  });
}

function addAgingRow(builder: Builder, bucket: ReturnType<typeof addBucket>) {
  return builder.objectRef<AgingRow>('AgingRow').implement({
    description: 'One group in one currency. Its buckets add up to openCharges.',
    fields: (t) => ({
      group: t.exposeString('group', {
        nullable: true,
        description:
          'The currency, party class, payer, account or provider; null for the whole book, for account holders among payers, ' +
          'and for charges without a provider among providers.',
      }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      buckets: t.expose('buckets', { type: [bucket], description: 'From CURRENT to the oldest.' }),
      openCharges: t.expose('openCharges', { type: 'Money', description: 'The sum of the buckets.' }),
      unapplied: t.expose('unapplied', {
        type: 'Money',
        description:
          'Money received and not applied; by payer or class, what that payer paid; by provider it stands in the row without one.',
      }),
      balance: t.expose('balance', { type: 'Money', description: 'openCharges - unapplied.' }),
    }),
  });
}
