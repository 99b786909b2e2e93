import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, at, openLedger, openTestApi, type TestApi } from './api.ts';

/** A charge of 100.00: 40.00 of it disputed in March, resolved in April; the account held for May. */
let api: TestApi;
let opened = '';
let last = '';

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  for (const accountId of ['a1', 'a2']) {
    const usd = { accountId, currency: 'USD' };
    await api.record('OpenAccount', { ...usd, effectiveDate: '2026-01-02' });
    const charge = { ...usd, chargeId: 'c1', category: 'SERVICE', amount: '100.00', effectiveDate: '2026-02-01' };
    await api.record('PostCharge', charge);
  }
  const dispute = { accountId: 'a1', currency: 'USD', disputeId: 'd1', chargeId: 'c1', effectiveDate: '2026-03-01' };
  opened = await api.record('OpenDispute', { ...dispute, amount: '40.00' });
  const resolved = { accountId: 'a1', disputeId: 'd1', effectiveDate: '2026-04-01' };
  await api.record('ResolveDispute', { ...resolved, outcome: 'REJECTED' });
  await api.record('PlaceHold', { accountId: 'a1', holdId: 'h1', kind: 'HARDSHIP', effectiveDate: '2026-05-01' });
  await api.record('ReleaseHold', { accountId: 'a1', holdId: 'h1', effectiveDate: '2026-06-01' });
  const item = { chargeId: 'c1', item: 1 };
  const held = { accountId: 'a2', holdId: 'h1', kind: 'LEGAL', holdOn: item, effectiveDate: '2026-05-02' };
  last = await api.record('PlaceHold', held);
  await api.dependencies.readModels.view({ minPosition: last });
});
afterAll(() => api.close());

const nodes = (answer: Answer, list: string) => {
  expect(answer.errors).toBeUndefined();
  const edges = at(answer, list, 'edges');
  return Array.isArray(edges) ? edges.map(({ node }: { node: unknown }) => node) : edges;
};

const disputes = async (view: string) =>
  nodes(
    await api.ask(
      `{ disputes(${view}) { edges { node { accountId disputeId chargeId item partyClass payerId currency amount disputed
        openedOn resolvedOn outcome } } } }`,
    ),
    'disputes',
  );

const holds = async (view: string) =>
  nodes(
    await api.ask(`{ holds(${view}) { edges { node { accountId holdId kind chargeId item placedOn releasedOn } } } }`),
    'holds',
  );

const balanceOn = async (asOf: string) =>
  at(await api.ask(`{ balance(accountId: "a1", asOf: "${asOf}") { balance openCharges disputed } }`), 'balance');

const pageOfHolds = (after: unknown) =>
  api.ask(
    `query ($after: String) { holds(first: 1, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { accountId } } } }`,
    { after },
  );

const words = async (asOf: string) => {
  const answer = await api.ask(`{ explainBalance(accountId: "a1", asOf: "${asOf}") { sentences { text amount } } }`);
  return JSON.stringify(at(answer, 'explainBalance'));
};

const d1 = {
  accountId: 'a1',
  disputeId: 'd1',
  chargeId: 'c1',
  item: 1,
  partyClass: 'SELF',
  payerId: null,
  currency: 'USD',
  amount: '40.00',
  disputed: '40.00',
  openedOn: '2026-03-01',
  resolvedOn: null,
  outcome: null,
};

describe('disputes', () => {
  test('stand from their day to that of their resolution, as known at a position', async () => {
    expect(await disputes('asOf: "2026-02-28"')).toEqual([]);
    expect(await disputes('asOf: "2026-03-31"')).toEqual([d1]);
    const resolved = { ...d1, disputed: '0.00', resolvedOn: '2026-04-01', outcome: 'REJECTED' };
    expect(await disputes('asOf: "2026-04-01"')).toEqual([resolved]);
    expect(await disputes(`asOf: "2026-04-01", knownAt: { position: "${opened}" }`)).toEqual([d1]);
  });

  test('are found by account and by whether they stand', async () => {
    expect(await disputes('asOf: "2026-03-31", filter: { accountId: "a2" }')).toEqual([]);
    expect(await disputes('asOf: "2026-03-31", filter: { accountId: "a1", isStanding: true }')).toEqual([d1]);
    expect(await disputes('asOf: "2026-04-01", filter: { isStanding: true }')).toEqual([]);
  });

  test('are a figure beside the balance, which they do not change', async () => {
    expect(await balanceOn('2026-03-31')).toEqual({ balance: '100.00', openCharges: '100.00', disputed: '40.00' });
    expect(await balanceOn('2026-04-01')).toEqual({ balance: '100.00', openCharges: '100.00', disputed: '0.00' });
  });
});

describe('holds', () => {
  const released = { accountId: 'a1', holdId: 'h1', kind: 'HARDSHIP', chargeId: null, item: null };
  const legal = { accountId: 'a2', holdId: 'h1', kind: 'LEGAL', chargeId: 'c1', item: 1, placedOn: '2026-05-02' };

  test('stand until their release, on an account or on an item', async () => {
    const whole = { ...released, placedOn: '2026-05-01', releasedOn: null };
    expect(await holds('asOf: "2026-05-31"')).toEqual([whole, { ...legal, releasedOn: null }]);
    expect(await holds('asOf: "2026-06-01", filter: { isStanding: false }')).toEqual([
      { ...whole, releasedOn: '2026-06-01' },
    ]);
    expect(await holds('asOf: "2026-06-01", filter: { kind: LEGAL, accountId: "a2" }')).toEqual([
      { ...legal, releasedOn: null },
    ]);
  });

  test('come in pages that show one view', async () => {
    const first = await pageOfHolds(null);
    expect(at(first, 'holds', 'pageInfo', 'hasNextPage')).toBe(true);
    const second = await pageOfHolds(at(first, 'holds', 'pageInfo', 'endCursor'));
    expect(nodes(second, 'holds')).toEqual([{ accountId: 'a2' }]);
    expect(at(second, 'holds', 'pageInfo', 'hasNextPage')).toBe(false);
  });

  test('are told with the balance, as long as they stand', async () => {
    expect(await words('2026-05-31')).toContain('Held since 2026-05-01, the whole account: HARDSHIP.');
    expect(await words('2026-06-01')).not.toContain('Held');
    expect(await words('2026-03-31')).toContain(
      'Disputed since 2026-03-01, item 1 of charge c1: 40.00 USD, or what is open of it.',
    );
  });
});
