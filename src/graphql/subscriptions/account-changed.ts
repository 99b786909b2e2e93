import type { Entry } from '#ledger/entry.ts';
import { idIn } from '../arguments.ts';
import type { GraphqlContext, JournalBook } from '../context.ts';
import type { SchemaParts } from '../parts.ts';
import type { AccountRef } from '../queries/accounts.ts';
import type { CitedEntryRef } from '../queries/cited-entry.ts';
import { startOf } from './journal-entries.ts';
import { streamOf } from './streams.ts';

/** Entries of one event at most; a client that comes back after a long time gets several. */
const pageSize = 200;

/** What was recorded on an account since the event before: everything once, together if it came together. */
interface AccountChange {
  readonly accountId: string;
  readonly entries: readonly Entry[];
  readonly last: Entry;
}

export function addAccountChanged(parts: SchemaParts, account: AccountRef, cited: CitedEntryRef): void {
  const { builder } = parts;
  const change = addChange(parts, account, cited);
  builder.subscriptionField('accountChanged', (t) =>
    t.field({
      type: change,
      description:
        'An event whenever something is recorded on the account, with its figures. Entries that were recorded while the ' +
        'client was busy come together, each once. To resume, subscribe with `after` the position of the last event.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        accountId: t.arg.string({
          required: true,
          description: 'The account; it may be one that is still to be opened.',
        }),
        after: t.arg({
          type: 'Position',
          description: 'Changes after this position; those from now on when left out.',
        }),
      },
      subscribe: async (_root, args, context) => {
        const accountId = idIn(args.accountId, 'accountId');
        const isResumed = typeof args.after === 'string';
        const after = isResumed ? await startOf(args.after, context) : (await context.journal.head()).ordinal;
        return streamOf(context, (signal) => changesAfter(accountId, after, signal, context));
      },
      resolve: (event) => event,
    }),
  );
}

async function* changesAfter(
  accountId: string,
  after: number,
  signal: AbortSignal,
  { journal, journalWatch, streamOf: streamOfAccount }: GraphqlContext,
): AsyncGenerator<AccountChange, void, undefined> {
  const stream = streamOfAccount(accountId);
  const watch = await journalWatch.watch(stream);
  try {
    let revision = await firstRevisionAfter(journal, stream, after);
    while (!signal.aborted) {
      const entries = await journal.readStream(stream, revision, pageSize);
      const last = entries.at(-1);
      if (last === undefined) {
        await watch.changed(signal);
      } else {
        yield { accountId, entries, last };
        revision = last.revision + 1;
      }
    }
  } finally {
    watch.end();
  }
}

/** Found by halving: a large account is not read from its beginning to resume at its end. */
async function firstRevisionAfter(journal: JournalBook, stream: string, ordinal: number): Promise<number> {
  let low = 0;
  let high = 1;
  const isAfter = async (revision: number): Promise<boolean> => {
    const [entry] = await journal.readStream(stream, revision, 1);
    return entry === undefined || entry.ordinal > ordinal;
  };
  while (!(await isAfter(high - 1))) {
    low = high;
    high *= 2;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function addChange({ builder }: SchemaParts, account: AccountRef, entry: CitedEntryRef) {
  return builder.objectRef<AccountChange>('AccountChange').implement({
    description: 'What was recorded on an account since the event before.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      position: t.field({
        type: 'Position',
        description: 'Of the last of its entries: resume with it as `after`.',
        resolve: ({ last }, _args, { journal }) => journal.tokenOf(last.ordinal),
      }),
      revision: t.int({
        description: 'Of the last of its entries in the stream of the account, counted from 0.',
        resolve: ({ last }) => last.revision,
      }),
      entries: t.expose('entries', { type: [entry], description: 'What was recorded, in order, 1 to 200.' }),
      account: t.field({
        type: account,
        nullable: true,
        description:
          'The account as known right after these entries, as of today. Null with PROJECTION_BEHIND where the figures do ' +
          'not get there in time; the event stands all the same.',
        resolve: async ({ accountId, last }, _args, { readModels }) => {
          // Not the view of the request: that is one for ever, and this stream goes on.
          const view = await readModels.view({ knownAt: { ordinal: last.ordinal } });
          const row = await readModels.account(view, accountId);
          return row === undefined ? undefined : { ...row, view };
        },
      }),
    }),
  });
}
