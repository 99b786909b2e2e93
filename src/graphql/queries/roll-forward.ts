import { closedLast, type Period } from '#projections/period-history.ts';
import type {
  MovementClass,
  RolledForward,
  RollForwardLine,
  RollForwardRequest,
  RollForwardRow,
} from '#read-models/roll-forward.ts';
import { type PeriodRolledForward, rollForwardOfPeriod } from '#read-models/roll-forward-of-period.ts';
import { dateInIfGiven } from '../arguments.ts';
import type { GraphqlContext } from '../context.ts';
import type { SchemaParts } from '../parts.ts';
import { knowledgeArguments, type ViewArguments, viewFor } from '../view.ts';
import type { PeriodRef } from './periods.ts';

type Rolled = RolledForward<MovementClass>;

interface RollForward extends PeriodRolledForward {
  readonly period: Period;
}

export function addRollForward(parts: SchemaParts, period: PeriodRef): void {
  const { builder, figure, knownAt } = parts;
  const row = addRow(parts);
  const rollForward = builder.objectRef<RollForward>('RollForward').implement({
    description:
      'What moved receivables and unapplied money in a period. Of a closed one it is known at the position of its closing, so it never changes; ' +
      'the opening is the closing of the period before.',
    interfaces: [figure],
    fields: (t) => ({
      period: t.expose('period', { type: period, description: 'The period; it says whether it was ever reopened.' }),
      rows: t.expose('rows', {
        type: [row],
        description:
          'One for each currency; and where there are foreign ones, one for all of them in the base currency.',
      }),
      isAsFrozen: t.expose('isAsFrozen', {
        type: 'Boolean',
        description:
          'Whether it opens with what was frozen when the period before was closed, and closes with what was frozen of this one; if not, something is wrong with the books, and `verify` says what.',
      }),
    }),
  });
  builder.queryField('rollForward', (t) =>
    t.field({
      type: rollForward,
      nullable: true,
      description:
        'From the opening of a period to its closing: opening + what each class of entries moved + corrections of earlier periods = closing. ' +
        'Null if no period ends on that day in that view.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        period: t.arg({
          type: 'CalendarDate',
          description:
            'The last day of the period; left out, it is the one closed last, or the first where none is closed.',
        }),
        ...knowledgeArguments(builder, knownAt),
      },
      resolve: (_root, args, context) => rolledForward(args, context),
    }),
  );
}

async function rolledForward(
  args: ViewArguments & { readonly period?: string | null | undefined },
  context: GraphqlContext,
): Promise<RollForward | undefined> {
  const known = await viewFor(args, context);
  const end = dateInIfGiven(args.period, 'period');
  const periods = await context.ledgerStream.periods(known.ordinal);
  const period = end === undefined ? closedLast(periods) : periods.find((one) => one.end === end);
  if (period === undefined) return undefined;
  const figures = { view: context.viewOf, rollForward: (of: RollForwardRequest) => context.readModels.rollForward(of) };
  return { period, ...(await rollForwardOfPeriod(figures, { periods, period, known })) };
}

function addRow({ builder, enums }: SchemaParts) {
  const line = builder.objectRef<RollForwardLine<MovementClass>>('RollForwardLine').implement({
    description: 'What one class of entries moved.',
    fields: (t) => ({
      class: t.expose('class', { type: enums.movementClass, description: 'The class.' }),
      amount: t.expose('amount', { type: 'Money', description: 'What moved in the period, without the next figure.' }),
      priorPeriodCorrections: t.expose('priorPeriodCorrections', {
        type: 'Money',
        description: 'Of entries that name as corrected (`corrects`) what counts in an earlier period.',
      }),
    }),
  });
  const rolled = builder.objectRef<Rolled>('RolledForward').implement({
    description: 'opening + amounts + priorPeriodCorrections = closing.',
    fields: (t) => ({
      opening: t.expose('opening', { type: 'Money', description: 'At the end of the day before the period.' }),
      lines: t.expose('lines', { type: [line], description: 'The classes that have lines, by name.' }),
      priorPeriodCorrections: t.expose('priorPeriodCorrections', {
        type: 'Money',
        description: 'Of all classes together.',
      }),
      closing: t.expose('closing', { type: 'Money', description: 'At the end of the last day.' }),
    }),
  });
  return builder.objectRef<RollForwardRow>('RollForwardRow').implement({
    description: 'A period in one currency.',
    fields: (t) => ({
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      isInBase: t.exposeBoolean('isInBase', {
        description:
          'Whether it is all currencies together, each at the value at which it is carried in the base currency.',
      }),
      receivables: t.field({ type: rolled, description: 'Open charges.', resolve: (row): Rolled => row.receivables }),
      unapplied: t.field({
        type: rolled,
        description: 'Payments and credits that are not applied.',
        resolve: (row): Rolled => row.unapplied,
      }),
    }),
  });
}
