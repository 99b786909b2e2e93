import { END, EventStoreDBClient, jsonEvent, START, streamNameFilter } from '@eventstore/db-client';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FaultServer } from './fault-server.ts';
import { type AppendFault, notLeader, refusals } from './faults.ts';

const stream = 'main.account-a';
const credentials = { username: 'u', password: 'p' };
const opened: { server: FaultServer; client: EventStoreDBClient }[] = [];

beforeEach(async () => {
  const server = await FaultServer.start();
  const client = EventStoreDBClient.connectionString(server.connectionString);
  opened.push({ server, client });
  return async () => {
    opened.pop();
    await client.dispose();
    await server.close();
  };
});

function here(): { readonly server: FaultServer; readonly client: EventStoreDBClient } {
  const now = opened.at(-1);
  if (now === undefined) throw new Error('no server');
  return now;
}

describe('an append', () => {
  const { unavailable, serverIsNotReady, streamReset, accessDenied, unauthenticated, timedOut } = refusals;
  const faults: readonly (readonly [AppendFault, string, number])[] = [
    [{ kind: 'REFUSE', refusal: unavailable }, 'unavailable', 0],
    [{ kind: 'REFUSE', refusal: accessDenied }, 'access-denied', 0],
    [{ kind: 'REFUSE', refusal: unauthenticated }, 'access-denied', 0],
    [{ kind: 'REFUSE', refusal: timedOut }, 'timeout', 0],
    [{ kind: 'COMMIT_THEN_REFUSE', refusal: unavailable }, 'unavailable', 1],
    [{ kind: 'COMMIT_THEN_REFUSE', refusal: serverIsNotReady }, 'unknown', 1],
    [{ kind: 'COMMIT_THEN_REFUSE', refusal: streamReset }, 'unknown', 1],
    [{ kind: 'COMMIT_THEN_SILENCE' }, 'deadline-exceeded', 1],
    [{ kind: 'SILENCE' }, 'deadline-exceeded', 0],
    [{ kind: 'COMMIT_THEN_WRONG_REVISION' }, 'wrong-expected-version', 1],
  ];

  test.each(faults)('can meet %j', async (fault, type, committed) => {
    const { server } = here();
    server.faults.append.next(fault);
    await expect(append()).rejects.toMatchObject({ type });
    expect(server.log.all).toHaveLength(committed);
    expect(server.faults.append.struck).toBe(1);
    await expect(append()).resolves.toMatchObject({ success: true, nextExpectedRevision: 0n });
  });

  test('can be carried out long after its caller has given up', async () => {
    const { server } = here();
    server.faults.append.next({ kind: 'HOLD' });
    await expect(append()).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect([server.log.all.length, server.heldCount]).toEqual([0, 1]);
    server.releaseHeld();
    expect([server.log.all.length, server.heldCount]).toEqual([1, 0]);
  });

  test('can be answered without a position, or after it was carried out twice', async () => {
    const { server } = here();
    server.faults.append.next({ kind: 'NO_POSITION' });
    server.faults.append.next({ kind: 'TWICE' });
    expect((await append()).position).toBeUndefined();
    expect(await append(0n, other)).toMatchObject({ nextExpectedRevision: 1n });
    expect(server.log.all).toHaveLength(2);
  });

  test('can be sent to another node of the cluster, to which the client goes', async () => {
    const { server } = here();
    const leader = await FaultServer.start(server.log);
    onTestFinished(() => leader.close());
    server.faults.append.always({ kind: 'REFUSE', refusal: notLeader('127.0.0.1', leader.port) });
    await expect(append()).rejects.toMatchObject({ type: 'not-leader', leader: { port: leader.port } });
    await expect(append()).resolves.toMatchObject({ success: true });
    expect(leader.calls.map(({ method }) => method)).toEqual(['APPEND']);
  });

  test('meets a fault only on the streams the fault is for, and until it is lifted', async () => {
    const { server } = here();
    server.faults.append.always({ kind: 'REFUSE', refusal: unavailable }, { on: 'main.period' });
    await append();
    server.faults.append.always({ kind: 'REFUSE', refusal: unavailable }, { on: 'main.account' });
    await expect(append(0n, other)).rejects.toMatchObject({ type: 'unavailable' });
    await expect(append(0n, other)).rejects.toMatchObject({ type: 'unavailable' });
    server.faults.liftAll();
    await expect(append(0n, other)).resolves.toMatchObject({ success: true });
  });
});

