import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayMoveClock, roles } from '#graphql/permissions.ts';
import { preparedRoles } from '#http/prepared-roles.ts';
import { subscribe } from './event-client.ts';
import { send, startTestServer, type TestServer } from './server-under-test.ts';

let under: TestServer;
beforeAll(async () => {
  under = await startTestServer();
});
afterAll(() => under.close());

interface PageOptions {
  readonly marker: string;
  readonly graphiql: { readonly headers: string; readonly method: string; readonly defaultTabs: readonly Tab[] };
}

interface Tab {
  readonly query: string;
  readonly variables: string;
  readonly headers: string;
}

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Readonly<Record<string, string>> = html) =>
  send(under.port, { method: 'GET', path, headers });

async function optionsOf(path: string, port = under.port): Promise<PageOptions> {
  const { text } = await send(port, { method: 'GET', path, headers: html });
  const [, options = ''] = /<script id="options" type="application\/json">(.*?)<\/script>/s.exec(text) ?? [];
  return JSON.parse(options) as PageOptions;
}

describe('the tabs of GraphiQL', () => {
  test('stay under the pointer that presses them, or no prepared query could be chosen', async () => {
    const { text } = await get('/graphql?role=finance');
    expect(text).toContain('.graphiql-tab { transform: none !important }');
    expect(text).toContain('@media (max-width: 700px)');
  });
});

describe('the first page', () => {
  test('offers every role, with a token that works', async () => {
    const { text, headers } = await get('/');
    expect(headers['cache-control']).toBe('no-store');
    for (const role of roles) expect(text).toContain(`/graphql?role=${role}`);
    const tokens = [...text.matchAll(/<code>(eyJ[^<]*)<\/code>/g)].map(([, token]) => token ?? '');
    const callers = await Promise.all(tokens.map((token) => under.issuer.verify(token)));
    expect(new Set(callers.map((caller) => caller?.roles[0]))).toEqual(new Set(roles));
  });

  test.each(['/', '/graphql', '/graphiql/start.js'])('%s is for a browser at this machine only', async (path) => {
    const rebound = await get(path, { ...html, host: 'ledger.elsewhere.example' });
    expect(rebound.status).toBeGreaterThanOrEqual(400);
    expect(rebound.text).not.toContain('eyJ');
  });

  test('is not there without the development issuer', async () => {
    const plain = await startTestServer({ developmentIssuer: undefined });
    const statuses = ['/', '/graphql', '/graphiql/graphiql.js'].map(
      async (path) => (await send(plain.port, { method: 'GET', path, headers: html })).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 405, 404]);
    await plain.close();
  });
});

