import type { ClearingRow } from '#read-models/general-ledger.ts';
import { currencyInIfGiven, dateInIfGiven, rowsIn } from '../arguments.ts';
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
        'method and day, to be ticked off against the bank statement. These books see no bank, so nothing here clears it. ' +
        'TransferClearing is what has left one account or receipt and has not yet arrived, each transfer or part of a receipt with ' +
        'its age; what has arrived has no row. The rows of an account add up to it in `trialBalance`.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        account: t.arg({ type: parts.enums.glAccount, description: 'Only this clearing account.' }),
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
          account: args.account ?? undefined,
          currency: currencyInIfGiven(args.currency, 'currency'),
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
      key: t.exposeString('key', {
        description:
          'Of CashClearing: the method, as in PaymentMethod. Of TransferClearing: `account-`, the account that it left, a slash and ' +
          'the transfer id; or `receipt-`, the receipt, a slash and the number of the part, with `/back` where it goes back to the receipt.',
      }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      date: t.expose('date', {
        type: 'CalendarDate',
        description: 'The business day on which it moved, or on which it left.',
      }),
      debits: t.expose('debits', { type: 'Money', description: 'Of CashClearing: money that came in.' }),
      credits: t.expose('credits', {
        type: 'Money',
        description: 'Of CashClearing: money that went out, taken back by the bank or paid out.',
      }),
      amount: t.expose('amount', { type: 'Money', description: 'debits - credits.' }),
      ageDays: t.exposeInt('ageDays', { description: 'Days from that day to the day of the figures.' }),
    }),
  });
}
