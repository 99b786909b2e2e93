import type { DisputeRow } from '#read-models/agreements.ts';
import { idInIfGiven, rowsIn } from '../arguments.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addDisputes(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const disputes = addFigureConnection(builder, parts, { name: 'Dispute', node: addDispute(parts), what: 'disputes' });
  const filter = builder.inputType('DisputeFilter', {
    description: 'Which disputes; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      isStanding: t.boolean({ description: 'True: not resolved by the day; false: resolved.' }),
    }),
  });
  builder.queryField('disputes', (t) =>
    t.field({
      type: disputes,
      description: 'What somebody says is not owed, of the whole book or one account, oldest entry first.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: filter, description: 'Which disputes.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { accountId, isStanding } = args.filter ?? {};
        const wanted = {
          accountId: idInIfGiven(accountId, 'filter.accountId'),
          isStanding: isStanding ?? undefined,
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.disputes(view, wanted, { first, after });
        return connectionOf(view, page, after === undefined, (row): DisputeRow => row);
      },
    }),
  );
}

function addDispute({ builder, enums }: SchemaParts) {
  return builder.objectRef<DisputeRow>('Dispute').implement({
    description:
      'What somebody says is not owed of an item. Until it is resolved no strategy pays it, no plan takes it, and no late fee is ' +
      'assessed on the item.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      disputeId: t.exposeString('disputeId', { description: 'Its id on the account.' }),
      chargeId: t.exposeString('chargeId', { description: 'The charge.' }),
      item: t.exposeInt('item', { description: 'The item of the charge.' }),
      partyClass: t.exposeString('partyClass', { description: 'Who owes the item: SELF, or a class of payers.' }),
      payerId: t.exposeString('payerId', { nullable: true, description: 'Which payer; none for SELF.' }),
      currency: t.string({ description: 'The currency of its amounts.', resolve: ({ amount }) => amount.currency }),
      amount: t.expose('amount', { type: 'Money', description: 'What was disputed when it was opened.' }),
      disputed: t.expose('disputed', {
        type: 'Money',
        description:
          'What of that is open on the day, and in no older dispute of the item; nothing once it is resolved. Those of an account ' +
          'add up to `disputed` of its balance.',
      }),
      openedOn: t.expose('openedOn', { type: 'CalendarDate', description: 'From this day on.' }),
      resolvedOn: t.expose('resolvedOn', {
        type: 'CalendarDate',
        nullable: true,
        description: 'Until this day; null while it is open.',
      }),
      outcome: t.expose('outcome', {
        type: enums.disputeOutcome,
        nullable: true,
        description: 'Who was right, once it is resolved.',
      }),
    }),
  });
}
