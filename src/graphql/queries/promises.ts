import type { PromiseRow } from '#read-models/agreements.ts';
import { dateInIfGiven, idInIfGiven, rowsIn } from '../arguments.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addPromises(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const promises = addFigureConnection(builder, parts, {
    name: 'PromiseToPay',
    node: addPromise(parts),
    what: 'promises to pay',
  });
  const filter = addFilter(parts);
  builder.queryField('promises', (t) =>
    t.field({
      type: promises,
      description: 'What was promised and what came of it, of the whole book or one account, oldest entry first.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: filter, description: 'Which promises.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { accountId, dueFrom, dueTo, state } = args.filter ?? {};
        const wanted = {
          accountId: idInIfGiven(accountId, 'filter.accountId'),
          dueFrom: dateInIfGiven(dueFrom, 'filter.dueFrom'),
          dueTo: dateInIfGiven(dueTo, 'filter.dueTo'),
          state: state ?? undefined,
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.promises(view, wanted, { first, after });
        return connectionOf(view, page, after === undefined, (row): PromiseRow => row);
      },
    }),
  );
}

function addFilter({ builder, enums }: SchemaParts) {
  return builder.inputType('PromiseFilter', {
    description: 'Which promises; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      dueFrom: t.field({ type: 'CalendarDate', description: 'Promised for this day or a later one.' }),
      dueTo: t.field({ type: 'CalendarDate', description: 'Promised for this day or an earlier one.' }),
      state: t.field({ type: enums.promiseState, description: 'In this state on the day.' }),
    }),
  });
}

function addPromise({ builder, enums }: SchemaParts) {
  return builder.objectRef<PromiseRow>('PromiseToPay').implement({
    description: 'Somebody promised to pay by a day. What became of it is asked of the books as of each day.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      promiseId: t.exposeString('promiseId', { description: 'Its id on the account.' }),
      partyClass: t.exposeString('partyClass', { description: 'Who promised: SELF, or a class of payers.' }),
      payerId: t.exposeString('payerId', { nullable: true, description: 'Which payer; none for SELF.' }),
      currency: t.string({ description: 'The currency of its amounts.', resolve: ({ amount }) => amount.currency }),
      amount: t.expose('amount', { type: 'Money', description: 'What was promised.' }),
      received: t.expose('received', {
        type: 'Money',
        description:
          'What payments of the days from `recordedOn` to `promisedDate` have paid on its items by the day, less what was taken back.',
      }),
      recordedOn: t.expose('recordedOn', { type: 'CalendarDate', description: 'The day from which it counts.' }),
      promisedDate: t.expose('promisedDate', { type: 'CalendarDate', description: 'Its day: open through it.' }),
      cancelledOn: t.expose('cancelledOn', {
        type: 'CalendarDate',
        nullable: true,
        description: 'Since when it is cancelled, if it is.',
      }),
      state: t.expose('state', {
        type: enums.promiseState,
        description: 'OPEN through its day; then KEPT, PARTLY_KEPT or BROKEN by what was received.',
      }),
    }),
  });
}
