import type { Entry } from '#ledger/entry.ts';
import { rowsIn } from '../arguments.ts';
import { addConnection, type Connection } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { ordinalOf } from '../view.ts';
import type { EntryRef } from './entry.ts';

/** The whole journal from a position on, in order. Its entries never change, so its cursors are positions. */
export function addJournal(parts: SchemaParts, entry: EntryRef): void {
  const { builder } = parts;
  const entries = addConnection(builder, {
    name: 'Journal',
    node: entry,
    what: 'entries in the order of recording',
  });
  builder.queryField('journal', (t) =>
    t.field({
      type: entries,
      description:
        'The journal from a position on, in the order of recording. At the end `hasNextPage` is false; ask again later ' +
        'with the same `after` for what has been recorded since.',
      authScopes: { mayRead: 'HISTORY' },
      args: {
        after: t.arg({ type: 'Position', description: 'Entries after this one; from the first when left out.' }),
        first: t.arg.int({ description: 'Rows a page, 1 to 200; 50 when left out.' }),
      },
      resolve: async (_root, args, context): Promise<Connection<Entry>> => {
        const first = rowsIn(args.first);
        const after = typeof args.after === 'string' ? await ordinalOf(args.after, 'after', context) : 0;
        const read = await context.journal.readAll(after, first + 1);
        const edges = read.slice(0, first).map((node) => ({ cursor: context.journal.tokenOf(node.ordinal), node }));
        return {
          edges,
          pageInfo: {
            hasNextPage: read.length > first,
            hasPreviousPage: after > 0,
            startCursor: edges[0]?.cursor ?? null,
            endCursor: edges.at(-1)?.cursor ?? null,
          },
        };
      },
    }),
  );
}
