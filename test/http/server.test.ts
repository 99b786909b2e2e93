import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { largestBody } from '#http/request-guards.ts';
import { send, startTestServer, type TestServer } from './server-under-test.ts';

const canary = 'Canary4711';
const json = { 'content-type': 'application/json', accept: 'application/json' };
const query = JSON.stringify({ query: '{ reasons { version } }' });

let under: TestServer;
let bearer: { readonly authorization: string };
beforeAll(async () => {
  under = await startTestServer();
  bearer = { authorization: `Bearer ${await under.tokenOf('finance')}` };
});
afterAll(() => under.close());

const codeOf = (text: string): string =>
  (JSON.parse(text) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code ?? '';

describe('the API over HTTP', () => {
  test('answers a known caller, and names the request', async () => {
    const { status, headers, text } = await send(under.port, { headers: { ...json, ...bearer }, body: query });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      data: { reasons: { version: 'default-1' } },
      extensions: { requestId: headers['x-request-id'], livemode: false },
    });
  });

  test('puts the id of the request into every entry that it records, whatever the caller calls it', async () => {
    const input = {
      commandId: 'over-http',
      accountId: 'account-1',
      paymentId: 'over-http',
      currency: 'USD',
      amount: '1.00',
      method: 'CASH',
    };
    const body = JSON.stringify({
      query: 'mutation ($input: ReceivePaymentInput!) { receivePayment(input: $input) { __typename } }',
      variables: { input },
    });
    const authorization = `Bearer ${await under.tokenOf('cash_poster')}`;
    const { headers } = await send(under.port, { headers: { ...json, authorization, 'x-request-id': canary }, body });
    const entries = await under.api.journal.readStream(under.api.dependencies.streamOf('account-1'));
    expect(entries.at(-1)).toMatchObject({
      correlationId: headers['x-request-id'],
      actor: { kind: 'PERSON', id: 'dev-cash-poster', role: 'cash_poster' },
    });
  });

  test.each([
    ['without a token', {}],
    ['with another scheme', { authorization: `Basic ${canary}` }],
    ['with a word for a token', { authorization: `Bearer ${canary}` }],
  ])('refuses a request %s', async (_what, authorization) => {
    const { status, headers, text } = await send(under.port, { headers: { ...json, ...authorization }, body: query });
    expect([status, codeOf(text)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
    expect(text).not.toContain(canary);
  });

  test.each([
    [
      'GET',
      { method: 'GET', path: `/graphql?query=${encodeURIComponent(`mutation{${canary}}`)}` },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['PUT', { method: 'PUT', headers: json, body: query }, 405, 'METHOD_NOT_ALLOWED'],
    [
      'OPTIONS of another origin',
      { method: 'OPTIONS', headers: { origin: 'https://elsewhere.example' } },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query=${canary}` },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['plain text', { headers: { 'content-type': 'text/plain' }, body: query }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'GraphQL as text',
      { headers: { 'content-type': 'application/graphql' }, body: `{${canary}}` },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a multipart form',
      { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: canary },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['no media type', { body: query }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a body of no stated length', { headers: json, chunks: [query] }, 411, 'LENGTH_REQUIRED'],
    [
      'a body that is too large',
      { headers: json, body: `{"query":"${canary.padEnd(largestBody, 'x')}"}` },
      413,
      'BODY_TOO_LARGE',
    ],
    ['another path', { path: `/${canary}`, headers: json, body: query }, 404, 'NOT_FOUND'],
  ])('refuses %s', async (_what, request, status, code) => {
    const answer = await send(under.port, {
      ...request,
      headers: { ...bearer, ...('headers' in request ? request.headers : {}) },
    });
    expect([answer.status, codeOf(answer.text)]).toEqual([status, code]);
    expect(answer.text).not.toContain(canary);
  });

  test('answers a body of exactly the largest size', async () => {
    const padded = `${query.slice(0, -1)}${' '.repeat(largestBody - query.length)}}`;
    expect((await send(under.port, { headers: { ...json, ...bearer }, body: padded })).status).toBe(200);
  });

  test.each([
    ['malformed JSON', `{"query": "${canary}`],
    ['a batch', `[${query},${query}]`],
    ['an empty body', ''],
  ])('refuses %s', async (_what, body) => {
    const { status, text } = await send(under.port, { headers: { ...json, ...bearer }, body });
    expect([status, codeOf(text)]).toEqual([400, 'BAD_REQUEST']);
    expect(text).not.toContain(canary);
  });

  test('sends no page anywhere, and says nothing of what it is made of', async () => {
    const { headers } = await send(under.port, {
      headers: { ...json, ...bearer, origin: 'https://elsewhere.example' },
      body: query,
    });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('logs who and how long, never what', async () => {
    const lines = under.logged.join('');
    expect(lines).toContain('dev-finance');
    expect(lines).toMatch(/"requestId":"[0-9a-f-]{36}"/);
    for (const secret of [canary, 'Bearer', 'eyJ', 'account-1', 'receivePayment', 'graphql'])
      expect(lines).not.toContain(secret);
  });
});

describe('a slow or broken client', () => {
  test('that never ends its headers is cut off', async () => {
    const strict = await startTestServer({ timeouts: { headers: 200, request: 400, stalled: 60_000 } });
    const socket = connect(strict.port, '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
    const answer = await new Promise<string>((resolve) => {
      const parts: string[] = [];
      socket.on('data', (part) => parts.push(part.toString()));
      socket.on('close', () => resolve(parts.join('')));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408/);
    await strict.close();
  });

  test('that sends a path that cannot be read gets an answer', async () => {
    const { status, text } = await send(under.port, { method: 'GET', path: '/%E0%A4%A', headers: bearer });
    expect([status, codeOf(text)]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('the state of the server', () => {
  test('is live, and ready with its figures', async () => {
    expect((await send(under.port, { method: 'GET', path: '/health/live' })).text).toBe('{"live":true}');
    const { status, text } = await send(under.port, { method: 'GET', path: '/health/ready' });
    const head = (await under.api.journal.head()).ordinal;
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ ready: true, ledgerOpen: true, head, stopped: false, rebuilding: false });
  });

  test('is not ready while nothing can be written, and says why; its figures go on', async () => {
    const { journal } = under.api;
    const problem = 'the server does not answer';
    const state = () => ({ isCurrent: false, isWritable: false, problem });
    Object.defineProperty(journal, 'state', { value: state, configurable: true });
    const { status, text } = await send(under.port, { method: 'GET', path: '/health/ready' });
    Reflect.deleteProperty(journal, 'state');
    expect([status, JSON.parse(text)]).toMatchObject([
      503,
      { ready: false, stopped: false, journal: { current: false, writable: false, problem } },
    ]);
    expect((await send(under.port, { method: 'GET', path: '/health/ready' })).status).toBe(200);
  });

  test('is not ready when the read side has stopped, or nobody can say', async () => {
    const { readModels } = under.api.dependencies;
    const stopped = { checkpoint: 1, stopped: { ordinal: 2, problem: canary }, rebuilding: false };
    Object.defineProperty(readModels, 'status', { value: () => Promise.resolve(stopped), configurable: true });
    const first = await send(under.port, { method: 'GET', path: '/health/ready' });
    expect([first.status, JSON.parse(first.text)]).toMatchObject([503, { ready: false, stopped: true, checkpoint: 1 }]);
    Object.defineProperty(readModels, 'status', { value: () => Promise.reject(new Error(canary)), configurable: true });
    const second = await send(under.port, { method: 'GET', path: '/health/ready' });
    expect([second.status, second.text]).toEqual([503, '{"ready":false}']);
    expect(under.logged.join('')).not.toContain(canary);
    Reflect.deleteProperty(readModels, 'status');
  });
});

describe('pages of other origins', () => {
  test('may call the API if they are on the list, and only they', async () => {
    const open = await startTestServer({ corsOrigins: ['https://console.example'] });
    const origin = { origin: 'https://console.example' };
    const preflight = await send(open.port, { method: 'OPTIONS', headers: origin });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-origin']).toBe('https://console.example');
    expect(preflight.headers['access-control-allow-headers']).toContain('authorization');
    const other = await send(open.port, {
      method: 'OPTIONS',
      headers: { origin: 'https://console.example.elsewhere' },
    });
    expect([other.status, other.headers['access-control-allow-origin']]).toEqual([405, undefined]);
    await open.close();
  });
});

describe('a caller that asks too often', () => {
  test('is told to wait, and no other caller with it', async () => {
    const limited = await startTestServer({ requestsPerMinute: 3 });
    const ask = async (role: 'finance' | 'auditor') => {
      const headers = { ...json, authorization: `Bearer ${await limited.tokenOf(role)}` };
      return send(limited.port, { headers, body: query });
    };
    for (let turn = 0; turn < 3; turn += 1) expect((await ask('finance')).status).toBe(200);
    const refused = await ask('finance');
    expect([refused.status, codeOf(refused.text)]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask('auditor')).status).toBe(200);
    await limited.close();
  });
});

describe('a server that is told to close', () => {
  test('finishes what is in flight, takes nothing new, and is gone', async () => {
    const closing = await startTestServer();
    const { readModels } = closing.api.dependencies;
    const answer = readModels.aging.bind(readModels);
    const { promise: inFlight, resolve: arrived } = Promise.withResolvers<void>();
    Object.defineProperty(readModels, 'aging', {
      value: async (...args: Parameters<typeof answer>) => {
        arrived();
        await new Promise((resolve) => setTimeout(resolve, 300));
        return answer(...args);
      },
    });
    const headers = { ...json, authorization: `Bearer ${await closing.tokenOf('finance')}`, connection: 'keep-alive' };
    const slow = send(closing.port, { headers, body: JSON.stringify({ query: '{ aging { asOf } }' }) });
    await inFlight;
    const closed = closing.server.close(20_000);
    // It was under way before the closing began, and is still told that this connection takes nothing more.
    expect(await slow).toMatchObject({ status: 200, headers: { connection: 'close' } });
    const answered = performance.now();
    await closed;
    expect(performance.now() - answered).toBeLessThan(4_000);
    await expect(send(closing.port, { headers, body: query })).rejects.toThrow(/ECONNREFUSED/);
    await closing.api.close();
  });

  test('does not wait for ever', async () => {
    const closing = await startTestServer();
    Object.defineProperty(closing.api.dependencies.readModels, 'aging', { value: () => new Promise(() => undefined) });
    const headers = { ...json, authorization: `Bearer ${await closing.tokenOf('finance')}` };
    const hung = send(closing.port, { headers, body: JSON.stringify({ query: '{ aging { asOf } }' }) });
    const ended = hung.then(
      () => 'answered',
      () => 'cut off',
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = performance.now();
    await closing.server.close(200);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await ended).toBe('cut off');
    await closing.api.close();
  });
});
