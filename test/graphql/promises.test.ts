import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

/** 60.00 promised by 31 March: 40.00 come on the 20th, and bounce on 10 April; 20.00 come too late. */
let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  const usd = { accountId: 'a1', currency: 'USD' };
  await api.record('OpenAccount', { ...usd, effectiveDate: '2026-01-02' });
  const charge = { ...usd, chargeId: 'c1', category: 'SERVICE', amount: '100.00', effectiveDate: '2026-02-01' };
  await api.record('PostCharge', charge);
  const promise = { ...usd, promiseId: 'm1', amount: '60.00', promisedDate: '2026-03-31', effectiveDate: '2026-03-01' };
  await api.record('RecordPromise', { ...promise, covers: [{ chargeId: 'c1' }] });
  const paid = (paymentId: string, amount: string, effectiveDate: string) =>
    api.record('ReceivePayment', {
      ...usd,
      paymentId,
      amount,
      effectiveDate,
      method: 'CHECK',
      lines: [{ chargeId: 'c1', amount }],
    });
  await paid('p1', '40.00', '2026-03-20');
  await paid('p2', '20.00', '2026-04-02');
  const bounced = { accountId: 'a1', paymentId: 'p1', effectiveDate: '2026-04-10', reasonCode: 'NSF' };
  const minPosition = await api.record('ReversePayment', bounced);
  await api.dependencies.readModels.view({ minPosition });
});
afterAll(() => api.close());

test.each([
  ['2026-03-19', '0.00', 'OPEN'],
  ['2026-03-31', '40.00', 'OPEN'],
  ['2026-04-05', '40.00', 'PARTLY_KEPT'],
  ['2026-04-10', '0.00', 'BROKEN'],
])('on %s %s of a promise were received: it is %s', async (asOf, received, state) => {
  const fields = 'accountId promiseId partyClass currency amount received recordedOn promisedDate cancelledOn state';
  const answer = await api.ask(`{ promises(asOf: "${asOf}") { edges { node { ${fields} } } } }`);
  expect(at(answer, 'promises', 'edges', 0, 'node')).toEqual({
    accountId: 'a1',
    promiseId: 'm1',
    partyClass: 'SELF',
    currency: 'USD',
    amount: '60.00',
    received,
    recordedOn: '2026-03-01',
    promisedDate: '2026-03-31',
    cancelledOn: null,
    state,
  });
});

const found = async (filter: string) => {
  const answer = await api.ask(`{ promises(asOf: "2026-04-05", filter: { ${filter} }) { edges { node { state } } } }`);
  return at(answer, 'promises', 'edges');
};

test('promises are found by their day and by their state', async () => {
  expect(await found('dueFrom: "2026-03-31", dueTo: "2026-03-31"')).toEqual([{ node: { state: 'PARTLY_KEPT' } }]);
  expect(await found('dueFrom: "2026-04-01"')).toEqual([]);
  expect(await found('dueTo: "2026-03-30"')).toEqual([]);
  expect(await found('state: PARTLY_KEPT, accountId: "a1"')).toEqual([{ node: { state: 'PARTLY_KEPT' } }]);
  expect(await found('state: KEPT')).toEqual([]);
});

test('what a plan makes of the items of a promise is paid for the promise, also once the plan is broken', async () => {
  const usd = { accountId: 'a2', currency: 'USD' };
  await api.record('OpenAccount', { ...usd, effectiveDate: '2026-01-02' });
  for (const chargeId of ['c1', 'c2']) {
    const charge = { ...usd, chargeId, category: 'SERVICE', amount: '100.00', effectiveDate: '2026-02-01' };
    await api.record('PostCharge', charge);
  }
  const covers = [{ chargeId: 'c1' }];
  const promise = { promiseId: 'm2', amount: '60.00', promisedDate: '2026-03-31', effectiveDate: '2026-03-01' };
  await api.record('RecordPromise', { ...usd, ...promise, covers });
  const equalParts = { count: 2, firstDueDate: '2026-03-15', every: 'MONTH' };
  const plan = { ...usd, planId: 'l1', effectiveDate: '2026-03-05' };
  await api.record('AgreePaymentPlan', { ...plan, covers: [{ chargeId: 'c1' }, { chargeId: 'c2' }], equalParts });
  const paid = (paymentId: string, chargeId: string, effectiveDate: string) =>
    api.record('ReceivePayment', {
      ...usd,
      paymentId,
      amount: '30.00',
      effectiveDate,
      method: 'CHECK',
      lines: [{ chargeId, amount: '30.00' }],
    });
  await paid('p1', 'c1', '2026-03-10');
  await paid('p2', 'c2', '2026-03-10');
  await api.record('BreakPaymentPlan', { accountId: 'a2', planId: 'l1', effectiveDate: '2026-03-20' });
  const minPosition = await paid('p3', 'c1', '2026-03-25');
  await api.dependencies.readModels.view({ minPosition });
  const on = async (asOf: string) => {
    const fields = 'promises(asOf: $asOf, filter: { accountId: "a2" }) { edges { node { received state } } }';
    const answer = await api.ask(`query ($asOf: CalendarDate) { ${fields} }`, { asOf });
    return at(answer, 'promises', 'edges', 0, 'node');
  };
  expect(await on('2026-03-09')).toEqual({ received: '0.00', state: 'OPEN' });
  expect(await on('2026-03-24')).toEqual({ received: '30.00', state: 'OPEN' });
  expect(await on('2026-04-01')).toEqual({ received: '60.00', state: 'KEPT' });
});
