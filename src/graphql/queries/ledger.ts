import type { LedgerTerms } from '#ledger/books.ts';
import type { ReadStatus } from '#read-models/read-status.ts';
import type { Builder } from '../builder.ts';
import type { SchemaParts } from '../parts.ts';

interface LedgerStatus {
  readonly ledgerId: string;
  readonly terms: LedgerTerms | undefined;
  readonly head: { readonly ordinal: number; readonly recordedAt: string | undefined };
  readonly reading: ReadStatus;
}

export function addLedger({ builder, enums }: SchemaParts): void {
  const ledger = addLedgerType(builder, addTerms(builder, enums.ledgerMode));
  builder.queryField('ledger', (t) =>
    t.field({
      type: ledger,
      description: 'The ledger itself: what it was opened with, its last entry, and how far its figures are.',
      authScopes: { mayRead: 'FIGURES' },
      resolve: async (_root, _args, { journal, readModels, terms }) => {
        const [opened, head, reading] = await Promise.all([terms(), journal.head(), readModels.status()]);
        return { ledgerId: journal.ledgerId, terms: opened, head, reading };
      },
    }),
  );
}

function addTerms(builder: Builder, mode: SchemaParts['enums']['ledgerMode']) {
  return builder.objectRef<LedgerTerms>('LedgerTerms').implement({
    description: 'What a ledger was opened with; fixed for ever.',
    fields: (t) => ({
      openedOn: t.expose('openedOn', {
        type: 'CalendarDate',
        description: 'Nothing but opening items lies before it.',
      }),
      baseCurrency: t.exposeString('baseCurrency', { description: 'The currency the books are kept in.' }),
      timeZone: t.exposeString('timeZone', { description: 'Decides which day it is in this ledger.' }),
      mode: t.expose('mode', { type: mode, description: 'Live books, or a sandbox.' }),
      fiscalYearStartMonth: t.exposeInt('fiscalYearStartMonth', { description: '1 to 12.' }),
    }),
  });
}

function addLedgerType(builder: Builder, terms: ReturnType<typeof addTerms>) {
  return builder.objectRef<LedgerStatus>('Ledger').implement({
    description: 'The books of one legal entity.',
    fields: (t) => ({
      ledgerId: t.exposeString('ledgerId', { description: 'Its id.' }),
      terms: t.expose('terms', {
        type: terms,
        nullable: true,
        description: 'What it was opened with; null before that.',
      }),
      head: t.field({
        type: 'Position',
        description: 'The last entry recorded.',
        resolve: ({ head }, _args, { journal }) => journal.tokenOf(head.ordinal),
      }),
      lastRecordedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When the last entry was recorded.',
        resolve: ({ head }) => head.recordedAt,
      }),
      checkpoint: t.field({
        type: 'Position',
        description: 'Figures include everything up to here.',
        resolve: ({ reading }, _args, { journal }) => journal.tokenOf(reading.checkpoint),
      }),
      entriesBehind: t.int({
        description: 'How many recorded entries figures do not include yet.',
        resolve: ({ head, reading }) => Math.max(0, head.ordinal - reading.checkpoint),
      }),
      stopped: t.boolean({
        description: 'The read side has met an entry that it does not understand and includes nothing after it.',
        resolve: ({ reading }) => reading.stopped !== undefined,
      }),
      rebuilding: t.boolean({
        description: 'The read side is being built anew beside the one that answers.',
        resolve: ({ reading }) => reading.rebuilding,
      }),
    }),
  });
}
