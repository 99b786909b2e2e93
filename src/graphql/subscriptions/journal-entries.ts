import type { Entry } from '#ledger/entry.ts';
import type { GraphqlContext } from '../context.ts';
import { failure } from '../failures.ts';
import type { SchemaParts } from '../parts.ts';
import type { EntryRef } from '../queries/entry.ts';
import { ordinalOf } from '../view.ts';
import { streamOf } from './streams.ts';

/** Entries read at once: what a stream holds in memory while its client is slow. */
const pageSize = 200;

/** The journal as it grows. An entry is its own bookmark: `after` its position goes on exactly behind it. */
export function addJournalEntries({ builder }: SchemaParts, entry: EntryRef): void {
  builder.subscriptionField('journalEntries', (t) =>
    t.field({
      type: entry,
      description:
        'Every entry of the journal after a position, in order, each once: first those that are there, then new ones as ' +
        'they become durable. The stream never ends by itself; when it breaks or completes, subscribe again with `after` ' +
        'the position of the last entry seen, and nothing is lost or doubled.',
      authScopes: { mayRead: 'HISTORY' },
      args: {
        after: t.arg({ type: 'Position', description: 'Entries after this one; from the first when left out.' }),
      },
      subscribe: async (_root, args, context) => {
        const after = await startOf(args.after, context);
        return streamOf(context, (signal) => entriesAfter(after, signal, context));
      },
      resolve: (event) => event,
    }),
  );
}

/** Where a stream goes on. A position beyond the last entry would wait for entries that are not the next ones. */
export async function startOf(after: string | null | undefined, context: GraphqlContext): Promise<number> {
  if (typeof after !== 'string') return 0;
  const ordinal = await ordinalOf(after, 'after', context);
  const { ordinal: head } = await context.journal.head();
  if (ordinal > head) throw failure('POSITION_UNKNOWN', { inputPath: 'after' });
  return ordinal;
}

async function* entriesAfter(
  after: number,
  signal: AbortSignal,
  { journal, journalWatch }: GraphqlContext,
): AsyncGenerator<Entry, void, undefined> {
  const watch = await journalWatch.watch();
  let last = after;
  try {
    while (!signal.aborted) {
      const page = await journal.readAll(last, pageSize);
      for (const entry of page) {
        yield entry;
        last = entry.ordinal;
      }
      if (page.length === 0) await watch.changed(signal);
    }
  } finally {
    watch.end();
  }
}
