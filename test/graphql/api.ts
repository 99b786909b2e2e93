import { createGraphqlHandler, type GraphqlHandler } from '#graphql/handler.ts';
import type { Role } from '#graphql/permissions.ts';
import { createGraphqlSchema } from '#graphql/schema.ts';
import { openTestBooks, type TestBooks } from './books.ts';

/** What comes back, as loosely as a client sees it. */
export interface Answer {
  readonly data?: Readonly<Record<string, Json>> | null;
  readonly errors?: readonly ApiError[];
  readonly extensions?: Readonly<Record<string, Json>>;
}

interface ApiError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly unknown[];
  readonly extensions: { readonly code: string; readonly retryable: boolean; readonly inputPath?: string };
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface TestApi extends TestBooks {
  readonly handler: GraphqlHandler;
  readonly logged: readonly string[];
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>, role?: Role) => Promise<Answer>;
  readonly send: (body: string, role?: Role) => Promise<{ readonly status: number; readonly text: string }>;
}

/** The API in process, over real books, with everything that it logs kept for the test to read. */
export async function openTestApi(): Promise<TestApi> {
  const books = await openTestBooks();
  const logged: string[] = [];
  const log = { error: (fields: object, message: string) => void logged.push(`${JSON.stringify(fields)} ${message}`) };
  const handler = createGraphqlHandler({ schema: createGraphqlSchema(), dependencies: books.dependencies, log });
  const send: TestApi['send'] = async (body, role = 'supervisor') => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const caller = { kind: 'PERSON', id: 'tester', roles: [role] } as const;
    const init = { method: 'POST', headers, body };
    const answer = await handler.fetch('http://localhost/graphql', init, { caller, requestId: 'request-of-a-test' });
    return { status: answer.status, text: await answer.text() };
  };
  return {
    ...books,
    handler,
    logged,
    send,
    ask: async (query, variables, role) => {
      const { text } = await send(JSON.stringify({ query, variables }), role);
      return JSON.parse(text) as Answer;
    },
  };
}

/** The value at a path of an answer, for comparing. */
export function at(answer: Answer, ...path: readonly (string | number)[]): Json | undefined {
  let value: unknown = answer.data;
  for (const step of path)
    value = value === null || value === undefined ? undefined : (value as Record<string, unknown>)[step];
  return value as Json | undefined;
}

export const openLedger = {
  baseCurrency: 'USD',
  timeZone: 'America/New_York',
  mode: 'SANDBOX',
  effectiveDate: '2026-01-01',
} as const;
