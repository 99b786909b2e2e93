import type { Actor, Correction, Entry, Place } from '#ledger/entry.ts';
import type { Fact } from '#ledger/events.ts';

/** What the figures are made of: an entry without what only its audit needs. Every Entry is one. */
export type BookEntry = Pick<Place, 'id' | 'stream' | 'revision' | 'ordinal' | 'recordedAt'> & {
  readonly actor: Pick<Actor, 'id'>;
  readonly reasonCode?: string | undefined;
  readonly corrects?: Correction | undefined;
  readonly source?: Entry['source'];
} & Fact;
