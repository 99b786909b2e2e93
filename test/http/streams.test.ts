import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventClient, subscribe } from './event-client.ts';
import { send, startTestServer, type TestServer } from './server-under-test.ts';

let under: TestServer;
beforeAll(async () => {
  under = await startTestServer({ requestsPerMinute: 1_000 });
});
afterAll(() => under.close());

const entries = `subscription ($after: Position) { journalEntries(after: $after) { position type accountId } }`;

interface Seen {
  readonly position: string;
  readonly type: string;
}

async function open(after?: string, role: 'auditor' | 'cash_poster' = 'auditor'): Promise<EventClient> {
  const authorization = `Bearer ${await under.tokenOf(role)}`;
  return subscribe({ port: under.port, authorization, query: entries, variables: { after } });
}

async function nextEntry(client: EventClient): Promise<Seen | undefined> {
  const event = await client.next();
  if (event?.event !== 'next') return undefined;
  return (JSON.parse(event.data) as { data: { journalEntries: Seen } }).data.journalEntries;
}

let written = 0;
async function receive(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    written += 1;
    const paymentId = `stream-${written}`;
    const input = { accountId: 'account-1', effectiveDate: '2026-03-01', currency: 'USD', amount: '1.00' };
    await under.api.record('ReceivePayment', { ...input, paymentId, commandId: paymentId, method: 'CASH' });
  }
}

const everything = async (): Promise<readonly string[]> => {
  const all = await under.api.journal.readAll(0, 1_000_000);
  return all.map(({ ordinal }) => under.api.journal.tokenOf(ordinal));
};

