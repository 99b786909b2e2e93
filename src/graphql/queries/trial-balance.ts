import type { TrialBalance, TrialBalanceRow, TrialBalanceTotal } from '#read-models/general-ledger.ts';
import { currencyInIfGiven } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewFor } from '../view.ts';

export function addTrialBalance(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const trialBalance = addTrialBalanceType(parts);
  builder.queryField('trialBalance', (t) =>
    t.field({
      type: trialBalance,
      description:
        'Every account of the general ledger that these books post to, as of a day, as known at a position. The debits of ' +
        'a currency equal its credits, and so do all of them in the base currency.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        currency: t.arg.string({ description: 'Only this currency; all of them when left out.' }),
        ...viewArguments(builder, knownAt),
      },
      resolve: async (_root, args, context) => {
        const currency = currencyInIfGiven(args.currency, 'currency');
        const view = await viewFor(args, context);
        return { ...(await context.readModels.trialBalance(view, currency)), view };
      },
    }),
  );
}

function addTrialBalanceType({ builder, enums, figure }: SchemaParts) {
  const total = addTotal(builder);
  const row = addRow(builder, enums, total);
  return builder.objectRef<TrialBalance & Viewed>('TrialBalance').implement({
    description: 'The accounts of the general ledger with both of their sides.',
    interfaces: [figure],
    fields: (t) => ({
      rows: t.expose('rows', {
        type: [row],
        description: 'By currency, then in the order of the chart of accounts; without accounts nothing was posted to.',
      }),
      totals: t.expose('totals', { type: [total], description: 'One for each currency.' }),
      inBase: t.expose('inBase', {
        type: total,
        nullable: true,
        description:
          'All of them in the base currency of the ledger, with gains and losses; null where nothing is posted.',
      }),
    }),
  });
}

function addRow(builder: Builder, enums: SchemaParts['enums'], total: ReturnType<typeof addTotal>) {
  return builder.objectRef<TrialBalanceRow>('TrialBalanceRow').implement({
    description: 'One account of the general ledger in one currency.',
    fields: (t) => ({
      account: t.expose('account', { type: enums.glAccount, description: 'The account.' }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      debits: t.expose('debits', { type: 'Money', description: 'All that was ever debited, corrections included.' }),
      credits: t.expose('credits', { type: 'Money', description: 'All that was ever credited, corrections included.' }),
      net: t.expose('net', { type: 'Money', description: 'debits - credits.' }),
      inBase: t.expose('inBase', {
        type: total,
        nullable: true,
        description:
          'The same in the base currency of the ledger; gains and losses of exchange are only here. Null where nothing is posted.',
      }),
    }),
  });
}

function addTotal(builder: Builder) {
  return builder.objectRef<TrialBalanceTotal>('TrialBalanceTotal').implement({
    description: 'Both sides in one currency.',
    fields: (t) => ({
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      debits: t.expose('debits', { type: 'Money', description: 'The sum of all debits.' }),
      credits: t.expose('credits', { type: 'Money', description: 'The sum of all credits.' }),
      net: t.expose('net', {
        type: 'Money',
        description: 'debits - credits: zero for all accounts together, or the books are wrong.',
      }),
    }),
  });
}
