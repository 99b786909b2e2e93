import { z } from 'zod';
import type { Fact } from './events.ts';
import { dateText, identifier } from './text.ts';

/** Who did it, as opaque ids. A service that acts for a person names that person. */
const actorSchema = z.strictObject({
  kind: z.enum(['PERSON', 'SERVICE']),
  id: identifier,
  role: identifier,
  onBehalfOf: identifier.optional(),
});

export type Actor = z.infer<typeof actorSchema>;

/**
 * What every entry carries besides its fact, as the caller's side of the journal writes it.
 *
 * WARNING: stored for ever, sealed as RFC 8785 canonical JSON: strings without lone surrogates, safe
 * integers, booleans, arrays, objects; never null.
 */
export const envelopeSchema = z.strictObject({
  actor: actorSchema,
  /** The caller's command id, and the SHA-256 of the command's content by which a retry is recognised. */
  command: z.strictObject({
    id: identifier,
    name: identifier,
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    hashVersion: z.literal(1),
  }),
  correlationId: identifier,
  causationId: identifier.optional(),
  reasonCode: identifier.optional(),
  reference: identifier.optional(),
  source: z.strictObject({ system: identifier, id: identifier }).optional(),
  /** The command that it corrects, and the first business day on which that one counts: what period is corrected stands in the entry. */
  corrects: z.strictObject({ commandId: identifier, effectiveDate: dateText }).optional(),
  /** Versions of the lists that decided the entry. */
  versions: z.strictObject({ currencyTable: identifier.optional(), reasonList: identifier.optional() }),
  effectiveDate: dateText,
});

export type Correction = NonNullable<Envelope['corrects']>;

type Envelope = z.infer<typeof envelopeSchema>;

/** Where and when the journal put it. `ordinal` counts the ledger's entries 1..N, the same on every engine. */
export interface Place {
  readonly id: string;
  readonly ledgerId: string;
  readonly stream: string;
  readonly revision: number;
  readonly ordinal: number;
  /** RFC 3339 in UTC with milliseconds; never goes backwards along the ordinals. */
  readonly recordedAt: string;
}

/** One line of the journal: a fact, everything about its making, and its place. */
export type Entry = Place & Omit<Envelope, 'effectiveDate'> & { readonly version: number } & Fact;

/** An entry before the journal has given it a place. */
export type NewEntry = Pick<Place, 'id'> & Omit<Envelope, 'effectiveDate'> & { readonly version: number } & Fact;
