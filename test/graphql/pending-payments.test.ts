import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, at, type Json, openLedger, openTestApi, type TestApi } from './api.ts';

/** A card that is authorised on 1 March, settled for less on the 4th, and a transfer that is announced and never comes. */
let api: TestApi;
let announced = '';
let settled = '';
let failed = '';

const usd = { accountId: 'a1', currency: 'USD' };
const insurer = { payerId: 'aetna', payerClass: 'COMMERCIAL' };

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  await api.record('OpenAccount', { ...usd, effectiveDate: '2026-01-02' });
  const charge = { ...usd, chargeId: 'c1', category: 'SERVICE', amount: '100.00', effectiveDate: '2026-02-01' };
  await api.record('PostCharge', charge);
  const pending = { ...usd, pending: true, effectiveDate: '2026-03-01' };
  await api.record('ReceivePayment', { ...pending, paymentId: 'card', amount: '60.00', method: 'CARD' });
  announced = await api.record('ReceivePayment', {
    ...pending,
    paymentId: 'transfer',
    amount: '25.00',
    method: 'ACH',
    payer: insurer,
  });
  settled = await api.record('SettlePayment', {
    ...usd,
    paymentId: 'card',
    amount: '45.00',
    effectiveDate: '2026-03-04',
    lines: [{ chargeId: 'c1', amount: '45.00' }],
  });
  failed = await api.record('FailPayment', {
    accountId: 'a1',
    paymentId: 'transfer',
    effectiveDate: '2026-03-06',
    reference: 'ACH-R01',
  });
  await api.dependencies.readModels.view({ minPosition: failed });
});
afterAll(() => api.close());

async function figures(asOf: string, position: string, party = ''): Promise<Json | undefined> {
  const view = `asOf: "${asOf}", knownAt: { position: "${position}" }`;
  const answer = await api.ask(
    `{ balance(accountId: "a1", ${view} ${party}) { openCharges unapplied balance pending } }`,
  );
  return at(answer, 'balance');
}

function shown(openCharges: string, pending: string): Json {
  return { openCharges, unapplied: '0.00', balance: openCharges, pending };
}

