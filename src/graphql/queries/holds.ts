import type { HoldRow } from '#read-models/agreements.ts';
import { idInIfGiven, rowsIn } from '../arguments.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addHolds(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const holds = addFigureConnection(builder, parts, { name: 'Hold', node: addHold(parts), what: 'holds' });
  const filter = addFilter(parts);
  builder.queryField('holds', (t) =>
    t.field({
      type: holds,
      description:
        'What stands or stood in the way of collecting, of the whole book or one account, oldest entry first.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: filter, description: 'Which holds.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { accountId, kind, isStanding } = args.filter ?? {};
        const wanted = {
          accountId: idInIfGiven(accountId, 'filter.accountId'),
          kind: kind ?? undefined,
          isStanding: isStanding ?? undefined,
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.holds(view, wanted, { first, after });
        return connectionOf(view, page, after === undefined, (row): HoldRow => row);
      },
    }),
  );
}

function addFilter({ builder, enums }: SchemaParts) {
  return builder.inputType('HoldFilter', {
    description: 'Which holds; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      kind: t.field({ type: enums.holdKind, description: 'Of this kind.' }),
      isStanding: t.boolean({ description: 'True: not released by the day; false: released.' }),
    }),
  });
}

function addHold({ builder, enums }: SchemaParts) {
  return builder.objectRef<HoldRow>('Hold').implement({
    description: 'Something that stands in the way of collecting: while it stands no late fee is assessed there.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      holdId: t.exposeString('holdId', { description: 'Its id on the account.' }),
      kind: t.expose('kind', { type: enums.holdKind, description: 'What stands in the way.' }),
      chargeId: t.exposeString('chargeId', {
        nullable: true,
        description: 'The charge whose item is held; none where the account is.',
      }),
      item: t.exposeInt('item', { nullable: true, description: 'The item of that charge.' }),
      placedOn: t.expose('placedOn', { type: 'CalendarDate', description: 'From this day on.' }),
      releasedOn: t.expose('releasedOn', {
        type: 'CalendarDate',
        nullable: true,
        description: 'Until this day; null while it stands.',
      }),
    }),
  });
}
