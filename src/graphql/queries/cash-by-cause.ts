import type { CashByCauseRow } from '#read-models/receipts.ts';
import type { EnumRef } from '../enums.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewFor } from '../view.ts';

interface CashByCause extends Viewed {
  readonly rows: readonly CashByCauseRow<string>[];
}

/** Two figures, and on purpose no third that adds them up: of the one nobody knows the owner, of the other the use. */
export function addCashByCause(parts: SchemaParts): void {
  addFigure(parts, parts.enums.unidentifiedCause, {
    name: 'UnidentifiedCash',
    field: 'unidentifiedCash',
    description: 'Money of which nobody knows whose it is: what stands on UnidentifiedCash.',
    asks: 'What nobody knows the owner of',
    things: 'receipts',
    list: 'receipts',
  });
  addFigure(parts, parts.enums.unappliedCause, {
    name: 'UnappliedCash',
    field: 'unappliedCash',
    description: 'Money of accounts that pays for nothing yet: what stands on UnappliedCash.',
    asks: 'What nobody has said the use of',
    things: 'payments',
    list: 'unappliedPayments',
  });
}

function addFigure(parts: SchemaParts, causes: EnumRef, named: Named): void {
  const { builder, knownAt } = parts;
  const { name, field, asks, list } = named;
  const type = addType(parts, causes, named);
  builder.queryField(field, (t) =>
    t.field({
      type,
      description: `${asks}, over the whole book, by currency and why. It adds up to ${name} in \`trialBalance\`; \`${list}\` has it one by one.`,
      authScopes: { mayRead: 'FIGURES' },
      args: viewArguments(builder, knownAt),
      resolve: async (_root, args, context) => {
        const view = await viewFor(args, context);
        return { view, rows: await context.readModels[field](view) };
      },
    }),
  );
}

interface Named {
  readonly name: string;
  readonly field: 'unidentifiedCash' | 'unappliedCash';
  readonly asks: string;
  /** The query that has it one by one. */
  readonly list: string;
  readonly description: string;
  readonly things: string;
}

function addType({ builder, figure }: SchemaParts, causes: EnumRef, { name, description, things }: Named) {
  const row = builder.objectRef<CashByCauseRow<string>>(`${name}Row`).implement({
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
  return builder.objectRef<CashByCause>(name).implement({
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
