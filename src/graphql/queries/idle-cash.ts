import type { IdleCashRow } from '#read-models/receipts.ts';
import type { EnumRef } from '../enums.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewFor } from '../view.ts';

interface IdleCash extends Viewed {
  readonly rows: readonly IdleCashRow<string>[];
}

/** Two figures, and on purpose no third that adds them up: of the one nobody knows the owner, of the other the use. */
export function addIdleCash(parts: SchemaParts): void {
  addUnidentified(parts);
  addUnapplied(parts);
}

function addUnidentified(parts: SchemaParts): void {
  const { builder, enums, knownAt } = parts;
  const type = addType(parts, enums.unidentifiedCause, {
    name: 'UnidentifiedCash',
    description: 'Money of which nobody knows whose it is: what stands on UnidentifiedCash.',
    things: 'receipts',
  });
  builder.queryField('unidentifiedCash', (t) =>
    t.field({
      type,
      description:
        'What nobody knows the owner of, over the whole book, by currency and why. It adds up to UnidentifiedCash in `trialBalance`; ' +
        '`receipts` has it one by one.',
      authScopes: { mayRead: 'FIGURES' },
      args: viewArguments(builder, knownAt),
      resolve: async (_root, args, context) => {
        const view = await viewFor(args, context);
        return { view, rows: await context.readModels.unidentifiedCash(view) };
      },
    }),
  );
}

function addUnapplied(parts: SchemaParts): void {
  const { builder, enums, knownAt } = parts;
  const type = addType(parts, enums.unappliedCause, {
    name: 'UnappliedCash',
    description: 'Money of accounts that pays for nothing yet: what stands on UnappliedCash.',
    things: 'payments',
  });
  builder.queryField('unappliedCash', (t) =>
    t.field({
      type,
      description:
        'What nobody has said the use of, over the whole book, by currency and why. It adds up to UnappliedCash in `trialBalance`; ' +
        '`unappliedPayments` has it one by one.',
      authScopes: { mayRead: 'FIGURES' },
      args: viewArguments(builder, knownAt),
      resolve: async (_root, args, context) => {
        const view = await viewFor(args, context);
        return { view, rows: await context.readModels.unappliedCash(view) };
      },
    }),
  );
}

interface Named {
  readonly name: string;
  readonly description: string;
  readonly things: string;
}

function addType({ builder, figure }: SchemaParts, causes: EnumRef, { name, description, things }: Named) {
  const row = builder.objectRef<IdleCashRow<string>>(`${name}Row`).implement({
    description: `${description.split(':')[0]}, of one currency and for one cause.`,
    fields: (t) => ({
      currency: t.exposeString('currency', { description: 'The currency of the amount.' }),
      cause: t.expose('cause', { type: causes, description: 'What made it so last.' }),
      amount: t.expose('amount', { type: 'Money', description: 'How much.' }),
      count: t.exposeInt('count', { description: `How many ${things}.` }),
      oldestOn: t.expose('oldestOn', { type: 'CalendarDate', description: 'The day on which the oldest of it came.' }),
      oldestAgeDays: t.exposeInt('oldestAgeDays', { description: 'Days from then to the day of the figures.' }),
    }),
  });
  return builder.objectRef<IdleCash>(name).implement({
    description,
    interfaces: [figure],
    fields: (t) => ({
      rows: t.field({
        type: [row],
        description: 'By currency, then by cause; no row where there is nothing.',
        resolve: ({ rows }) => rows,
      }),
    }),
  });
}
