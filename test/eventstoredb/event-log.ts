import { deleted, type Retention, retentionOf, truncatedBefore } from './stream-metadata.ts';

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Recorded extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  /** Place in $all: rises, but never by one. */
  readonly position: bigint;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';

export type AppendOutcome =
  | { readonly kind: 'APPENDED'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly kind: 'WRONG_REVISION'; readonly current: bigint | undefined }
  | { readonly kind: 'STREAM_DELETED' }
  | { readonly kind: 'TOO_LARGE' };

export type StreamRead =
  | { readonly kind: 'EVENTS'; readonly events: readonly Recorded[] }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'STREAM_DELETED' };

/** What one append may carry with the settings a server comes with. */
export const maxAppendSize = 1024 * 1024;

/** The log of a server: its streams and $all, with the rules of EventStoreDB about what may be appended where. */
export class EventLog {
  #all: Recorded[] = [];
  readonly #streams = new Map<string, Recorded[]>();
  readonly #listeners = new Set<() => void>();
  #position = 1_168n;

  append(stream: string, expected: Expected, proposed: readonly Proposed[]): AppendOutcome {
    const isDeleted = this.retention(stream).truncateBefore === deleted;
    const mustExist = expected === 'stream_exists';
    if (this.#isDeletedForEver(stream) || (isDeleted && mustExist)) return { kind: 'STREAM_DELETED' };
    if (proposed.reduce((sum, event) => sum + sizeOf(event), 0) > maxAppendSize) return { kind: 'TOO_LARGE' };
    const last = this.lastRevision(stream);
    if (expected !== (last ?? 'no_stream')) {
      const repeated = this.#repeated(stream, expected, proposed);
      if (repeated !== undefined) return repeated;
      if (!this.#takes(stream, expected, proposed, isDeleted)) return { kind: 'WRONG_REVISION', current: last };
    }
    const first = (last ?? -1n) + 1n;
    for (const [index, event] of proposed.entries()) this.#record(stream, first + BigInt(index), event);
    if (isDeleted && !stream.startsWith('$$')) this.#setTruncateBefore(stream, first);
    const position = this.#streams.get(stream)?.at(-1)?.position;
    this.#announce();
    return { kind: 'APPENDED', revision: first + BigInt(proposed.length) - 1n, position };
  }

  /** The stream looks as if it were not there, until the next append to it. */
  softDelete(stream: string): bigint {
    this.#setTruncateBefore(stream, deleted);
    this.#announce();
    return this.#position;
  }

  /** The stream can never be read or written again. */
  tombstone(stream: string): bigint {
    const contentType = 'application/octet-stream';
    const nothing = new Uint8Array();
    const event = { id: crypto.randomUUID(), type: '$streamDeleted', contentType, data: nothing, metadata: nothing };
    this.#record(stream, deleted, event);
    this.#announce();
    return this.#position;
  }

  readStream(stream: string): StreamRead {
    if (this.#isDeletedForEver(stream)) return { kind: 'STREAM_DELETED' };
    const retention = this.retention(stream);
    const all = this.#streams.get(stream);
    if (all === undefined || retention.truncateBefore === deleted) return { kind: 'NOT_FOUND' };
    return { kind: 'EVENTS', events: visible(all, retention) };
  }

  /** Events of $all after a position, in order. */
  after(position: bigint): readonly Recorded[] {
    return this.#all.slice(this.#all.findLastIndex((event) => event.position <= position) + 1);
  }

  get all(): readonly Recorded[] {
    return this.#all;
  }

  /** Position of the last event there is. */
  get head(): bigint {
    return this.#all.at(-1)?.position ?? 0n;
  }

  lastRevision(stream: string): bigint | undefined {
    return this.#streams.get(stream)?.at(-1)?.revision;
  }

  retention(stream: string): Retention {
    // Metadata are a stream too, of which only the last event counts.
    if (stream.startsWith('$$')) return { truncateBefore: 0n, maxCount: 1n, maxAgeSeconds: undefined };
    return retentionOf(this.#streams.get(`$$${stream}`)?.at(-1)?.data);
  }

  /** Everything after a position is gone, as when an older backup is restored; new events take its places. */
  restoreTo(position: bigint): void {
    this.#all = this.#all.filter((event) => event.position <= position);
    this.#streams.clear();
    for (const event of this.#all) this.#keep(event);
    this.#position = this.head;
  }

  /** Throws away for good what no reader of a stream can see any more; until then $all still shows it. */
  scavenge(): void {
    for (const [stream, all] of this.#streams) {
      const kept = new Set([...visible(all, this.retention(stream)), ...all.slice(-1)]);
      this.#streams.set(stream, [...kept]);
      this.#all = this.#all.filter((event) => event.stream !== stream || kept.has(event));
    }
  }

  /** Calls whenever something was appended; answers how to stop that. */
  onAppended(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether an append that does not name the head may go on at the head. */
  #takes(stream: string, expected: Expected, [first]: readonly Proposed[], isDeleted: boolean): boolean {
    const all = this.#streams.get(stream) ?? [];
    switch (expected) {
      case 'any':
        return !all.some((event) => event.id === first?.id);
      case 'stream_exists':
        return all.length > 0;
      case 'no_stream':
        // The revisions then go on from where the deleted stream ended.
        return isDeleted;
      default:
        return false;
    }
  }

  /** The same events at the same place again are answered as they were then. Ids are compared nowhere else. */
  #repeated(stream: string, expected: Expected, proposed: readonly Proposed[]): AppendOutcome | undefined {
    const all = this.#streams.get(stream) ?? [];
    const after = typeof expected === 'bigint' ? expected : -1n;
    const start =
      expected === 'any' || expected === 'stream_exists'
        ? all.findIndex((event) => event.id === proposed[0]?.id)
        : all.findIndex((event) => event.revision === after + 1n);
    const isSame = start >= 0 && proposed.every((event, index) => all[start + index]?.id === event.id);
    const last = all[start + proposed.length - 1];
    // The server answers such an append without looking up where in $all it once went.
    return isSame && last !== undefined
      ? { kind: 'APPENDED', revision: last.revision, position: undefined }
      : undefined;
  }

  #isDeletedForEver(stream: string): boolean {
    return this.lastRevision(stream) === deleted;
  }

  #setTruncateBefore(stream: string, revision: bigint): void {
    const metastream = `$$${stream}`;
    const current = this.#streams.get(metastream)?.at(-1);
    this.#record(metastream, (current?.revision ?? -1n) + 1n, {
      id: crypto.randomUUID(),
      type: '$metadata',
      contentType: 'application/json',
      data: truncatedBefore(current?.data, revision),
      metadata: new Uint8Array(),
    });
  }

  #record(stream: string, revision: bigint, proposed: Proposed): void {
    this.#position += BigInt(128 + stream.length + sizeOf(proposed));
    const event = { ...proposed, stream, revision, position: this.#position, created: Date.now() };
    this.#all.push(event);
    this.#keep(event);
  }

  #keep(event: Recorded): void {
    const own = this.#streams.get(event.stream);
    if (own === undefined) this.#streams.set(event.stream, [event]);
    else own.push(event);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

function visible(all: readonly Recorded[], { truncateBefore, maxCount, maxAgeSeconds }: Retention): Recorded[] {
  const last = all.at(-1)?.revision ?? -1n;
  const from = maxCount === undefined ? truncateBefore : max(truncateBefore, last - maxCount + 1n);
  const since = maxAgeSeconds === undefined ? 0 : Date.now() - 1_000 * maxAgeSeconds;
  return all.filter(({ revision, created }) => revision >= from && created >= since);
}

function sizeOf({ type, data, metadata }: Proposed): number {
  return type.length + data.length + metadata.length;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
