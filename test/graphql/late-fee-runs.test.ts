import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

/** Two accounts that owe since February; money was imported once, in March. Today is 15 June 2026. */
let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  for (const accountId of ['a1', 'a2']) {
    const usd = { accountId, currency: 'USD' };
    await api.record('OpenAccount', { ...usd, effectiveDate: '2026-01-02' });
    const charge = { ...usd, chargeId: 'c1', category: 'SERVICE', amount: '100.00', effectiveDate: '2026-02-01' };
    await api.record('PostCharge', charge);
  }
  const payment = { accountId: 'a1', currency: 'USD', paymentId: 'p1', amount: '5.00', method: 'CHECK' };
  const source = { system: 'bank', id: 'line-1' };
  await api.record('ReceivePayment', { ...payment, effectiveDate: '2026-03-02', source });
  const terms = { method: 'PERCENT', percent: '2.5', graceDays: 30, mostAmount: '20.00' };
  const run = { runId: 'r1', effectiveDate: '2026-06-01', period: '2026-06', currency: 'USD', terms };
  const token = await api.record('RunLateFees', { ...run, importsWithinDays: 7 });
  await api.dependencies.readModels.view({ minPosition: token });
});
afterAll(() => api.close());

const page = async (after: unknown) =>
  api.ask(
    `query ($after: String) { lateFeeRun(runId: "r1") { accounts(first: 1, after: $after) {
      edges { node { accountId leftOut notices { chargeId item }
        fees { feeId chargeId item overdue amount interestFrom interestThrough } } }
      pageInfo { hasNextPage endCursor } } } }`,
    { after },
  );

describe('late-fee runs', () => {
  test('say what they charged, by which terms, and warn where imported money is out of date', async () => {
    const answer = await api.ask(`{ lateFeeRuns { runId effectiveDate period currency warnings
      terms { method amount percent daysInYear graceDays mostAmount leastAmount noticeDays }
      totals { accounts fees amount notices leftOut refused newestImportOn } } }`);
    expect(at(answer, 'lateFeeRuns')).toEqual([
      {
        runId: 'r1',
        effectiveDate: '2026-06-01',
        period: '2026-06',
        currency: 'USD',
        warnings: ['IMPORTS_OUT_OF_DATE'],
        terms: {
          method: 'PERCENT',
          amount: null,
          percent: '2.5',
          daysInYear: null,
          graceDays: 30,
          mostAmount: '20.00',
          leastAmount: null,
          noticeDays: null,
        },
        totals: {
          accounts: 2,
          fees: 2,
          amount: '5.00',
          notices: 0,
          leftOut: 0,
          refused: 0,
          newestImportOn: '2026-03-02',
        },
      },
    ]);
  });

  test('warn where their day is not in the period that they fine', async () => {
    const ofMay = { runId: 'r2', effectiveDate: '2026-06-01', period: '2026-05', currency: 'USD' };
    await api.record('RunLateFees', { ...ofMay, terms: { method: 'FLAT', amount: '1.00', graceDays: 366 } });
    expect(at(await api.ask('{ lateFeeRun(runId: "r2") { warnings } }'), 'lateFeeRun')).toEqual({
      warnings: ['DAY_OUTSIDE_PERIOD'],
    });
  });

  test('are walked account by account', async () => {
    const first = await page(null);
    const second = await page(at(first, 'lateFeeRun', 'accounts', 'pageInfo', 'endCursor'));
    const found = [first, second].map((answer) => at(answer, 'lateFeeRun', 'accounts', 'edges', '0', 'node'));
    const fee = { feeId: 'r1-1', chargeId: 'c1', item: 1, overdue: '100.00', amount: '2.50' };
    const fees = [{ ...fee, interestFrom: null, interestThrough: null }];
    const node = (accountId: string) => ({ accountId, leftOut: 0, notices: [], fees });
    expect(found.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
      node('a1'),
      node('a2'),
    ]);
    expect(at(second, 'lateFeeRun', 'accounts', 'pageInfo', 'hasNextPage')).toBe(false);
  });

  test('of which there is none are null, and an id of another form is refused without being repeated', async () => {
    expect(at(await api.ask('{ lateFeeRun(runId: "r9") { runId } }'), 'lateFeeRun')).toBeNull();
    const refused = await api.ask('{ lateFeeRun(runId: "not an id") { runId } }');
    expect(refused.errors?.length).toBe(1);
    expect(JSON.stringify(refused)).not.toContain('not an id');
  });
});
