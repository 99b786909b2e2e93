import type { Entry } from '#ledger/entry.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { rowsIn } from '../arguments.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import { badInput } from '../failures.ts';
import type { SchemaParts } from '../parts.ts';
import { knowledgeArguments, viewForPage } from '../view.ts';
import { entriesAt, entryAt } from './audit-trail.ts';
import type { EntryRef } from './entry.ts';

interface CutOffEntry {
  readonly entry: Entry;
  readonly effectiveMonth: string;
  readonly recordedMonth: string;
}

interface LateEntry {
  readonly entry: Entry;
  readonly countsFrom: CalendarDate;
}

/** Lists of entries whose date and whose recording belong to different periods. */
export function addCutOff(parts: SchemaParts, entry: EntryRef): void {
  const { builder, knownAt } = parts;
  const row = builder.objectRef<CutOffEntry>('CutOffEntry').implement({
    description: 'An entry of one month that was recorded in another.',
    fields: (t) => ({
      entry: t.expose('entry', { type: entry, description: 'The entry.' }),
      effectiveMonth: t.exposeString('effectiveMonth', { description: 'YYYY-MM of its effective date.' }),
      recordedMonth: t.exposeString('recordedMonth', {
        description: 'YYYY-MM in which it was recorded, in the time zone of the ledger.',
      }),
    }),
  });
  const connection = addFigureConnection(builder, parts, { name: 'CutOff', node: row, what: 'entries, newest first' });
  builder.queryField('cutOff', (t) =>
    t.field({
      type: connection,
      description:
        'The cut-off list: entries that were recorded in another month than the one they are dated in, newest first.',
      authScopes: { mayRead: 'HISTORY' },
      args: {
        effectiveMonth: t.arg.string({ description: 'Only what is dated in this month, YYYY-MM.' }),
        recordedMonth: t.arg.string({ description: 'Only what was recorded in this month, YYYY-MM.' }),
        ...knowledgeArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const filter = {
          effectiveMonth: monthIfGiven(args.effectiveMonth, 'effectiveMonth'),
          recordedMonth: monthIfGiven(args.recordedMonth, 'recordedMonth'),
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.cutOff(view, filter, { first, after });
        const entries = await entriesAt(new Set(page.rows.map(({ ordinal }) => ordinal)), context.journal);
        return connectionOf(view, page, after === undefined, ({ ordinal, effectiveMonth, recordedMonth }) => {
          return { entry: entryAt(entries, ordinal), effectiveMonth, recordedMonth };
        });
      },
    }),
  );
}

export function addLateEntries(parts: SchemaParts, entry: EntryRef): void {
  const { builder, knownAt } = parts;
  const row = builder.objectRef<LateEntry>('LateEntry').implement({
    description: 'An entry that reached the journal after its period was closed.',
    fields: (t) => ({
      entry: t.expose('entry', { type: entry, description: 'The entry, with the day it was meant for.' }),
      countsFrom: t.expose('countsFrom', {
        type: 'CalendarDate',
        description: 'The day from which every figure counts it: the first open one when it was recorded.',
      }),
    }),
  });
  const connection = addFigureConnection(builder, parts, {
    name: 'LateEntry',
    node: row,
    what: 'late entries, newest first',
  });
  builder.queryField('lateEntries', (t) =>
    t.field({
      type: connection,
      description:
        'The exception list of closings: entries that a store carried out after their period was closed. Closed figures do not move; they count from the first open day.',
      authScopes: { mayRead: 'HISTORY' },
      args: { ...knowledgeArguments(builder, knownAt), ...pageArguments(builder) },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.lateEntries(view, { first, after });
        const entries = await entriesAt(new Set(page.rows.map(({ ordinal }) => ordinal)), context.journal);
        return connectionOf(view, page, after === undefined, ({ ordinal, countsFrom }) => {
          return { entry: entryAt(entries, ordinal), countsFrom };
        });
      },
    }),
  );
}

function monthIfGiven(text: string | null | undefined, inputPath: string): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw badInput(inputPath, 'a month, YYYY-MM');
  return text;
}
