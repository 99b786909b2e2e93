import type { Reason, ReasonList } from '#ledger/reasons.ts';
import type { Builder } from '../builder.ts';
import type { Enums } from '../enums.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewFor } from '../view.ts';

type ReasonsInForce = ReasonList & Viewed;

export function addReasons({ builder, enums, figure, knownAt }: SchemaParts): void {
  const list = builder.objectRef<ReasonsInForce>('ReasonList').implement({
    description: 'The reasons in force on a day. Codes are never removed: an old entry keeps its meaning.',
    interfaces: [figure],
    fields: (t) => ({
      version: t.exposeString('version', { description: 'The version that entries decided by it name.' }),
      reasons: t.expose('reasons', { type: [addReason(builder, enums)], description: 'The reasons.' }),
    }),
  });
  builder.queryField('reasons', (t) =>
    t.field({
      type: list,
      description:
        'Why something may be done: the codes that commands take, with the commands and kinds they are valid for. ' +
        'What ships, and what `publishReasonList` has added or replaced by that day.',
      authScopes: { mayRead: 'FIGURES' },
      args: viewArguments(builder, knownAt),
      resolve: async (_root, args, context) => {
        const view = await viewFor(args, context);
        return { ...(await context.reasonLists.inForce(view.asOf, view.ordinal)), view };
      },
    }),
  );
}

function addReason(builder: Builder, enums: Enums) {
  return builder.objectRef<Reason>('Reason').implement({
    description: 'One reason.',
    fields: (t) => ({
      code: t.exposeString('code', { description: 'What a command gives as `reasonCode`.' }),
      label: t.exposeString('label', { description: 'What it means.' }),
      commands: t.expose('commands', { type: [enums.commandName], description: 'The commands that it is valid for.' }),
      kinds: t.expose('kinds', {
        type: [enums.adjustmentKind],
        description: 'The kinds of adjustment that it explains.',
      }),
      contraAccount: t.expose('contraAccount', {
        type: enums.glAccount,
        nullable: true,
        description: 'For adjustments: the account that the other side of the posting goes to.',
      }),
      validFrom: t.expose('validFrom', {
        type: 'CalendarDate',
        nullable: true,
        description: 'The first day, if not for ever.',
      }),
      validTo: t.expose('validTo', { type: 'CalendarDate', nullable: true, description: 'The last day, if it ends.' }),
    }),
  });
}
