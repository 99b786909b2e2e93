import type { Entry } from '#ledger/entry.ts';
import type { AdjustmentKind } from '#ledger/events.ts';
import {
  type RegisterKind,
  type RegisterLine,
  registerKinds,
  registerOf,
  registerTypes,
} from '#projections/register.ts';
import type { AuditFilter, View } from '#read-models/read-models.ts';
import { rowsIn } from '../arguments.ts';
import { addFigureConnection, type Connection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { GraphqlContext } from '../context.ts';
import { writeCursor } from '../cursor.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewForPage } from '../view.ts';
import { addRegisterLine } from './adjustment-line.ts';
import { type AuditFilterInput, amountAtLeastMeans, auditFilterOf, entriesAt, entryAt } from './audit-trail.ts';
import type { EntryRef } from './entry.ts';

/** Entries looked at for one page, where only some kinds of adjustment are wanted: a page may be short, its endCursor goes on. */
const mostLooked = 4_000;
const lookedAtOnce = 200;

interface RegisterFilter extends Omit<AuditFilterInput, 'types'> {
  readonly kinds?: readonly RegisterKind[] | null | undefined;
  readonly adjustmentKinds?: readonly AdjustmentKind[] | null | undefined;
}

export function addAdjustments(parts: SchemaParts, entry: EntryRef): void {
  const { builder, knownAt } = parts;
  const filter = addFilter(parts);
  const connection = addFigureConnection(builder, parts, {
    name: 'RegisterLine',
    node: addRegisterLine(parts, entry),
    what: 'lines of the compliance register, newest first',
  });
  builder.queryField('adjustments', (t) =>
    t.field({
      type: connection,
      description:
        'The compliance register: everything that lowered what somebody owes, or raised it back. Adjustments, waivers, ' +
        'write-offs, credits and voids of charges, each with why, who, what the charge was worth before and after, and what ' +
        'took it back. Everything recorded in the view is listed, whatever its effective date.',
      authScopes: { mayRead: 'HISTORY' },
      args: {
        filter: t.arg({ type: filter, description: 'Which lines.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const wanted = await wantedOf(args.filter ?? {}, context);
        const { view, after } = await viewForPage(args, context);
        return pageOf(await foundAfter(view, wanted, { first, after }, context), view, after === undefined, context);
      },
    }),
  );
}

interface Wanted {
  readonly audit: AuditFilter;
  readonly adjustmentKinds: readonly AdjustmentKind[] | undefined;
}

async function wantedOf(
  { kinds, adjustmentKinds, ...filter }: RegisterFilter,
  context: GraphqlContext,
): Promise<Wanted> {
  const asked = adjustmentKinds ?? undefined;
  const among = kinds ?? registerKinds;
  const types = registerTypes(asked === undefined ? among : among.filter((kind) => kind === 'ADJUSTMENT'));
  return { audit: await auditFilterOf({ ...filter, types }, context), adjustmentKinds: asked };
}

interface Found {
  readonly rows: readonly { readonly cursor: string; readonly entry: Entry }[];
  readonly hasNextPage: boolean;
  /** The last row that was looked at, wanted or not. */
  readonly end: string | undefined;
}

/** The audit index does not know kinds of adjustments, so where only some are wanted it is read on until there are enough. */
async function foundAfter(
  view: View,
  { audit, adjustmentKinds }: Wanted,
  { first, after }: { readonly first: number; readonly after: string | undefined },
  { readModels, journal }: GraphqlContext,
): Promise<Found> {
  const isWanted = ({ type, data }: Entry): boolean =>
    adjustmentKinds === undefined || (type === 'ChargeAdjusted' && adjustmentKinds.includes(data.kind));
  const rows: { readonly cursor: string; readonly entry: Entry }[] = [];
  let end = after;
  for (let looked = 0; looked < mostLooked; looked += lookedAtOnce) {
    const page = await readModels.audit(view, audit, { first: lookedAtOnce, after: end });
    const entries = await entriesAt(new Set(page.rows.map(({ ordinal }) => ordinal)), journal);
    for (const [index, { ordinal, cursor }] of page.rows.entries()) {
      const entry = entryAt(entries, ordinal);
      end = cursor;
      if (isWanted(entry)) rows.push({ cursor, entry });
      const isLast = index === page.rows.length - 1;
      if (rows.length === first) return { rows, hasNextPage: page.hasNextPage || !isLast, end };
    }
    if (!page.hasNextPage) return { rows, hasNextPage: false, end };
  }
  return { rows, hasNextPage: true, end };
}

async function pageOf(
  found: Found,
  view: View,
  isFirstPage: boolean,
  context: GraphqlContext,
): Promise<Connection<RegisterLine<Entry>> & Viewed> {
  const lines = await linesOf(new Set(found.rows.map(({ entry }) => entry.stream)), view, context);
  const page = connectionOf(view, found, isFirstPage, ({ entry }) => {
    const line = lines.get(entry.ordinal);
    if (line === undefined) throw new Error('the register lacks an entry that the audit index names');
    return line;
  });
  const { asOf, ordinal } = view;
  const endCursor = found.end === undefined ? null : writeCursor({ asOf, ordinal, row: found.end });
  return { ...page, pageInfo: { ...page.pageInfo, endCursor } };
}

/** The register of each account, as known in the view, by ordinal. */
async function linesOf(
  streams: ReadonlySet<string>,
  view: View,
  { journal }: GraphqlContext,
): Promise<ReadonlyMap<number, RegisterLine<Entry>>> {
  const lines = new Map<number, RegisterLine<Entry>>();
  for (const stream of streams) {
    const entries = await journal.readStream(stream);
    for (const line of registerOf(entries.filter(({ ordinal }) => ordinal <= view.ordinal)))
      lines.set(line.entry.ordinal, line);
  }
  return lines;
}

function addFilter({ builder, enums }: SchemaParts) {
  return builder.inputType('AdjustmentFilter', {
    description: 'Which lines of the register; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      kinds: t.field({ type: [enums.registerKind], description: 'Of one of these kinds.' }),
      adjustmentKinds: t.field({
        type: [enums.adjustmentKind],
        description: 'Only adjustments, of one of these kinds.',
      }),
      reasonCode: t.string({ description: 'With this reason.' }),
      actorId: t.string({ description: 'Recorded by this person or program.' }),
      commandId: t.string({ description: 'Recorded by this command.' }),
      effectiveFrom: t.field({ type: 'CalendarDate', description: 'Effective on or after this day.' }),
      effectiveTo: t.field({ type: 'CalendarDate', description: 'Effective on or before this day.' }),
      recordedFrom: t.field({ type: 'DateTime', description: 'Recorded at or after this instant.' }),
      recordedTo: t.field({ type: 'DateTime', description: 'Recorded at or before this instant.' }),
      amountAtLeast: t.field({
        type: 'Money',
        description: amountAtLeastMeans,
      }),
    }),
  });
}
