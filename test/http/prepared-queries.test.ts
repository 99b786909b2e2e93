import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeDemoBooks } from '#cli/demo/make-books.ts';
import { isRole, type Role } from '#graphql/permissions.ts';
import { graphiqlPage } from '#http/graphiql-page.ts';
import { type PreparedRole, preparedRoles } from '#http/prepared-roles.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { type Answer, openTestApi, type TestApi } from '../graphql/api.ts';

let api: TestApi;
let accountId = '';

/** The books that a visitor of the pages has before him. */
beforeAll(async () => {
  api = await openTestApi();
  const { handleCommand, readModels } = api.dependencies;
  const terms = { seed: 1, today: calendarDate('2026-06-15') };
  await makeDemoBooks({ journal: api.journal, handleCommand }, terms, {
    advance: () => undefined,
    stop: () => undefined,
  });
  const minPosition = api.journal.tokenOf((await api.journal.head()).ordinal);
  const view = await vi.waitFor(() => readModels.view({ minPosition }), { timeout: 60_000 });
  const { rows } = await readModels.openItems(view, {}, { first: 1 });
  accountId = rows[0]?.accountId ?? '';
}, 120_000);
afterAll(() => api.close());

interface Tab {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** As the page of the role opens them. */
function tabsOf(role: PreparedRole): readonly Tab[] {
  const page = graphiqlPage({ role, token: 'token', accountId, boot: 'boot' });
  const [, options = ''] = /<script id="options" type="application\/json">(.*?)<\/script>/s.exec(page) ?? [];
  const { graphiql } = JSON.parse(options) as { graphiql: { defaultTabs: { query: string; variables: string }[] } };
  return graphiql.defaultTabs.map(({ query, variables }) => ({ query, variables: JSON.parse(variables) as {} }));
}

const nameOf = (query: string): string => /(?:query|mutation|subscription) (\w+)/.exec(query)?.[1] ?? query;

const cases = preparedRoles.flatMap((role) =>
  role.queries
    .filter(({ query }) => !query.includes('\nsubscription '))
    .map(({ query }) => [role.role, nameOf(query), role] as const),
);

describe('on the demo books, as they stand', () => {
  test.each(cases)('%s: %s finds something', async (name, queryName, role) => {
    const tab = tabsOf(role).find(({ query }) => nameOf(query) === queryName);
    const answer = await api.ask(tab?.query ?? '', tab?.variables, name);
    expect(answer.errors).toBeUndefined();
    const [found] = Object.values(answer.data ?? {});
    expect(found).toBeTruthy();
    expect(JSON.stringify(found)).not.toContain('CommandRejected');
    for (const list of listsIn(found)) expect(list.length).toBeGreaterThan(0);
  });

  const filtered = new Map(
    preparedRoles.flatMap(({ role, queries }) =>
      queries.flatMap(({ query, variables }) => {
        const { types = [] } = (variables['filter'] ?? {}) as { types?: readonly string[] };
        return types.map((type) => [`${nameOf(query)} ${type}`, [role, nameOf(query), type, query] as const] as const);
      }),
    ),
  );

  test.each([...filtered.values()])('%s is shown some of what %s asks for: %s', async (role, _name, type, query) => {
    const answer = await api.ask(query, { filter: { types: [type] } }, role);
    expect([type, rowsOf(answer)]).not.toEqual([type, 0]);
  });

  test.each(readmeAsks())('README.md asks as %s: %s', async (role, body) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Readonly<Record<string, unknown>> };
    const answer = await api.ask(query, variables, role);
    expect(answer.errors).toBeUndefined();
    const [found] = Object.values(answer.data ?? {});
    expect(found).toBeTruthy();
    expect(JSON.stringify(found)).not.toContain('CommandRejected');
    for (const list of listsIn(found)) expect(list.length).toBeGreaterThan(0);
  });

  test('show the row that each role came for, not an empty account', async () => {
    const [explain] = preparedRoles.flatMap(tabsOf).filter(({ query }) => nameOf(query) === 'ExplainBalance');
    const answer = await api.ask(explain?.query ?? '', explain?.variables, 'finance');
    expect(JSON.stringify(answer.data)).toMatch(/is open\./);
  });
});

test.each(preparedRoles)('the queries of $title fit beside the buttons of the editor', ({ queries }) => {
  const lines = queries.flatMap(({ query }) => query.split('\n'));
  expect(lines.filter((line) => line.length > 57)).toEqual([]);
});

/** Each `ask <role> '<body>'` of README.md, in its order. */
function readmeAsks(): readonly (readonly [role: Role, body: string])[] {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const asks = [...readme.matchAll(/^ask (\w+) '(.*)'$/gm)].map(([, role, body = '']) => [role, body] as const);
  return asks.flatMap(([role, body]) => (isRole(role) ? [[role, body] as const] : []));
}

/** The lists that an answer is made of: those of the figure itself, not of its rows. */
function listsIn(found: unknown): readonly (readonly unknown[])[] {
  if (typeof found !== 'object' || found === null) return [];
  return Object.values(found).flatMap((part) => (Array.isArray(part) ? [part as readonly unknown[]] : listsIn(part)));
}

function rowsOf({ data }: Answer): number {
  return listsIn(Object.values(data ?? {})[0])[0]?.length ?? 0;
}
