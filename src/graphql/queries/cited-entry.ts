import type { Entry } from '#ledger/entry.ts';
import type { Builder, SchemaTypes } from '../builder.ts';
import type { Enums } from '../enums.ts';

export type CitedEntryRef = PothosSchemaTypes.ObjectRef<SchemaTypes, Entry>;

/** An entry for whoever may see figures, but not the history behind them. */
export function addCitedEntry(builder: Builder, enums: Enums): CitedEntryRef {
  return builder.objectRef<Entry>('CitedEntry').implement({
    description: 'An entry as a statement shows it: what and when, without who and why. `auditTrail` has the rest.',
    fields: (t) => ({
      entryId: t.exposeString('id', { description: 'Of the entry, for ever.' }),
      position: t.field({
        type: 'Position',
        description: 'Its place in the journal.',
        resolve: ({ ordinal }, _args, { journal }) => journal.tokenOf(ordinal),
      }),
      revision: t.exposeInt('revision', { description: 'Its place in the stream of the account, counted from 0.' }),
      type: t.expose('type', { type: enums.entryType, description: 'What happened.' }),
      effectiveDate: t.expose('effectiveDate', {
        type: 'CalendarDate',
        description: 'The business day on which it counts.',
      }),
      recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was recorded.' }),
    }),
  });
}
