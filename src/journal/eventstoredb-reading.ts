import type { Entry } from '#ledger/entry.ts';
import { codec } from './codec.ts';
import { entryOfEvent } from './eventstoredb-events.ts';
import { EventStoreDbServer } from './eventstoredb-server.ts';
import { usualTiming } from './eventstoredb-timing.ts';
import { Unavailable } from './journal.ts';
import { JournalCopyPlaces } from './journal-copy-places.ts';
import { instantOf } from './recorded-time.ts';
import { SqliteReader } from './sqlite-reader.ts';

interface ServerSource {
  readonly server: EventStoreDbServer;
  readonly places: JournalCopyPlaces;
  readonly ledgerId: string;
  /** Resolves when the copy has a stream up to a revision; rejects with `Unavailable`. */
  readonly arrived: (revision: number, commit: bigint | undefined) => Promise<void>;
}

interface Stretch {
  readonly stream: string;
  readonly fromRevision: number;
  readonly limit: number;
}

/** Entries of a stream as the server has them, with the places that the copy gives them. Rejects with `Unavailable` where the two disagree. */
export async function readOnServer(
  { server, places, ledgerId, arrived }: ServerSource,
  { stream, fromRevision, limit }: Stretch,
): Promise<readonly Entry[]> {
  const from = Math.max(0, fromRevision);
  if (limit <= 0) return [];
  const read = await server.read(stream, from, limit);
  const entries = read.map(entryOfEvent);
  const last = entries.at(-1)?.revision ?? from - 1;
  const isWhole = entries.every(({ revision }, index) => revision === from + index);
  // A stream that was cut off or deleted answers as if it had never been there.
  const known = Math.min(places.revisionOf(stream), from + limit - 1);
  if (!isWhole || last < known) throw new Unavailable('the server has lost entries of a stream');
  await arrived(last, read.at(-1)?.position?.commit);
  const placed = places.placesOf(stream, from, entries.length);
  return entries.map(({ id, type, version, body }, index) => {
    const place = placed[index];
    if (place?.id !== id) throw new Unavailable('the copy of the journal differs from the server');
    const { revision, ordinal, recordedAt } = place;
    const at = { id, ledgerId, stream, revision, ordinal, recordedAt: instantOf(recordedAt) };
    return codec.decode(at, type, version, body);
  });
}

/**
 * For whoever holds the copy that another process keeps against the server: the whole is read from the copy, and each stream from the
 * server, as far as the copy has it.
 */
export class EventStoreDbComparison extends SqliteReader {
  readonly #server: EventStoreDbServer;
  readonly #places: JournalCopyPlaces;

  constructor(connectionString: string, file: string) {
    super(file);
    this.#server = new EventStoreDbServer(connectionString, usualTiming);
    this.#places = new JournalCopyPlaces(file);
  }

  override readStream(stream: string, fromRevision = 0, limit = Number.MAX_SAFE_INTEGER): Promise<readonly Entry[]> {
    const { ledgerId } = this;
    const known = this.#places.revisionOf(stream) - fromRevision + 1;
    const source = { server: this.#server, places: this.#places, ledgerId, arrived: async () => undefined };
    return readOnServer(source, { stream, fromRevision, limit: Math.min(limit, known) });
  }

  override close(): void {
    super.close();
    this.#places.close();
    void this.#server.close();
  }
}
