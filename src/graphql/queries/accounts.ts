import type { AccountRow } from '#read-models/read-models.ts';
import { currencyInIfGiven, idIn, idInIfGiven, rowsIn } from '../arguments.ts';
import type { Builder, SchemaTypes } from '../builder.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewFor, viewForPage } from '../view.ts';
import { type BalanceRef, partyArguments, partyOf } from './balance.ts';

type AccountInView = AccountRow & Viewed;

export type AccountRef = PothosSchemaTypes.ObjectRef<SchemaTypes, AccountInView>;

export function addAccounts(parts: SchemaParts, balance: BalanceRef): AccountRef {
  const { builder, knownAt } = parts;
  const account = addAccountType(parts, balance);
  const accounts = addFigureConnection(builder, parts, { name: 'Account', node: account, what: 'accounts, by id' });
  builder.queryFields((t) => ({
    account: t.field({
      type: account,
      nullable: true,
      description: 'One account; null if there is none with this id in that view.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        id: t.arg.string({ required: true, description: 'The id that the account was opened with.' }),
        ...viewArguments(builder, knownAt),
      },
      resolve: async (_root, args, context) => {
        const accountId = idIn(args.id, 'id');
        const view = await viewFor(args, context);
        const row = await context.readModels.account(view, accountId);
        return row === undefined ? undefined : { ...row, view };
      },
    }),
    accounts: t.field({
      type: accounts,
      description: 'Accounts, in the order of their ids.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: addAccountFilter(builder), description: 'Which accounts.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const accountIdPrefix = idInIfGiven(args.filter?.accountIdPrefix, 'filter.accountIdPrefix');
        const currency = currencyInIfGiven(args.filter?.currency, 'filter.currency');
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.accounts(view, { accountIdPrefix, currency }, { first, after });
        return connectionOf(view, page, after === undefined, (row): AccountInView => ({ ...row, view }));
      },
    }),
  }));
  return account;
}

function addAccountFilter(builder: Builder) {
  return builder.inputType('AccountFilter', {
    description: 'Which accounts.',
    fields: (t) => ({
      accountIdPrefix: t.string({ description: 'Their ids begin so.' }),
      currency: t.string({ description: 'Their books are in this currency.' }),
    }),
  });
}

function addAccountType({ builder, figure }: SchemaParts, balance: BalanceRef) {
  return builder.objectRef<AccountInView>('Account').implement({
    description: 'A receivable account: the party that is billed, in one currency. Its figures are those of its view.',
    interfaces: [figure],
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The id that it was opened with.' }),
      currency: t.exposeString('currency', { description: 'The currency of its books.' }),
      openedOn: t.expose('openedOn', { type: 'CalendarDate', description: 'The effective date of its opening.' }),
      closedOn: t.expose('closedOn', {
        type: 'CalendarDate',
        nullable: true,
        description: 'Since when it is closed, on the day of the view; null while it is open.',
      }),
      balance: t.field({
        type: balance,
        description: 'What it owes, in the same view.',
        args: partyArguments(builder),
        resolve: async ({ accountId, view }, args, { readModels }) => {
          const figures = await readModels.balance(view, accountId, partyOf(args));
          if (figures === undefined) throw new Error('an account of this view has no balance in it');
          return { ...figures, view };
        },
      }),
    }),
  });
}
