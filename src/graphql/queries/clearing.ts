import type { ClearingRow } from '#read-models/general-ledger.ts';
import { dateInIfGiven, idInIfGiven, rowsIn } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addClearing(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const clearing = addFigureConnection(builder, parts, {
    name: 'Clearing',
    node: addRow(builder, parts.enums),
    what: 'amounts on clearing accounts, oldest first',
  });
  builder.queryField('clearing', (t) =>
    t.field({
      type: clearing,
      description:
        'What stands on the clearing accounts, by key and day. CashClearing is the money that these books say has moved: by ' +
        'method and day, to be ticked off against the bank statement. These books see no bank, so nothing here clears it: the ' +
        'rows add up to the account in `trialBalance`.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        currency: t.arg.string({ description: 'Only this currency.' }),
        from: t.arg({
          type: 'CalendarDate',
          description: 'The first day; all of them when left out. `asOf` is the last.',
        }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const filter = {
          currency: idInIfGiven(args.currency, 'currency'),
          from: dateInIfGiven(args.from, 'from'),
        };
        const first = rowsIn(args.first);
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.clearing(view, filter, { first, after });
        return connectionOf(view, page, after === undefined, (row): ClearingRow => row);
      },
    }),
  );
}

function addRow(builder: Builder, enums: SchemaParts['enums']) {
  return builder.objectRef<ClearingRow>('ClearingRow').implement({
    description: 'What moved on a clearing account under one key on one day.',
    fields: (t) => ({
      account: t.expose('account', { type: enums.glAccount, description: 'The clearing account.' }),
      key: t.exposeString('key', { description: 'Of CashClearing: the method, as in PaymentMethod.' }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      date: t.expose('date', { type: 'CalendarDate', description: 'The business day on which it moved.' }),
      debits: t.expose('debits', { type: 'Money', description: 'Money that came in.' }),
      credits: t.expose('credits', {
        type: 'Money',
        description: 'Money that went out: taken back by the bank, or paid out.',
      }),
      amount: t.expose('amount', { type: 'Money', description: 'debits - credits.' }),
      ageDays: t.exposeInt('ageDays', { description: 'Days from that day to the day of the figures.' }),
    }),
  });
}
