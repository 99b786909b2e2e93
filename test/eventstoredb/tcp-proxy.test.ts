import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { portOf } from './free-ports.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** Says everything again in capitals, `bye` after an end, and remembers what it received and how its connections went. */
let server: Server;
let received: string[];
let endings: string[];
let proxy: TcpProxy;

async function startServer(): Promise<void> {
  const pieces: string[] = [];
  const ends: string[] = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', (piece) => {
      pieces.push(String(piece));
      socket.write(String(piece).toUpperCase());
    });
    socket.on('end', () => {
      ends.push('end');
      socket.write('bye');
    });
    socket.on('error', () => ends.push('reset'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  received = pieces;
  endings = ends;
}

beforeEach(async () => {
  await startServer();
  proxy = await openTcpProxy(portOf(server.address()));
});

afterEach(async () => {
  await proxy.close();
  server.close();
});

interface Client {
  readonly socket: Socket;
  readonly heard: () => string;
  /** Resolves once this much was heard. */
  readonly hears: (text: string) => Promise<void>;
  /** `end`, or the code of the error. */
  readonly ending: Promise<string>;
}

/** Connected, or refused. */
async function client(): Promise<Client> {
  const socket = connect({ host: '127.0.0.1', port: proxy.port, allowHalfOpen: true });
  let text = '';
  socket.on('data', (piece) => void (text += String(piece)));
  const { promise: ending, resolve } = Promise.withResolvers<string>();
  socket.on('end', () => resolve('end'));
  socket.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  await Promise.race([new Promise((connected) => socket.once('connect', connected)), ending]);
  const hears = async (expected: string): Promise<void> => expect.poll(() => text, { timeout: 5_000 }).toBe(expected);
  return { socket, heard: () => text, hears, ending };
}

describe('a proxy between a client and a server', () => {
  test('lets everything through, a megabyte as well as an end', async () => {
    const { socket, heard, hears, ending } = await client();
    socket.write('hello');
    await hears('HELLO');
    socket.write('x'.repeat(5_000_000));
    await expect.poll(() => heard().length, { timeout: 10_000 }).toBe(5_000_005);
    socket.end();
    await expect.poll(() => endings).toEqual(['end']);
    proxy.cut();
    expect(await ending).toBe('ECONNRESET');
  });

  test('cuts: both sides hear of it, and the next connection is good', async () => {
    const first = await client();
    first.socket.write('a');
    await first.hears('A');
    proxy.cut();
    expect(await first.ending).toBe('ECONNRESET');
    await expect.poll(() => endings).toEqual(['reset']);
    await expect.poll(() => proxy.connections()).toBe(0);
    const second = await client();
    second.socket.write('b');
    await second.hears('B');
  });

  test('refuses until it is lifted', async () => {
    proxy.refuse();
    expect(await (await client()).ending).toBe('ECONNRESET');
    proxy.lift();
    const { socket, hears } = await client();
    socket.write('a');
    await hears('A');
  });

  test('delays both ways, in order, without making a queue of it', async () => {
    const { socket, hears } = await client();
    proxy.delay(200);
    const start = performance.now();
    for (const letter of 'abcdef') {
      socket.write(letter);
      await wait(10);
    }
    await hears('ABCDEF');
    const taken = performance.now() - start;
    expect(taken).toBeGreaterThanOrEqual(400);
    expect(taken).toBeLessThan(1_200);
    proxy.lift();
    socket.write('g');
    await hears('ABCDEFG');
  });

  test('freezes: connections come about, nothing arrives, and all of it does when it thaws', async () => {
    const old = await client();
    proxy.freeze();
    const fresh = await client();
    old.socket.write('old');
    fresh.socket.write('fresh');
    await wait(300);
    expect([old.heard(), fresh.heard(), endings]).toEqual(['', '', []]);
    proxy.lift();
    await old.hears('OLD');
    await fresh.hears('FRESH');
  });

  test('closes the half to the server: it hears an end, and the client still hears the server', async () => {
    const { socket, hears } = await client();
    socket.write('a');
    await hears('A');
    proxy.halfClose('TO_SERVER');
    await hears('Abye');
    socket.write('lost');
    await wait(100);
    expect([received, endings]).toEqual([['a'], ['end']]);
  });

  test('closes the half to the client: it hears an end, and the server still hears the client', async () => {
    const { socket, hears, ending } = await client();
    socket.write('a');
    await hears('A');
    proxy.halfClose('TO_CLIENT');
    expect(await ending).toBe('end');
    socket.write('b');
    await expect.poll(() => received).toEqual(['a', 'b']);
    await wait(100);
    await hears('A');
    expect(endings).toEqual([]);
  });

  test('a server that is not there is a reset', async () => {
    server.close();
    const { ending } = await client();
    expect(await ending).toBe('ECONNRESET');
  });
});
