import {
  END,
  EventStoreDBClient,
  jsonEvent,
  START,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FaultServer } from './fault-server.ts';
import { describeOnServer, serverOfTheRun } from './suites.ts';

type AddressOf = () => Promise<string>;

const credentials = { username: 'admin', password: 'changeit' };

const semantics: Readonly<Record<string, (book: Book) => Promise<void>>> = {
  'appends at exactly the expected revision, and says where the stream is otherwise': async ({ append, ids }) => {
    expect(await append('no_stream', 'a', 'b')).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await append(1n, 'c')).toMatchObject({ nextExpectedRevision: 2n });
    for (const expected of ['no_stream', 0n, 5n] as const) {
      expect(await refusal(append(expected, 'd'))).toMatchObject({ actualVersion: 2n, expectedVersion: expected });
    }
    expect(await ids()).toEqual(['a', 'b', 'c']);
  },

  'answers the same events at the same place again as it did then': async ({ append, ids }) => {
    await append('no_stream', 'a', 'b');
    await append(1n, 'c');
    expect(await append('no_stream', 'a', 'b')).toMatchObject({ nextExpectedRevision: 1n });
    expect(await append('no_stream', 'a')).toMatchObject({ nextExpectedRevision: 0n });
    expect(await append(1n, 'c')).toMatchObject({ nextExpectedRevision: 2n });
    expect(await append('any', 'a', 'b')).toMatchObject({ nextExpectedRevision: 1n });
    expect(await ids()).toEqual(['a', 'b', 'c']);
  },

  'refuses an append that mixes what it has with what it has not': async ({ append, ids }) => {
    await append('no_stream', 'a', 'b');
    expect(await refusal(append('no_stream', 'a', 'b', 'c'))).toMatchObject({ actualVersion: 1n });
    expect(await refusal(append('no_stream', 'c', 'b'))).toMatchObject({ actualVersion: 1n });
    expect(await ids()).toEqual(['a', 'b']);
  },

  'does not compare ids at the head: the same event can be there twice': async ({ append, ids }) => {
    await append('no_stream', 'a');
    await append(0n, 'a');
    expect(await ids()).toEqual(['a', 'a']);
  },

  'keeps what an event was given, and tells where it stands': async ({ client, stream, append }) => {
    await append('no_stream', 'a', 'b');
    const { position } = await append(1n, 'c');
    const events = await collect(client.readStream(stream));
    expect(events.map(({ event }) => event)).toMatchObject([
      { type: 'T', revision: 0n, data: { name: 'a' }, metadata: { version: 1 }, isJson: true, streamId: stream },
      { revision: 1n, data: { name: 'b' } },
      { revision: 2n, data: { name: 'c' } },
    ]);
    const positions = events.map(({ event }) => event?.position?.commit ?? 0n);
    expect(positions).toEqual(positions.toSorted((one, other) => Number(one - other)));
    expect(new Set(positions).size).toBe(3);
    expect(position?.commit).toBe(positions[2]);
    expect(Math.abs(Date.now() - (events[0]?.event?.created.getTime() ?? 0))).toBeLessThan(60_000);
  },

  'reads a stream either way, from anywhere, so many events': async ({ client, stream, append }) => {
    await append('no_stream', 'a', 'b', 'c', 'd');
    const names = async (options: Parameters<typeof client.readStream>[1]) =>
      (await collect(client.readStream(stream, options))).map(({ event }) => nameOf(event?.data));
    expect(await names({ fromRevision: 1n, maxCount: 2 })).toEqual(['b', 'c']);
    expect(await names({ fromRevision: 4n })).toEqual([]);
    expect(await names({ direction: 'backwards', fromRevision: END, maxCount: 1 })).toEqual(['d']);
    expect(await names({ direction: 'backwards', fromRevision: 2n, maxCount: 2 })).toEqual(['c', 'b']);
    await expect(collect(client.readStream(`${stream}-other`))).rejects.toMatchObject({ type: 'stream-not-found' });
  },

  'reads $all either way, and goes on after a position': async ({ client, stream, append }) => {
    await append('no_stream', 'a', 'b');
    const backwards = await collect(client.readAll({ direction: 'backwards', fromPosition: END, maxCount: 2 }));
    const own = backwards.flatMap(({ event }) => (event?.streamId === stream ? [event] : []));
    expect(own.map(({ data }) => nameOf(data))).toEqual(['b', 'a']);
    const fromPosition = own[0]?.position;
    if (fromPosition === undefined) throw new Error('the last event has no position');
    expect(names(await collect(client.readAll({ fromPosition, maxCount: 10 })), stream)).toEqual(['b']);
    const before = client.readAll({ fromPosition, direction: 'backwards', maxCount: 1 });
    expect(names(await collect(before), stream)).toEqual(['a']);
  },

  'lets a deleted stream begin again where it ended': async ({ client, stream, append, ids }) => {
    await append('no_stream', 'a', 'b');
    await client.deleteStream(stream, { credentials });
    await expect(collect(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
    expect(await append('no_stream', 'c')).toMatchObject({ nextExpectedRevision: 2n });
    expect(await ids()).toEqual(['c']);
    expect((await client.getStreamMetadata(stream, { credentials })).metadata).toEqual({ truncateBefore: 2 });
    await client.tombstoneStream(stream, { credentials });
    await expect(collect(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(append('any', 'd')).rejects.toMatchObject({ type: 'stream-deleted' });
  },

  'shows of a stream only what its metadata let it show': async ({ client, stream, append, ids }) => {
    await append('no_stream', 'a', 'b', 'c');
    await client.setStreamMetadata(stream, { maxCount: 2 }, { credentials });
    expect(await ids()).toEqual(['b', 'c']);
    await client.setStreamMetadata(stream, { truncateBefore: 2 }, { credentials });
    expect(await ids()).toEqual(['c']);
    const metadata = await collect(client.readStream(`$$${stream}`, { credentials }));
    expect(metadata.map(({ event }) => [event?.type, event?.data])).toEqual([['$metadata', { $tb: 2 }]]);
  },

  'refuses an append that is too large for it': async ({ append, ids }) => {
    const large = append('no_stream', 'x'.repeat(1024 * 1024 + 1));
    await expect(large).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
    await append('no_stream', 'a');
    expect(await ids()).toEqual(['a']);
  },

  'delivers what was there, says so, and goes on with what comes': async ({ client, stream, append }) => {
    await append('no_stream', 'a', 'b');
    const reached: bigint[] = [];
    const filter = streamNameFilter({
      prefixes: [stream],
      checkpointReached: async (_, { commit }) => void reached.push(commit),
    });
    const subscription = client.subscribeToAll({ fromPosition: START, filter });
    const seen: unknown[] = [];
    subscription.on('error', () => undefined);
    subscription.on('confirmation', () => seen.push('confirmed'));
    subscription.on('caughtUp', () => seen.push('caught up'));
    subscription.on('data', ({ event }) => seen.push(nameOf(event?.data)));
    await expect.poll(() => seen, { timeout: 10_000 }).toContain('caught up');
    await append(1n, 'c');
    await expect.poll(() => seen, { timeout: 10_000 }).toHaveLength(5);
    expect(seen).toEqual(['confirmed', 'a', 'b', 'caught up', 'c']);
    expect(reached.length).toBeGreaterThan(0);
    await subscription.unsubscribe();
  },

  'delivers to a subscription what stands after its position': async ({ client, stream, append }) => {
    const { position } = await append('no_stream', 'a', 'b');
    await append(1n, 'c');
    if (position === undefined) throw new Error('the append has no position');
    const filter = streamNameFilter({ regex: `^${stream}$` });
    const subscription = client.subscribeToAll({ fromPosition: position, filter });
    subscription.on('error', () => undefined);
    const [next] = await take(subscription, 1);
    expect(nameOf(next?.event?.data)).toBe('c');
    await subscription.unsubscribe();
  },
};

describe('the fault server', () => {
  semanticsOf(ownAddress);
});
// What ours does is what a real one does: the same sentences hold for both.
describeOnServer('a real server', () => {
  semanticsOf(async () => (await serverOfTheRun()).connectionString);
});

function semanticsOf(addressOf: AddressOf): void {
  test.each(Object.entries(semantics))('%s', async (_, isKept) => {
    expect.hasAssertions();
    await isKept(await book(addressOf));
  });
}

interface Book {
  readonly client: EventStoreDBClient;
  readonly stream: string;
  readonly append: (
    expectedRevision: bigint | 'any' | 'no_stream',
    ...names: readonly string[]
  ) => ReturnType<EventStoreDBClient['appendToStream']>;
  readonly ids: () => Promise<readonly unknown[]>;
}

/** A stream of its own on the server, with events that are known by a name: the same name, the same id. */
async function book(addressOf: AddressOf): Promise<Book> {
  const client = EventStoreDBClient.connectionString`${await addressOf()}`;
  const stream = `books-${crypto.randomUUID()}`;
  const known = new Map<string, string>();
  const idOf = (name: string) => {
    const id = known.get(name) ?? crypto.randomUUID();
    known.set(name, id);
    return id;
  };
  onTestFinished(() => client.dispose());
  return {
    client,
    stream,
    append: (expectedRevision, ...names) => {
      const events = names.map((name) =>
        jsonEvent({ id: idOf(name), type: 'T', data: { name }, metadata: { version: 1 } }),
      );
      return client.appendToStream(stream, events, { expectedRevision, credentials });
    },
    ids: async () => (await collect(client.readStream(stream))).map(({ event }) => nameOf(event?.data)),
  };
}

async function ownAddress(): Promise<string> {
  const server = await FaultServer.start();
  onTestFinished(() => server.close());
  return server.connectionString;
}

async function collect<Event>(events: AsyncIterable<Event>): Promise<readonly Event[]> {
  return Array.fromAsync(events);
}

async function take<Event>(events: AsyncIterable<Event>, count: number): Promise<readonly Event[]> {
  const taken: Event[] = [];
  for await (const event of events) if (taken.push(event) === count) break;
  return taken;
}

function names(
  events: readonly { readonly event?: { readonly streamId: string; readonly data: unknown } | undefined }[],
  stream: string,
) {
  return events.flatMap(({ event }) => (event?.streamId === stream ? [nameOf(event.data)] : []));
}

function nameOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'name' in data ? data.name : data;
}

async function refusal(append: Promise<unknown>): Promise<unknown> {
  const refused = await append.catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(WrongExpectedVersionError);
  return refused;
}
