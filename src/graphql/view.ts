import type { View } from '#read-models/read-models.ts';
import { dateInIfGiven, instantIn } from './arguments.ts';
import type { Builder } from './builder.ts';
import type { GraphqlContext } from './context.ts';
import { readCursor } from './cursor.ts';
import { badInput, failure } from './failures.ts';

/** What every query of a figure takes: as of which day, as known where, and nothing older than. */
export interface ViewArguments {
  readonly asOf?: string | null | undefined;
  readonly knownAt?: KnownAt | null | undefined;
  readonly minPosition?: string | null | undefined;
}

interface KnownAt {
  readonly position?: string | null | undefined;
  readonly instant?: string | null | undefined;
}

/** Whatever was taken from a view says so. */
export interface Viewed {
  readonly view: View;
}

/** The interface of everything that shows figures: which day, which state of knowledge, how far it can be trusted. */
export function addFigure(builder: Builder) {
  return builder.interfaceRef<Viewed>('Figure').implement({
    description:
      'Figures name the view they were taken from, so that two people can compare reports. For a fixed `asOf` and ' +
      '`position` the answer never changes again.',
    fields: (t) => ({
      asOf: t.field({
        type: 'CalendarDate',
        description: 'The business day: what is effective on or before it counts.',
        resolve: ({ view }) => view.asOf,
      }),
      knownAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'The instant of that knowledge: as asked for, or when the last entry that counts was recorded.',
        resolve: ({ view }) => view.knownAt,
      }),
      position: t.field({
        type: 'Position',
        description: 'The last entry that counts: everything recorded up to here is in, nothing after it.',
        resolve: ({ view }, _args, { journal }) => journal.tokenOf(view.ordinal),
      }),
      settled: t.boolean({
        description: 'Nothing can still be recorded at or before `knownAt`: asked again, the answer is the same.',
        resolve: ({ view }) => view.settled,
      }),
      stale: t.boolean({
        description:
          'The read side has stopped, or the server of the journal is not heard: the figures are true at `position`, but newer entries are not in.',
        resolve: ({ view }) => view.stale,
      }),
    }),
  });
}

/** The state of knowledge that a query asks for. */
export function addKnownAt(builder: Builder) {
  return builder.inputType('KnownAt', {
    isOneOf: true,
    description: 'A state of knowledge: that at a position of the journal, or that at an instant.',
    fields: (t) => ({
      position: t.field({ type: 'Position', description: 'Everything recorded up to this entry.' }),
      instant: t.field({ type: 'DateTime', description: 'Everything recorded at or before this instant.' }),
    }),
  });
}

/** The arguments of a view, for the fields of one query. */
export function viewArguments(builder: Builder, knownAt: ReturnType<typeof addKnownAt>) {
  return builder.args((t) => ({
    asOf: t.field({
      type: 'CalendarDate',
      description: 'The business day of the figures; today in the time zone of the ledger when left out.',
    }),
    ...knowledgeArguments(builder, knownAt),
  }));
}

export function knowledgeArguments(builder: Builder, knownAt: ReturnType<typeof addKnownAt>) {
  return builder.args((t) => ({
    knownAt: t.field({ type: knownAt, description: 'The state of knowledge; everything recorded when left out.' }),
    minPosition: t.field({
      type: 'Position',
      description:
        'What the answer has to include, as a mutation answered it. Waits briefly, then says PROJECTION_BEHIND.',
    }),
  }));
}

export async function viewFor(args: ViewArguments, context: GraphqlContext): Promise<View> {
  return context.viewOf({
    asOf: dateInIfGiven(args.asOf, 'asOf'),
    knownAt: await knownAtOf(args.knownAt, context),
    minPosition: args.minPosition ?? undefined,
  });
}

/** The view of a page and the row it goes on from: with a cursor, the view of the page that the cursor stands on. */
export async function viewForPage(
  args: ViewArguments & { readonly after?: string | null | undefined },
  context: GraphqlContext,
): Promise<{ readonly view: View; readonly after: string | undefined }> {
  if (typeof args.after !== 'string') return { view: await viewFor(args, context), after: undefined };
  const { asOf, ordinal, row } = readCursor(args.after);
  if (typeof args.asOf === 'string' && args.asOf !== asOf) {
    throw badInput('asOf', 'the day of the earlier pages, or none at all');
  }
  return { view: await context.viewOf({ asOf, knownAt: { ordinal } }), after: row };
}

async function knownAtOf(knownAt: KnownAt | null | undefined, context: GraphqlContext) {
  if (typeof knownAt?.instant === 'string') return { instant: instantIn(knownAt.instant, 'knownAt.instant') };
  if (typeof knownAt?.position !== 'string') return undefined;
  return { ordinal: await ordinalOf(knownAt.position, 'knownAt.position', context) };
}

export async function ordinalOf(position: string, inputPath: string, context: GraphqlContext): Promise<number> {
  const ordinal = await context.journal.ordinalOf(position);
  if (ordinal === undefined) throw failure('POSITION_UNKNOWN', { inputPath });
  return ordinal;
}