describe('the stream of entries', () => {
  test('goes from what is there over to what is recorded', async () => {
    const client = await open();
    expect([client.status, client.headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(client.headers['x-accel-buffering']).toBe('no');
    const there = await everything();
    const seen: string[] = [];
    while (seen.length < there.length) seen.push((await nextEntry(client))?.position ?? '');
    expect(seen).toEqual(there);
    await receive(1);
    expect(await nextEntry(client)).toMatchObject({ type: 'PaymentReceived' });
    client.cut();
  });

  test('loses nothing and doubles nothing when the connection is cut in the middle of writes, again and again', async () => {
    const seen: string[] = [];
    const writing = receive(1_200);
    let cuts = 0;
    while (seen.length < 1_200) {
      const client = await open(seen.at(-1));
      const most = 1 + ((cuts * 37) % 300);
      for (let count = 0; count < most && seen.length < 1_200; count += 1) {
        const entry = await nextEntry(client);
        if (entry === undefined) break;
        seen.push(entry.position);
      }
      client.cut();
      cuts += 1;
    }
    await writing;
    expect(cuts).toBeGreaterThan(8);
    expect(seen).toEqual((await everything()).slice(0, 1_200));
  });

  test('is not for those who may not read the history', async () => {
    const client = await open(undefined, 'cash_poster');
    expect((await client.next())?.data).toContain('FORBIDDEN');
    expect(await client.next()).toEqual({ event: 'complete', data: '' });
    expect(await client.next()).toBeUndefined();
  });
});

describe('the stream of an account', () => {
  test('tells what was recorded since the last event, each entry once, with the figures after it', async () => {
    const authorization = `Bearer ${await under.tokenOf('cash_poster')}`;
    const query = `subscription ($after: Position) { accountChanged(accountId: "account-1", after: $after) {
      position entries { position } account { position balance { unapplied } } } }`;
    const seen: string[] = [];
    const before = (await everything()).length;
    const start = under.api.journal.tokenOf(before);
    const writing = receive(150);
    let after = start;
    while (seen.length < 150) {
      const client = await subscribe({ port: under.port, authorization, query, variables: { after } });
      for (let count = 0; count < 3 && seen.length < 150; count += 1) {
        const event = await client.next();
        const { data } = JSON.parse(event?.data ?? '') as { data: { accountChanged: Changed } };
        seen.push(...data.accountChanged.entries.map(({ position }) => position));
        after = data.accountChanged.position;
        expect(after).toBe(seen.at(-1));
        expect(data.accountChanged.account.position).toBe(after);
      }
      client.cut();
    }
    await writing;
    expect(seen).toEqual((await everything()).slice(before));
  });
});

interface Changed {
  readonly position: string;
  readonly entries: readonly { readonly position: string }[];
  readonly account: { readonly position: string };
}

describe('a stream', () => {
  test('is one request to the rate limit, however much it tells', async () => {
    const limited = await startTestServer({ requestsPerMinute: 2 });
    const authorization = `Bearer ${await limited.tokenOf('auditor')}`;
    const client = await subscribe({ port: limited.port, authorization, query: entries });
    for (let count = 0; count < 6; count += 1) expect((await client.next())?.event).toBe('next');
    const body = JSON.stringify({ query: '{ reasons { version } }' });
    const headers = { 'content-type': 'application/json', authorization };
    expect((await send(limited.port, { headers, body })).status).toBe(200);
    expect((await send(limited.port, { headers, body })).status).toBe(429);
    client.cut();
    await limited.close();
  });

  test('says that it ends when the server closes, and does not hold it up', async () => {
    const closing = await startTestServer();
    const authorization = `Bearer ${await closing.tokenOf('auditor')}`;
    const client = await subscribe({ port: closing.port, authorization, query: entries });
    expect((await client.next())?.event).toBe('next');
    const started = performance.now();
    const closed = closing.server.close(20_000);
    let last = await client.next();
    while (last?.event === 'next') last = await client.next();
    expect(last).toEqual({ event: 'complete', data: '' });
    await closed;
    expect(performance.now() - started).toBeLessThan(15_000);
    await closing.api.close();
  });

  test('ends with the token that it was opened with', async () => {
    const caller = { kind: 'PERSON', id: 'tester', roles: ['auditor'] } as const;
    const brief = await startTestServer({ verifyToken: async () => caller });
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(Math.floor(Date.now() / 1_000) + 2)
      .sign(new Uint8Array(32));
    const client = await subscribe({ port: brief.port, authorization: `Bearer ${token}`, query: entries });
    const events: string[] = [];
    for (let event = await client.next(); event !== undefined; event = await client.next()) events.push(event.event);
    expect(events.at(-1)).toBe('complete');
    expect(events.length).toBeGreaterThan(1);
    await brief.close();
  });

  test('tells no more than a client takes, and ends one that takes nothing', async () => {
    const slow = await startTestServer({ timeouts: { headers: 5_000, request: 5_000, stalled: 400 } });
    const items = Array.from({ length: 100 }, () => ({ amount: '1.00', dueDate: '2026-05-01' }));
    const charge = { accountId: 'account-1', currency: 'USD', category: 'SERVICE', amount: '100.00', items };
    // More than the network itself holds for a client that does not read: about 36 MB here.
    for (let count = 0; count < mostCharges; count += 1) {
      await slow.api.record('PostCharge', { ...charge, effectiveDate: '2026-05-01', chargeId: `slow-${count}` });
    }
    const { journal } = slow.api;
    const real = journal.tokenOf.bind(journal);
    let told = 0;
    const tokenOf = (ordinal: number): string => {
      told += 1;
      return real(ordinal);
    };
    Object.defineProperty(journal, 'tokenOf', { value: tokenOf });
    const timersBefore = timers();
    const socket = stalledClient(slow.port, await slow.tokenOf('auditor'));
    while (slow.logged.length === 0) await pause(50);
    expect(slow.logged.at(-1)).toContain('given up by the client');
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(mostCharges);
    await pause(100);
    expect(timers()).toBeLessThanOrEqual(timersBefore);
    socket.destroy();
    await slow.close();
  });
});

const mostCharges = 100;

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

/** Asks for much, and reads nothing of it. */
function stalledClient(port: number, token: string): Socket {
  const much = Array.from({ length: 90 }, (_, index) => `copy${index}: data`).join(' ');
  const body = JSON.stringify({ query: `subscription { journalEntries { position ${much} } }` });
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  const head = [
    'POST /graphql HTTP/1.1',
    'host: 127.0.0.1',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    'accept: text/event-stream',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}