describe('GraphiQL', () => {
  test('comes from this server alone', async () => {
    const { text, headers } = await get('/graphql?role=auditor');
    expect(text.match(/(?:src|href)="([^"]*)"/g)?.filter((link) => !/="(\/graphiql\/|data:,")/.test(link))).toEqual([]);
    expect(headers['content-security-policy']).toContain("default-src 'none';script-src 'self';worker-src 'self'");
    for (const file of [
      'start.js',
      'render.js',
      'graphiql.js',
      'graphiql.css',
      'editorWorkerService.js',
      'json.js',
      'graphql.js',
    ]) {
      const answer = await get(`/graphiql/${file}`);
      expect([file, answer.status, answer.text.length > 100]).toEqual([file, 200, true]);
      expect(answer.headers['content-type']).toMatch(file.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
    }
    expect((await get('/graphiql/other.js')).status).toBe(404);
  });

  test('asks for streams the way this server answers them', async () => {
    // The client inside GraphiQL would send a subscription with GET, which has no place here.
    expect((await optionsOf('/graphql?role=auditor')).graphiql.method).toBe('POST');
  });

  test('opens with the token of the role, and with another marker for every role', async () => {
    const markers = new Set<string>();
    for (const role of roles) {
      const { marker, graphiql } = await optionsOf(`/graphql?role=${role}`);
      const { authorization } = JSON.parse(graphiql.headers) as { authorization: string };
      expect(await under.issuer.verify(authorization.replace('Bearer ', ''))).toMatchObject({ roles: [role] });
      markers.add(marker);
    }
    expect(markers.size).toBe(roles.length);
  });

  test.each(['', '?role=', '?role=root', '?role=auditor&role=admin', '?role[x]=<script>'])(
    'takes no role from "%s"',
    async (query) => {
      const { status, text } = await get(`/graphql${query}`);
      expect(status).toBe(200);
      expect(text).toContain('Finance - AR ledger');
      expect(text).not.toContain('<script>');
    },
  );

  test('does not answer a program that asks for JSON', async () => {
    expect((await get('/graphql', { accept: 'application/json' })).status).toBe(405);
  });
});

describe('the prepared queries', () => {
  // Of a ledger without periods there is nothing that could roll forward.
  beforeAll(async () => void (await under.api.record('ExtendCalendar', { periodEnds: ['2026-01-31', '2026-02-28'] })));

  test('are there for every role', () => {
    expect(preparedRoles.map(({ role }) => role).toSorted()).toEqual([...roles].toSorted());
  });

  test.each(preparedRoles)('of $title run as they stand', async ({ role, queries }) => {
    const { graphiql } = await optionsOf(`/graphql?role=${role}`);
    expect(graphiql.defaultTabs).toHaveLength(queries.length);
    for (const { query, variables, headers } of graphiql.defaultTabs) {
      if (query.includes('\nsubscription ')) {
        await runsAsAStream(query, variables, headers);
        continue;
      }
      const body = JSON.stringify({ query, variables: JSON.parse(variables) as unknown });
      const given = JSON.parse(headers) as Record<string, string>;
      const { text } = await send(under.port, { headers: { ...given, 'content-type': 'application/json' }, body });
      const answer = JSON.parse(text) as { errors?: unknown; data: Record<string, unknown> };
      expect(answer.errors).toBeUndefined();
      expect(Object.values(answer.data).filter((value) => value === null)).toEqual([]);
      expect(text).not.toContain('CommandRejected');
    }
  });
});

describe('a clock that stands', () => {
  test('is offered to whoever may move it, a week on, and to nobody where time goes by itself', async () => {
    const standing = await startTestServer({ manualClock: () => Date.parse('2026-03-01T10:00:00Z') });
    const offers = new Map<string, boolean>();
    for (const role of roles) {
      const options = await optionsOf(`/graphql?role=${role}`, standing.port);
      offers.set(role, offersToMoveIt(options));
      expect(offersToMoveIt(await optionsOf(`/graphql?role=${role}`))).toBe(false);
    }
    const willing = [...offers].filter(([, isOffered]) => isOffered).map(([role]) => role);
    expect(willing.toSorted()).toEqual(roles.filter((role) => mayMoveClock({ roles: [role] })).toSorted());
    expect(willing).toContain('admin');
    const { graphiql } = await optionsOf('/graphql?role=admin', standing.port);
    expect(graphiql.defaultTabs.at(-1)?.variables).toContain('2026-03-08T10:00:00.000Z');
    await standing.close();
  });
});

function offersToMoveIt({ graphiql }: PageOptions): boolean {
  return graphiql.defaultTabs.some(({ query }) => query.includes('advanceClock'));
}

/** Its first event, at the latest when something is recorded, has no errors. */
async function runsAsAStream(query: string, variables: string, headers: string): Promise<void> {
  const { authorization = '' } = JSON.parse(headers) as { authorization?: string };
  const given = JSON.parse(variables) as Record<string, unknown>;
  const client = await subscribe({ port: under.port, authorization, query, variables: given });
  expect(client.status).toBe(200);
  const usd = { accountId: 'account-1', effectiveDate: '2026-03-01', currency: 'USD', amount: '1.00', method: 'CASH' };
  await under.api.record('ReceivePayment', { ...usd, paymentId: `during-${randomUUID()}` });
  const { data = '' } = (await client.next()) ?? {};
  expect(JSON.parse(data)).not.toHaveProperty('errors');
  client.cut();
}