describe('a read', () => {
  test('can end early, break off or go silent', async () => {
    const { server } = here();
    await append();
    await append(0n, other);
    server.faults.read.next({ kind: 'END', after: 1 });
    server.faults.read.next({ kind: 'REFUSE', after: 1, refusal: refusals.unavailable });
    server.faults.read.next({ kind: 'SILENCE', after: 1 });
    expect(await read()).toEqual([0n]);
    expect(await read()).toEqual([0n, 'unavailable']);
    expect(await read()).toEqual([0n, 'silence']);
    expect(await read()).toEqual([0n, 1n]);
  });
});

describe('a subscription', () => {
  test('can never be confirmed, end at once or be refused', async () => {
    const { server } = here();
    server.faults.subscribe.next({ kind: 'SILENCE' });
    server.faults.subscribe.next({ kind: 'END' });
    server.faults.subscribe.next({ kind: 'REFUSE', refusal: refusals.unavailable });
    expect(await subscribe()).toEqual([]);
    expect(await subscribe()).toEqual(['end']);
    expect(await subscribe()).toEqual(['unavailable']);
    expect(await subscribe()).toEqual(['confirmed', 'checkpoint', 'checkpoint', 'caught up']);
  });

  test('can go silent, end or break off while it runs, whether there is something to deliver or not', async () => {
    const { server } = here();
    await append();
    await append(0n, other);
    server.faults.feed.next({ kind: 'SILENCE', after: 1 });
    server.faults.feed.next({ kind: 'END', after: 1 });
    server.faults.feed.next({ kind: 'REFUSE', after: 0, refusal: refusals.unavailable }, { on: 'main.' });
    expect(await subscribe()).toEqual(['confirmed', 'checkpoint', 0n]);
    expect(await subscribe()).toEqual(['confirmed', 'checkpoint', 0n, 'end']);
    expect(await subscribe()).toEqual(['confirmed', 'checkpoint', 'unavailable']);
    const seen = subscribe(() => server.faults.feed.next({ kind: 'END', after: 0 }));
    expect(await seen).toEqual(['confirmed', 'checkpoint', 0n, 1n, 'checkpoint', 'caught up', 'end']);
  });

  test('can leave an event out, deliver one twice, or run ahead of what it delivered', async () => {
    const { server } = here();
    await append();
    await append(0n, other);
    server.faults.feed.next({ kind: 'SKIP', after: 0 });
    expect(await subscribe()).toEqual(['confirmed', 'checkpoint', 1n, 'checkpoint', 'caught up']);
    server.faults.feed.next({ kind: 'TWICE', after: 1 });
    expect(await subscribe()).toEqual(['confirmed', 'checkpoint', 0n, 1n, 1n, 'checkpoint', 'caught up']);
    server.faults.feed.next({ kind: 'CHECKPOINT_AHEAD', after: 1 });
    expect(await subscribe()).toEqual(['confirmed', 'checkpoint', 0n, 'checkpoint', 'caught up', 'end']);
  });
});

