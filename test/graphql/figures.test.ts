import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';
import { recordAnAccount } from './books.ts';

let api: TestApi;
let position: string;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  await recordAnAccount(api, 'account-1');
  position = await recordAnAccount(api, 'account-2');
  await api.dependencies.readModels.view({ minPosition: position });
});
afterAll(() => api.close());

const view = 'asOf knownAt position settled stale';

describe('a figure', () => {
  test('is what the books say, with all its parts and its view', async () => {
    const answer = await api.ask(`{ balance(accountId: "account-1") {
      ${view} currency balance openCharges unapplied overdue openItemCount oldestUnpaidAgeDays } }`);
    expect(at(answer, 'balance')).toEqual({
      asOf: '2026-06-15',
      knownAt: (await api.journal.head()).recordedAt,
      position,
      settled: true,
      stale: false,
      currency: 'USD',
      balance: '60.00',
      openCharges: '90.00',
      unapplied: '30.00',
      overdue: '70.00',
      openItemCount: 3,
      oldestUnpaidAgeDays: 106,
    });
  });

  test('says what was charged net and what was given up for which reason, of an account or of one payer', async () => {
    const parts = 'netCharged adjustmentsByReason { reasonCode reasonLabel amount }';
    const answer = await api.ask(`{
      whole: balance(accountId: "account-1") { ${parts} }
      payer: balance(accountId: "account-1", payerId: "payer-1") { ${parts} }
      holder: balance(accountId: "account-1", partyClass: "SELF") { ${parts} } }`);
    const given = [{ reasonCode: 'CONTRACT_RATE', reasonLabel: 'Price agreed with the payer', amount: '-15.00' }];
    expect(at(answer, 'whole')).toEqual({ netCharged: '190.00', adjustmentsByReason: given });
    expect(at(answer, 'payer')).toEqual({ netCharged: '65.00', adjustmentsByReason: given });
    expect(at(answer, 'holder')).toEqual({ netCharged: '125.00', adjustmentsByReason: [] });
  });

  test('can be asked for as of any day', async () => {
    const answer = await api.ask(
      `{ balance(accountId: "account-1", asOf: "2026-02-05") { balance openCharges unapplied overdue } }`,
    );
    expect(at(answer, 'balance')).toEqual({
      balance: '200.00',
      openCharges: '200.00',
      unapplied: '0.00',
      overdue: '100.00',
    });
  });

  test('can be asked for as known at any position, and at any instant', async () => {
    const journal = await api.ask(`{ journal(first: 4) { edges { node { type position recordedAt } } } }`);
    const node = at(journal, 'journal', 'edges', 3, 'node');
    expect(node).toMatchObject({ type: 'ChargePosted' });
    const { position: known, recordedAt } = node as Record<string, string>;
    const query = `query ($p: Position!, $i: DateTime!) {
      atPosition: balance(accountId: "account-1", knownAt: { position: $p }) { balance position }
      atInstant: balance(accountId: "account-1", knownAt: { instant: $i }) { balance position } }`;
    const answer = await api.ask(query, { p: known, i: recordedAt });
    expect(at(answer, 'atPosition')).toEqual({ balance: '200.00', position: known });
    expect(at(answer, 'atInstant')).toEqual({ balance: '200.00', position: known });
  });

  test('includes what a mutation answered as its position', async () => {
    const input = {
      commandId: 'mine',
      accountId: 'account-1',
      paymentId: 'mine',
      currency: 'USD',
      amount: '0.01',
      method: 'CASH',
    };
    const mutation = `mutation ($input: ReceivePaymentInput!) { receivePayment(input: $input) { ... on CommandRecorded { position } } }`;
    const mine = at(await api.ask(mutation, { input: { ...input, dryRun: true } }), 'receivePayment', 'position');
    expect(mine).toBeNull();
    const other = { ...input, accountId: 'account-1' };
    const recorded = at(await api.ask(mutation, { input: other }), 'receivePayment', 'position');
    const query = `query ($p: Position!) { balance(accountId: "account-1", minPosition: $p) { position unapplied } }`;
    const answer = await api.ask(query, { p: recorded });
    expect(at(answer, 'balance')).toEqual({ position: recorded, unapplied: '30.01' });
  });

  test('of one party is what that party owes', async () => {
    const answer = await api.ask(`{
      payer: balance(accountId: "account-1", payerId: "payer-1", knownAt: { position: "${position}" }) { openCharges }
      self: account(id: "account-1", knownAt: { position: "${position}" }) { balance(partyClass: "SELF") { openCharges } } }`);
    expect(at(answer, 'payer', 'openCharges')).toBe('65.00');
    expect(at(answer, 'self', 'balance', 'openCharges')).toBe('25.00');
  });

  test('of a request has one view with every other that was asked for alike', async () => {
    const answer = await api.ask(
      `{ a: balance(accountId: "account-1") { position } b: aging { position } c: openItems { position } }`,
    );
    const positions = new Set(['a', 'b', 'c'].map((name) => at(answer, name, 'position')));
    expect(positions.size).toBe(1);
  });

  test('of an account that is not there is null', async () => {
    const answer = await api.ask(`{ account(id: "nobody") { accountId } balance(accountId: "nobody") { balance }
      statement(accountId: "nobody", from: "2026-01-01", to: "2026-12-31") { currency } replay(accountId: "nobody") { accountId } }`);
    expect(answer.data).toEqual({ account: null, balance: null, statement: null, replay: null });
  });
});

