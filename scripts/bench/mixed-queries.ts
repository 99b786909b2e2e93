import { accountName, concurrently } from './books.ts';
import type { BenchServer } from './server.ts';

interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What a day's work asks: mostly one account at a time, now and then the whole book. Milliseconds of each. */
export async function mostlyPoints(server: BenchServer, count: number, accounts: number): Promise<readonly number[]> {
  const times: number[] = [];
  await concurrently(4, count, async (index) => {
    const started = performance.now();
    await ask(server, questionOf(index, accountName((index * 7_919) % accounts)));
    times.push(performance.now() - started);
  });
  return times;
}

export const accountById = 'query ($id: String!) { account(id: $id) { accountId currency openedOn } }';

function questionOf(index: number, accountId: string): Question {
  const variables = { accountId };
  switch (index % 10) {
    case 0:
      return { query: '{ aging { totals { currency openCharges unapplied balance } } }', variables: {} };
    case 1:
      return {
        query: '{ aging(groupBy: PAYER, first: 50) { rows { edges { node { group balance } } } } }',
        variables: {},
      };
    case 2:
      return {
        query: '{ openItems(first: 100) { edges { node { accountId chargeId open ageDays } } } }',
        variables: {},
      };
    case 3:
      return {
        query: `query ($accountId: String!) { statement(accountId: $accountId, from: "2020-01-01", to: "2030-01-01") {
          openingBalance closingBalance lines { edges { node { type balanceAfter } } } } }`,
        variables,
      };
    case 4:
      return {
        query: `query ($accountId: String!) { auditTrail(filter: { accountId: $accountId }, first: 50) {
          edges { node { type recordedAt actor { id } data } } } }`,
        variables,
      };
    default:
      return {
        query:
          'query ($accountId: String!) { balance(accountId: $accountId) { balance openCharges unapplied overdue } }',
        variables,
      };
  }
}

async function ask({ address, token }: BenchServer, question: Question): Promise<void> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(question),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"')) throw new Error(`a query of the bench failed: ${text.slice(0, 300)}`);
}