describe('the server', () => {
  test('can be killed and comes back on its port with its log', async () => {
    const { server } = here();
    await append();
    await server.kill();
    await expect(append(0n, other)).rejects.toMatchObject({ type: 'unavailable' });
    await server.restart();
    await expect.poll(() => append(0n, other).catch(() => undefined)).toMatchObject({ nextExpectedRevision: 1n });
    expect(await read()).toEqual([0n, 1n]);
  });

  test('can be frozen, and what was sent meanwhile is carried out when it thaws', async () => {
    const { server } = here();
    await append();
    server.freeze();
    await expect(append(0n, other)).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect(server.log.all).toHaveLength(1);
    server.thaw();
    await expect.poll(() => read()).toContain(0n);
  });

  test('can fail or hang when it is asked what it can do, and the client believes that for ever', async () => {
    const { server, client } = here();
    server.faults.features.next({ kind: 'REFUSE', refusal: refusals.timedOut });
    const withoutCredentials = () => client.appendToStream(stream, first);
    await expect(withoutCredentials()).rejects.toThrow('Operation timed out');
    await expect(withoutCredentials()).rejects.toThrow('Operation timed out');
    expect(server.calls.map(({ method }) => method)).toEqual(['FEATURES']);
  });

  test('is found by its gossip, unless that fails or nobody leads', async () => {
    const { server } = here();
    const client = EventStoreDBClient.connectionString(server.clusterConnectionString);
    onTestFinished(() => client.dispose());
    const last = () => Array.fromAsync(client.readAll({ direction: 'backwards', fromPosition: END, maxCount: 1 }));
    server.faults.gossip.always({ kind: 'NO_LEADER' });
    await expect(last()).rejects.toThrow('Failed to discover after 2 attempts');
    server.faults.gossip.always({ kind: 'REFUSE', refusal: refusals.unavailable });
    await expect(last()).rejects.toThrow('Failed to discover after 2 attempts');
    server.faults.liftAll();
    expect(await last()).toEqual([]);
  });

  test('keeps a record of every call', async () => {
    const { server } = here();
    await append();
    await read();
    expect(server.calls).toMatchObject([
      { method: 'APPEND', stream, hasDeadline: true },
      { method: 'READ_STREAM', stream, hasDeadline: false },
    ]);
  });
});

const first = jsonEvent({ id: crypto.randomUUID(), type: 'T', data: { n: 1 } });
const other = jsonEvent({ id: crypto.randomUUID(), type: 'T', data: { n: 2 } });

function append(expectedRevision: bigint | 'no_stream' = 'no_stream', event = first) {
  return here().client.appendToStream(stream, event, { expectedRevision, credentials, deadline: 300 });
}

/** The revisions read, and how it ended if not well. */
function read(): Promise<readonly unknown[]> {
  const reading = here().client.readStream(stream);
  const seen: unknown[] = [];
  return new Promise((resolve) => {
    const silence = setTimeout(() => resolve([...seen, 'silence']), 300);
    reading.on('data', ({ event }) => seen.push(event?.revision));
    reading.on('error', (error) => seen.push('type' in error ? error.type : error.message));
    for (const end of ['end', 'error']) {
      reading.on(end, () => {
        clearTimeout(silence);
        resolve(seen);
      });
    }
  });
}

/** What a subscription heard until it was quiet. */
async function subscribe(whenConfirmed?: () => void): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const filter = streamNameFilter({
    prefixes: ['main.'],
    checkpointReached: async () => void seen.push('checkpoint'),
  });
  const subscription = here().client.subscribeToAll({ fromPosition: START, filter });
  subscription.on('confirmation', () => seen.push('confirmed'));
  subscription.on('caughtUp', () => seen.push('caught up'));
  subscription.on('data', ({ event }) => seen.push(event?.revision));
  subscription.on('end', () => seen.push('end'));
  subscription.on('error', (error) => seen.push('type' in error ? error.type : error.message));
  await new Promise((resolve) => setTimeout(resolve, 150));
  whenConfirmed?.();
  await new Promise((resolve) => setTimeout(resolve, 150));
  // Giving up looks like an end too.
  const heard = [...seen];
  await subscription.unsubscribe();
  await expect.poll(() => here().server.subscriberCount).toBe(0);
  return heard;
}
