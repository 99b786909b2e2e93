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

const row = (account: string, debits: string, credits: string, net: string) => ({
  account,
  currency: 'USD',
  debits,
  credits,
  net,
});

const clearing = (args: string) =>
  api.ask(`{ clearing(${args} knownAt: { position: "${position}" }) {
    edges { node { account key currency date debits credits amount ageDays } } pageInfo { hasNextPage } } }`);

describe('the general ledger', () => {
  test('balances, account by account', async () => {
    const answer = await api.ask(`{ trialBalance(asOf: "2026-04-30", knownAt: { position: "${position}" }) {
      ${view} rows { account currency debits credits net } totals { currency debits credits net } } }`);
    expect(at(answer, 'trialBalance')).toMatchObject({
      asOf: '2026-04-30',
      position,
      rows: [
        row('AccountsReceivable', '410.00', '230.00', '180.00'),
        row('UnappliedCash', '200.00', '260.00', '-60.00'),
        row('CashClearing', '260.00', '0.00', '260.00'),
        row('ServiceRevenue', '0.00', '400.00', '-400.00'),
        row('LateFeeRevenue', '0.00', '10.00', '-10.00'),
        row('ContractualAllowances', '30.00', '0.00', '30.00'),
      ],
      totals: [{ currency: 'USD', debits: '900.00', credits: '900.00', net: '0.00' }],
    });
    const other = await api.ask(`{ trialBalance(currency: "JPY") { rows { account } totals { net } } }`);
    expect(at(other, 'trialBalance')).toEqual({ rows: [], totals: [] });
  });

  test('shows the cash to be found at the bank, by day and method', async () => {
    const cash = {
      account: 'CashClearing',
      key: 'CHECK',
      currency: 'USD',
      date: '2026-02-10',
      debits: '260.00',
      credits: '0.00',
      amount: '260.00',
      ageDays: 18,
    };
    const answer = await clearing('asOf: "2026-02-28"');
    expect(at(answer, 'clearing')).toEqual({ edges: [{ node: cash }], pageInfo: { hasNextPage: false } });
    expect(at(await clearing('from: "2026-02-11"'), 'clearing', 'edges')).toEqual([]);
  });
});
