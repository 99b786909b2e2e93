import { z } from 'zod';
import { type Entry, envelopeSchema, type NewEntry, type Place } from '#ledger/entry.ts';
import { currentVersion, eventSchemas } from '#ledger/events.ts';
import { canonicalJson, Unstorable } from './canonical-json.ts';
import { type Shape, shapeOf } from './codec-shape.ts';
import { climb, type Ladder, type StoredBody, upcasters } from './upcasters.ts';

/**
 * An entry as every engine stores it.
 *
 * WARNING: stored for ever. `body` is the RFC 8785 text of everything the writer said about the entry:
 * actor, causationId, command, correlationId, corrects, data, effectiveDate, reasonCode, reference, source, versions.
 * Not in it is what an engine keeps in columns of its own: the id, type and version here, and the place
 * (stream, revision, ordinal, recorded time). Nothing is kept twice, so no two copies can disagree; an engine
 * that shows the effective date in a list reads it out of the body.
 *
 * Text, so that anyone who can open the file can read the books; canonical, so that a later seal can hash the bytes that
 * are there instead of trusting a program to write them again.
 */
export interface StoredEntry {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly body: string;
}

/** The journal holds something this version of the code does not know. It is never skipped. */
export class UnknownEntry extends Error {
  override readonly name = 'UnknownEntry';
}

/** The journal holds an entry whose stored form breaks its own catalogue: a corrupt book. */
export class CorruptEntry extends Error {
  override readonly name = 'CorruptEntry';
}

/** What is known of events: shapes by name and version, and the steps between versions. */
export interface Catalogue {
  readonly schemas: Readonly<Record<string, Readonly<Record<number, z.ZodType>>>>;
  readonly current: Readonly<Record<string, number>>;
  readonly ladder: Ladder;
}

export interface Codec {
  /** Throws `Unstorable` for what the catalogue does not allow: once in the journal, nobody could read it. */
  readonly encode: (entry: NewEntry) => StoredEntry;
  /** Throws `UnknownEntry` or `CorruptEntry`. The entry has the version that is current today. */
  readonly decode: (place: Place, type: string, version: number, body: string) => Entry;
}

export function codecOf({ schemas, current, ladder }: Catalogue): Codec {
  const shapes = bodyShapes(schemas);
  const shapeFor = (type: string, version: number): BodyShape => {
    const shape = shapes.get(type)?.[version];
    if (shape === undefined)
      throw new UnknownEntry(`This version of the ledger knows no ${type} of version ${version}`);
    return shape;
  };
  return {
    encode: ({ id, type, version, ...body }) => ({
      id,
      type,
      version,
      body: written(shapeFor(type, version), body, type),
    }),
    decode(place, type, version, text) {
      const stored = proven(shapeFor(type, version), parseBody(text, place), place);
      const newest = current[type] ?? version;
      const body =
        newest === version
          ? stored
          : proven(shapeFor(type, newest), climb(ladder, type, version, newest, stored), place);
      // Proven just above, by the shape of this very type and version.
      return { ...body, ...place, type, version: newest } as unknown as Entry;
    },
  };
}

interface BodyShape extends Shape {
  readonly schema: z.ZodType<StoredBody>;
}

/** One shape for each body, composed once. */
function bodyShapes(schemas: Catalogue['schemas']): ReadonlyMap<string, readonly (BodyShape | undefined)[]> {
  return new Map(
    Object.entries(schemas).map(([type, versions]) => {
      const byVersion: BodyShape[] = [];
      for (const [version, data] of Object.entries(versions)) {
        const schema = z.strictObject({ ...envelopeSchema.shape, data });
        byVersion[Number(version)] = { schema, ...shapeOf(schema) };
      }
      return [type, byVersion];
    }),
  );
}

function written(shape: BodyShape, body: unknown, type: string): string {
  if (shape.accepts(body)) return shape.write(body);
  const text = canonicalJson(body);
  if (!shape.schema.safeParse(body).success) throw new Unstorable(`A ${type} does not have the shape of its catalogue`);
  return text;
}

function parseBody(text: string, place: Place): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CorruptEntry(`The entry at ordinal ${place.ordinal} is not JSON`);
  }
}

function proven(shape: BodyShape, body: unknown, place: Place): StoredBody {
  if (shape.accepts(body)) return body as StoredBody;
  const result = shape.schema.safeParse(body);
  if (result.success) return result.data;
  const paths = result.error.issues.map((issue) => issue.path.join('.'));
  throw new CorruptEntry(`The entry at ordinal ${place.ordinal} breaks its catalogue at ${paths.join(', ')}`);
}

/** The codec of the ledger's own events. */
export const codec: Codec = codecOf({ schemas: eventSchemas, current: currentVersion, ladder: upcasters });
