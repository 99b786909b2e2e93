import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './server-under-test.ts';

/**
 * The conformance suite of GraphQL over HTTP against the real server. What it calls MAY about GET and forms is refused
 * here on purpose: a query in an address is kept in histories and logs.
 */
let under: TestServer;
let token: string;
beforeAll(async () => {
  under = await startTestServer();
  token = await under.tokenOf('auditor');
});
afterAll(() => under.close());

const audits = serverAudits({
  url: () => `${under.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${token}` },
    }),
});

describe('GraphQL over HTTP', () => {
  test('has an audit for every rule', () => {
    expect(audits.length).toBeGreaterThan(55);
  });

  test.each(audits.filter(({ name }) => /^(MUST|SHOULD)/.test(name)))('$id $name', async (audit) => {
    const result = await audit.fn();
    expect([result.status, 'reason' in result ? result.reason : '']).toEqual(['ok', '']);
  });
});