describe('money that is announced before it is there', () => {
  test('is shown from its day to that of its settlement, as of any day', async () => {
    expect(await figures('2026-02-28', failed)).toEqual(shown('100.00', '0.00'));
    expect(await figures('2026-03-01', failed)).toEqual(shown('100.00', '85.00'));
    expect(await figures('2026-03-03', failed)).toEqual(shown('100.00', '85.00'));
    expect(await figures('2026-03-04', failed)).toEqual(shown('55.00', '25.00'));
    expect(await figures('2026-03-06', failed)).toEqual(shown('55.00', '0.00'));
  });

  test('is what it was as known before: nothing that came later changes it', async () => {
    expect(await figures('2026-03-31', announced)).toEqual(shown('100.00', '85.00'));
    expect(await figures('2026-03-31', settled)).toEqual(shown('55.00', '25.00'));
    expect(await figures('2026-03-31', failed)).toEqual(shown('55.00', '0.00'));
  });

  test('is that of the party it is to come from', async () => {
    const found = await Promise.all(
      [', partyClass: "SELF"', ', payerId: "aetna"', ', partyClass: "MEDICARE"'].map((party) =>
        figures('2026-03-02', failed, party),
      ),
    );
    expect(found).toMatchObject([{ pending: '60.00' }, { pending: '25.00' }, { pending: '0.00' }]);
  });

  test('is in no bucket of an aging, nor beside them', async () => {
    const answer = await api.ask('{ aging(asOf: "2026-03-02") { totals { openCharges unapplied balance } } }');
    expect(at(answer, 'aging', 'totals')).toEqual([{ openCharges: '100.00', unapplied: '0.00', balance: '100.00' }]);
  });

  test('stands on a statement once it is there, and only for what came', async () => {
    const answer = await api.ask(`{ statement(accountId: "a1", from: "2026-02-01", to: "2026-03-31") {
      closingBalance lines { edges { node { effectiveDate type paymentId unappliedChange balanceAfter } } } } }`);
    const lines = at(answer, 'statement', 'lines', 'edges') as readonly { node: { type: string } }[];
    expect(lines.map(({ node }) => node)).toMatchObject([
      { type: 'ChargePosted' },
      {
        effectiveDate: '2026-03-04',
        type: 'PaymentSettled',
        paymentId: 'card',
        unappliedChange: '45.00',
        balanceAfter: '55.00',
      },
      { effectiveDate: '2026-03-04', type: 'PaymentApplied', balanceAfter: '55.00' },
    ]);
    expect(at(answer, 'statement', 'closingBalance')).toBe('55.00');
  });

  test('is cash on the day of its settlement, by the way it was to come', async () => {
    const answer = await api.ask('{ clearing(asOf: "2026-03-31") { edges { node { date key debits credits } } } }');
    expect(at(answer, 'clearing', 'edges')).toEqual([
      { node: { date: '2026-03-04', key: 'CARD', debits: '45.00', credits: '0.00' } },
    ]);
  });

  test('is told in the audit trail from its announcement to its end', async () => {
    const answer = await api.ask(
      `{ auditTrail(filter: { types: [PaymentPended, PaymentSettled, PaymentFailed] }) {
        edges { node { type effectiveDate reference data postings { account amount } } } } }`,
    );
    const nodes = (at(answer, 'auditTrail', 'edges') as readonly { node: Json }[]).map(({ node }) => node);
    const inOrder = nodes.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    expect(inOrder).toMatchObject([
      { type: 'PaymentFailed', reference: 'ACH-R01', data: { amount: '2500' }, postings: [] },
      { type: 'PaymentPended', data: { paymentId: 'transfer' }, postings: [] },
      { type: 'PaymentPended', data: { paymentId: 'card' }, postings: [] },
      {
        type: 'PaymentSettled',
        data: { paymentId: 'card', amount: '4500', lapsed: '1500' },
        postings: [
          { account: 'CashClearing', amount: '45.00' },
          { account: 'UnappliedCash', amount: '45.00' },
        ],
      },
    ]);
  });

  test('is seen step by step in a replay', async () => {
    const answer = await api.ask(
      '{ replay(accountId: "a1", asOf: "2026-03-31") { steps { edges { node { entry { type } pending balance } } } } }',
    );
    const steps = at(answer, 'replay', 'steps', 'edges') as readonly {
      node: { entry: { type: string }; pending: string; balance: string };
    }[];
    expect(steps.map(({ node }) => [node.entry.type, node.pending, node.balance])).toEqual([
      ['AccountOpened', '0.00', '0.00'],
      ['ChargePosted', '0.00', '100.00'],
      ['PaymentPended', '60.00', '100.00'],
      ['PaymentPended', '85.00', '100.00'],
      ['PaymentSettled', '25.00', '55.00'],
      ['PaymentApplied', '25.00', '55.00'],
      ['PaymentFailed', '0.00', '55.00'],
    ]);
  });

  test('is tried without being recorded, and an answer says what is pending', async () => {
    const input = { ...usd, paymentId: 'card-2', amount: '9.00', method: 'CARD', pending: true };
    const tried = await receive({ ...input, commandId: 'try-1', dryRun: true, effectiveDate: '2026-03-10' });
    expect(at(tried, 'receivePayment')).toMatchObject({ account: { pending: '9.00', balance: '55.00' } });
    expect((await api.journal.head()).ordinal).toBe(8);
  });
});

function receive(input: object): Promise<Answer> {
  return api.ask(
    `mutation Receive($input: ReceivePaymentInput!) { receivePayment(input: $input) {
      __typename ... on CommandRecorded { account { pending balance } } } }`,
    { input },
    'cash_poster',
  );
}