const known = (): string => `knownAt: { position: "${position}" }`;

const agingPage = (after: string | null) => {
  const query = `query ($after: String) { aging(basis: SERVICE_DATE, edges: [90], groupBy: ACCOUNT, first: 1, after: $after) {
    position rows { edges { node { group buckets { label amount } } } pageInfo { hasNextPage endCursor hasPreviousPage } }
    totals { openCharges } } }`;
  return api.ask(query, { after });
};

describe('the aging', () => {
  test('has buckets that add up, with unapplied money beside them', async () => {
    const answer = await api.ask(`{ aging(${known()}) { basis edges groupBy totals {
      group currency buckets { label fromDays toDays amount } openCharges unapplied balance } rows { edges { node { openCharges } } } } }`);
    expect(at(answer, 'aging')).toEqual({
      basis: 'DUE_DATE',
      edges: [30, 60, 90, 120],
      groupBy: 'BOOK',
      totals: [
        {
          group: null,
          currency: 'USD',
          buckets: [
            { label: 'CURRENT', fromDays: null, toDays: 0, amount: '40.00' },
            { label: '1-30', fromDays: 1, toDays: 30, amount: '0.00' },
            { label: '31-60', fromDays: 31, toDays: 60, amount: '0.00' },
            { label: '61-90', fromDays: 61, toDays: 90, amount: '10.00' },
            { label: '91-120', fromDays: 91, toDays: 120, amount: '130.00' },
            { label: '121+', fromDays: 121, toDays: null, amount: '0.00' },
          ],
          openCharges: '180.00',
          unapplied: '60.00',
          balance: '120.00',
        },
      ],
      rows: { edges: [{ node: { openCharges: '180.00' } }] },
    });
  });

  test('takes other edges, another basis, and groups by account, page by page', async () => {
    const first = await agingPage(null);
    const second = await agingPage(at(first, 'aging', 'rows', 'pageInfo', 'endCursor') as string);
    const groups = [first, second].map((answer) => at(answer, 'aging', 'rows', 'edges', 0, 'node', 'group'));
    expect(groups).toEqual(['account-1', 'account-2']);
    expect(at(second, 'aging', 'rows', 'pageInfo')).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(at(second, 'aging', 'totals')).toEqual([{ openCharges: '180.00' }]);
  });

  test.each(['[]', '[30, 30]', '[60, 30]', '[0]', '[-1, 5]', '[1,2,3,4,5,6,7,8,9,10,11,12,13]', '[40000]'])(
    'refuses edges that make no buckets: %s',
    async (edges) => {
      const answer = await api.ask(`{ aging(edges: ${edges}) { asOf } }`);
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', inputPath: 'edges' });
    },
  );
});

const statementPage = (after: string | null) =>
  api.ask(
    `query ($after: String) { statement(accountId: "account-2", from: "2026-02-01", to: "2026-03-31", first: 2, after: $after) {
      ${view} accountId currency from to openingBalance closingBalance
      lines { edges { node { type effectiveDate chargeId paymentId openChange unappliedChange balanceChange balanceAfter } }
        pageInfo { hasNextPage endCursor } } } }`,
    { after },
  );

