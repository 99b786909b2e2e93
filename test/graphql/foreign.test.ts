import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
});
afterAll(() => api.close());

const recorded = '{ __typename ... on CommandRecorded { position } ... on CommandRejected { code inputPath } }';

async function mutate(name: string, input: string): Promise<unknown> {
  const { data } = await api.ask(`mutation { ${name}(input: {${input}}) ${recorded} }`, {}, 'supervisor');
  return data?.[name];
}

const euros = 'accountId: "e-1", currency: "EUR"';

describe('an account in a foreign currency', () => {
  test('is opened, billed and paid with the rates of the days, and valued at the end of the month', async () => {
    const accepted = { __typename: 'CommandRecorded' };
    expect(await mutate('openAccount', `${euros}, commandId: "k1", effectiveDate: "2026-03-01"`)).toMatchObject(
      accepted,
    );
    const charge = `${euros}, chargeId: "c", category: SERVICE, amount: "100.00", effectiveDate: "2026-03-01"`;
    expect(await mutate('postCharge', `${charge}, commandId: "k2"`)).toMatchObject({
      code: 'BASE_VALUE_REQUIRED',
      inputPath: 'baseAmount',
    });
    const at160 = 'rate: {rate: "1.60", source: "ECB:2026-03-01"}';
    expect(await mutate('postCharge', `${charge}, commandId: "k3", ${at160}`)).toMatchObject(accepted);
    const payment = `${euros}, paymentId: "p", amount: "80.00", method: WIRE, baseAmount: "120.00", commandId: "k4"`;
    const lines = 'lines: [{chargeId: "c", amount: "80.00"}], effectiveDate: "2026-03-10"';
    expect(await mutate('receivePayment', `${payment}, ${lines}`)).toMatchObject(accepted);
    const at155 = 'rate: {rate: "1.55", source: "ECB:2026-03-31"}';
    const valued = `${euros}, ${at155}, effectiveDate: "2026-03-31", commandId: "k5"`;
    const answer = await mutate('revalueReceivables', valued);
    expect(answer).toMatchObject(accepted);
    const { ordinal } = await api.journal.head();
    await api.dependencies.readModels.view({ minPosition: api.journal.tokenOf(ordinal) });
  });

  test('shows its figures in both currencies', async () => {
    const answer = await api.ask(`{ balance(accountId: "e-1", asOf: "2026-03-31") {
      currency balance inBase { currency balance openCharges unapplied fxRealized fxUnrealized } } }`);
    expect(at(answer, 'balance')).toEqual({
      currency: 'EUR',
      balance: '20.00',
      inBase: {
        currency: 'USD',
        balance: '31.00',
        openCharges: '32.00',
        unapplied: '0.00',
        fxRealized: '-8.00',
        fxUnrealized: '-1.00',
      },
    });
  });

  test('is found among the accounts in its currency', async () => {
    await api.record('OpenAccount', { accountId: 'a-1', currency: 'USD', effectiveDate: '2026-03-01' });
    const { ordinal } = await api.journal.head();
    await api.dependencies.readModels.view({ minPosition: api.journal.tokenOf(ordinal) });
    const found = async (filter: string) => {
      const answer = await api.ask(`{ accounts(filter: {${filter}}) { edges { node { accountId } } } }`);
      return at(answer, 'accounts', 'edges');
    };
    expect(await found('')).toEqual([{ node: { accountId: 'a-1' } }, { node: { accountId: 'e-1' } }]);
    expect(await found('currency: "EUR"')).toEqual([{ node: { accountId: 'e-1' } }]);
    expect(await found('currency: "EUR", accountIdPrefix: "a"')).toEqual([]);
    expect(await found('currency: "CHF"')).toEqual([]);
  });

  test('is found by what its entries are worth in the base currency', async () => {
    const dispute = { disputeId: 'd', chargeId: 'c', item: 1, amount: '20.00', effectiveDate: '2026-04-02' };
    const reason = { reasonCode: 'CONTRACT_RATE', effectiveDate: '2026-04-02' };
    const down = { adjustmentId: 'a', chargeId: 'c', kind: 'CONTRACTUAL', amount: '-5.00', ...reason };
    await api.record('OpenDispute', { accountId: 'e-1', currency: 'EUR', ...dispute });
    const minPosition = await api.record('AdjustCharge', { accountId: 'e-1', currency: 'EUR', ...down });
    const found = async (list: string, amountAtLeast: string) => {
      const filter = `filter: {accountId: "e-1", amountAtLeast: "${amountAtLeast}"}`;
      const node = list === 'adjustments' ? 'entry { type }' : 'type';
      const answer = await api.ask(
        `{ ${list}(${filter}, minPosition: "${minPosition}") { edges { node { ${node} } } } }`,
      );
      return JSON.stringify(at(answer, list, 'edges')).match(/[A-Z][A-Za-z]+(?=")/g) ?? [];
    };
    expect(await found('auditTrail', '160.00')).toEqual(['ChargePosted']);
    expect(await found('auditTrail', '120.00')).toEqual(['PaymentApplied', 'PaymentReceived', 'ChargePosted']);
    expect(await found('auditTrail', '120.01')).toEqual(['ChargePosted']);
    expect(await found('auditTrail', '160.01')).toEqual([]);
    expect(await found('adjustments', '8.00')).toEqual(['ChargeAdjusted']);
    expect(await found('adjustments', '8.01')).toEqual([]);
    expect(await found('auditTrail', '0.01')).not.toContain('DisputeOpened');
  });

  test('is in the trial balance, which is zero in each currency and in base', async () => {
    const answer = await api.ask(`{ trialBalance(asOf: "2026-04-30") {
      rows { account currency net inBase { currency net } } totals { currency net } inBase { currency net } } }`);
    expect(at(answer, 'trialBalance')).toMatchObject({
      totals: [{ currency: 'EUR', net: '0.00' }],
      inBase: { currency: 'USD', net: '0.00' },
    });
    expect(at(answer, 'trialBalance', 'rows')).toContainEqual({
      account: 'FxRealized',
      currency: 'EUR',
      net: '0.00',
      inBase: { currency: 'USD', net: '8.00' },
    });
  });

  test('has lines in its entries that are in base only', async () => {
    const answer = await api.ask(
      `{ journal(first: 20) { edges { node { type postings { account amount baseMinor } } } } }`,
    );
    expect(JSON.stringify(at(answer, 'journal'))).toContain(
      '{"account":"FxRealized","amount":"0.00","baseMinor":"800"}',
    );
  });

  test('is frozen in both currencies when a period is closed, and rolls forward as frozen', async () => {
    await api.record('ExtendCalendar', { periodEnds: ['2026-03-31'] });
    await api.record('ClosePeriod', { periodEnd: '2026-03-31' });
    const { ordinal } = await api.journal.head();
    await api.dependencies.readModels.view({ minPosition: api.journal.tokenOf(ordinal) });
    const answer = await api.ask(`{ periods { periods { closing {
      totals { currency openCharges inBase { currency openCharges inBase { currency } } }
      trialBalance { account debits inBase { account currency debits } } } } }
      rollForward { isAsFrozen } }`);
    expect(at(answer, 'rollForward')).toEqual({ isAsFrozen: true });
    const closing = at(answer, 'periods', 'periods', 0, 'closing');
    expect(closing).toMatchObject({
      totals: [
        {
          currency: 'EUR',
          openCharges: '20.00',
          inBase: { currency: 'USD', openCharges: '32.00', inBase: null },
        },
      ],
    });
    expect(at(answer, 'periods', 'periods', 0, 'closing', 'trialBalance')).toContainEqual({
      account: 'FxRealized',
      debits: '0.00',
      inBase: { account: 'FxRealized', currency: 'USD', debits: '8.00' },
    });
  });
});
