import { type EventData, jsonEvent, type RecordedEvent } from '@eventstore/db-client';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import type { StoredEntry } from './codec.ts';
import type { Retention } from './journal-copy.ts';
import { instantOf, millisecondsOf } from './recorded-time.ts';

/**
 * An entry as EventStoreDB keeps it: the event's id and type are the entry's, its data is the body, its metadata what the
 * other engines keep in columns.
 *
 * WARNING: stored for ever. Not in it is what the server numbers itself: stream, revision and position.
 */
const metadataSchema = z.strictObject({ recordedAt: z.iso.datetime(), version: z.int().min(1) });

/** What every body says of its command; the codec proves the rest where the entry is read. */
const commandSchema = z.looseObject({ command: z.looseObject({ id: z.string().min(1), hash: z.string().min(1) }) });

/** An entry with the place that the server gave it. */
export interface ServerEntry extends StoredEntry {
  readonly stream: string;
  readonly revision: number;
  /** Milliseconds since 1970, by the clock of who wrote it. */
  readonly recordedAt: number;
  readonly command: { readonly id: string; readonly hash: string };
}

/** Something in a stream of the ledger that no ledger wrote: never skipped. */
export class NotAnEntry extends Error {
  override readonly name = 'NotAnEntry';
}

/** `recordedAt` in milliseconds since 1970. */
export function eventOf({ id, type, version, body }: StoredEntry, recordedAt: number): EventData {
  // Out of its text: what the client cannot write as JSON, as a BigInt, would hang its append.
  return jsonEvent({ id, type, data: JSON.parse(body), metadata: { recordedAt: instantOf(recordedAt), version } });
}

/** Throws `NotAnEntry`. */
export function entryOfEvent(event: RecordedEvent): ServerEntry {
  const { streamId: stream, id, type } = event;
  const revision = Number(event.revision);
  const metadata = metadataSchema.safeParse(event.metadata);
  const said = commandSchema.safeParse(event.data);
  if (!event.isJson || !metadata.success || !said.success) {
    throw new NotAnEntry(`revision ${revision} of a stream of the ledger is no entry of a ledger`);
  }
  const { version, recordedAt } = metadata.data;
  const { command } = said.data;
  const body = canonicalJson(event.data);
  return { id, type, version, stream, revision, command, body, recordedAt: millisecondsOf(recordedAt) };
}

/** Metadata that makes a server forget entries, at once or when it next cleans up. A soft deletion is a `$tb` as well. */
const keysThatLose = ['$maxAge', '$maxCount', '$tb'] as const;

/** What is set for a stream from this event on; undefined where the event is no metadata. */
export function retentionOfEvent({ streamId, data }: RecordedEvent): Retention | undefined {
  if (!streamId.startsWith('$$')) return undefined;
  const metadata = typeof data === 'object' && data !== null ? data : {};
  return { retained: streamId.slice(2), keys: keysThatLose.filter((key) => Object.hasOwn(metadata, key)) };
}