describe('lists', () => {
  test('show open items with what is owed, by whom and how old', async () => {
    const answer = await api.ask(`{ openItems(filter: { accountId: "account-2", payerId: "payer-1" }) { ${view}
      edges { node { accountId chargeId item partyClass payerId category dueDate serviceDate effectiveDate currency amount open ageDays } } } }`);
    expect(at(answer, 'openItems', 'edges')).toEqual([
      {
        node: {
          accountId: 'account-2',
          chargeId: 'c2',
          item: 1,
          partyClass: 'COMMERCIAL',
          payerId: 'payer-1',
          category: 'SERVICE',
          dueDate: '2026-03-01',
          serviceDate: null,
          effectiveDate: '2026-02-01',
          currency: 'USD',
          amount: '80.00',
          open: '65.00',
          ageDays: 106,
        },
      },
    ]);
  });

  test('show what moved an account, line by line, with the balance after each', async () => {
    const first = await statementPage(null);
    expect(at(first, 'statement')).toMatchObject({
      asOf: '2026-03-31',
      openingBalance: '100.00',
      closingBalance: '55.00',
    });
    const second = await statementPage(at(first, 'statement', 'lines', 'pageInfo', 'endCursor') as string);
    const lines = [first, second].flatMap((answer) => at(answer, 'statement', 'lines', 'edges') as readonly object[]);
    expect(lines).toMatchObject([
      { node: { type: 'ChargePosted', openChange: '100.00', balanceAfter: '200.00' } },
      { node: { type: 'PaymentReceived', unappliedChange: '130.00', balanceAfter: '70.00' } },
      { node: { type: 'PaymentApplied', openChange: '-100.00', unappliedChange: '-100.00', balanceAfter: '70.00' } },
      { node: { type: 'ChargeAdjusted', openChange: '-15.00', balanceAfter: '55.00' } },
    ]);
    expect(at(second, 'statement', 'lines', 'pageInfo', 'hasNextPage')).toBe(false);
  });

  test('walk through accounts as one report while accounts are being opened', async () => {
    const pages: unknown[] = [];
    const positions = new Set<unknown>();
    let after: unknown = null;
    for (let turn = 0; turn < 4; turn += 1) {
      const query = `query ($after: String) { accounts(first: 1, after: $after) { position
        edges { node { accountId position balance { balance } } } pageInfo { hasNextPage endCursor } } }`;
      const answer = await api.ask(query, { after });
      pages.push(at(answer, 'accounts', 'edges', 0, 'node', 'accountId'));
      positions.add(at(answer, 'accounts', 'position'));
      if (at(answer, 'accounts', 'pageInfo', 'hasNextPage') !== true) break;
      after = at(answer, 'accounts', 'pageInfo', 'endCursor');
      // One before, one between and one behind the rows that are still to come.
      for (const name of ['a', 'account-1x', 'z']) {
        const opened = { accountId: `${name}-${turn}`, currency: 'USD', effectiveDate: '2026-01-02' };
        const token = await api.record('OpenAccount', opened);
        await api.dependencies.readModels.view({ minPosition: token });
      }
    }
    expect(pages).toEqual(['account-1', 'account-2']);
    expect(positions.size).toBe(1);
    const now = await api.ask(`{ accounts { edges { node { accountId } } } }`);
    expect((at(now, 'accounts', 'edges') as readonly unknown[]).length).toBeGreaterThan(2);
  });

  test('know a cursor that is not theirs', async () => {
    for (const after of ['x', 'bm90IGEgY3Vyc29y', Buffer.from('2026-01-01 3 no.such.row').toString('base64url')]) {
      const answer = await api.ask(`query ($after: String) { openItems(after: $after) { asOf } }`, { after });
      expect(answer.errors?.[0]?.extensions.code).toBe('CURSOR_UNKNOWN');
    }
  });
});

test('a line of a statement is about the payment that was refunded, also where all of it had been applied', async () => {
  const on = { accountId: 'refunded', currency: 'USD', effectiveDate: '2026-02-01' };
  await api.record('OpenAccount', on);
  await api.record('PostCharge', { ...on, chargeId: 'c1', category: 'SERVICE', amount: '30.00' });
  const lines = [{ chargeId: 'c1', amount: '30.00' }];
  await api.record('ReceivePayment', { ...on, paymentId: 'p1', amount: '30.00', method: 'CHECK', lines });
  const refund = { refundId: 'r1', paymentId: 'p1', amount: '10.00', method: 'CHECK', reasonCode: 'REFUND_REQUESTED' };
  const reopen = [{ chargeId: 'c1', amount: '10.00' }];
  const minPosition = await api.record('RefundPayment', { ...on, ...refund, reopen });
  const answer = await api.ask(
    `query ($at: Position) { statement(accountId: "refunded", from: "2026-02-01", to: "2026-02-01", minPosition: $at) {
      lines { edges { node { type chargeId paymentId openChange unappliedChange } } } } }`,
    { at: minPosition },
  );
  expect(at(answer, 'statement', 'lines', 'edges', 3, 'node')).toEqual({
    type: 'PaymentRefunded',
    chargeId: 'c1',
    paymentId: 'p1',
    openChange: '10.00',
    unappliedChange: '0.00',
  });
});
