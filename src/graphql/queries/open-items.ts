import type { OpenItemRow } from '#read-models/read-models.ts';
import { currencyInIfGiven, dateInIfGiven, idInIfGiven, partyClassInIfGiven, rowsIn } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addOpenItems(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const items = addFigureConnection(builder, parts, {
    name: 'OpenItem',
    node: addOpenItemType(builder),
    what: 'open items',
  });
  const filter = addOpenItemFilter(builder);
  builder.queryField('openItems', (t) =>
    t.field({
      type: items,
      description: 'The items with something open as of the day: who owes what since when, and how old it is.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: filter, description: 'Which items.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { accountId, currency, dueBefore, partyClass, payerId } = args.filter ?? {};
        const wanted = {
          accountId: idInIfGiven(accountId, 'filter.accountId'),
          currency: currencyInIfGiven(currency, 'filter.currency'),
          partyClass: partyClassInIfGiven(partyClass, 'filter.partyClass'),
          payerId: idInIfGiven(payerId, 'filter.payerId'),
          dueBefore: dateInIfGiven(dueBefore, 'filter.dueBefore'),
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.openItems(view, wanted, { first, after });
        return connectionOf(view, page, after === undefined, (row) => row);
      },
    }),
  );
}

function addOpenItemFilter(builder: Builder) {
  return builder.inputType('OpenItemFilter', {
    description: 'Which open items; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      currency: t.string({ description: 'Of accounts of this currency.' }),
      partyClass: t.string({ description: 'Owed by this class: SELF for account holders, or a class of payers.' }),
      payerId: t.string({ description: 'Owed by this payer.' }),
      dueBefore: t.field({ type: 'CalendarDate', description: 'Due before this day.' }),
    }),
  });
}

function addOpenItemType(builder: Builder) {
  return builder.objectRef<OpenItemRow>('OpenItem').implement({
    description: 'The atom that ages: an amount of a charge, who owes it and when it is due.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      chargeId: t.exposeString('chargeId', { description: 'The charge.' }),
      item: t.exposeInt('item', { description: 'Its number within the charge.' }),
      partyClass: t.exposeString('partyClass', { description: 'Who owes it: SELF, or a class of payers.' }),
      payerId: t.exposeString('payerId', { nullable: true, description: 'Which payer; none for SELF.' }),
      category: t.exposeString('category', { description: 'What was charged for.' }),
      dueDate: t.expose('dueDate', { type: 'CalendarDate', description: 'When it is due.' }),
      serviceDate: t.expose('serviceDate', {
        type: 'CalendarDate',
        nullable: true,
        description: 'The day of the service, where known.',
      }),
      effectiveDate: t.expose('effectiveDate', {
        type: 'CalendarDate',
        description: 'That of its charge, whoever owes it now.',
      }),
      currency: t.string({ description: 'The currency of its amounts.', resolve: ({ open }) => open.currency }),
      amount: t.expose('amount', { type: 'Money', description: 'What it was opened with.' }),
      open: t.expose('open', { type: 'Money', description: 'What is still owed.' }),
      ageDays: t.exposeInt('ageDays', { description: 'The day minus the due date; negative before it is due.' }),
    }),
  });
}
