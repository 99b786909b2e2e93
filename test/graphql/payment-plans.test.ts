import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

/** 90.00 in three months from April; the first is paid, the second is late, then the plan is broken. */
let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  const usd = { accountId: 'a1', currency: 'USD' };
  await api.record('OpenAccount', { ...usd, effectiveDate: '2026-01-02' });
  const charge = { ...usd, chargeId: 'c1', category: 'SERVICE', amount: '90.00', effectiveDate: '2026-02-01' };
  await api.record('PostCharge', charge);
  const parts = { count: 3, firstDueDate: '2026-04-01', every: 'MONTH' };
  const plan = { ...usd, planId: 'l1', covers: [{ chargeId: 'c1' }], equalParts: parts, effectiveDate: '2026-03-01' };
  await api.record('AgreePaymentPlan', plan);
  const paid = { ...usd, paymentId: 'p1', amount: '30.00', method: 'CHECK', effectiveDate: '2026-04-01' };
  await api.record('ReceivePayment', { ...paid, strategy: 'OLDEST_DUE_FIRST' });
  const broken = { accountId: 'a1', planId: 'l1', effectiveDate: '2026-05-20' };
  const minPosition = await api.record('BreakPaymentPlan', broken);
  await api.dependencies.readModels.view({ minPosition });
});
afterAll(() => api.close());

const row = async (asOf: string, filter = '') => {
  const fields = 'open overdue isAtRisk endedOn outcome instalments { dueDate amount open }';
  const answer = await api.ask(
    `{ paymentPlans(asOf: "${asOf}", filter: { ${filter} }) { edges { node { ${fields} } } } }`,
  );
  return at(answer, 'paymentPlans', 'edges', 0, 'node');
};

const april = { dueDate: '2026-04-01', amount: '30.00', open: '30.00' };
const may = { dueDate: '2026-05-01', amount: '30.00', open: '30.00' };
const june = { dueDate: '2026-06-01', amount: '30.00', open: '30.00' };
const standing = { endedOn: null, outcome: null };

test('a plan is kept while nothing of it is overdue, and at risk from the day after', async () => {
  const kept = { open: '90.00', overdue: '0.00', isAtRisk: false, ...standing };
  expect(await row('2026-03-31')).toEqual({ ...kept, instalments: [april, may, june] });
  const paid = { ...april, open: '0.00' };
  expect(await row('2026-05-01')).toEqual({ ...kept, open: '60.00', instalments: [paid, may, june] });
  const late = { open: '60.00', overdue: '30.00', isAtRisk: true, ...standing, instalments: [paid, may, june] };
  expect(await row('2026-05-02', 'isAtRisk: true')).toEqual(late);
  expect(await row('2026-05-02', 'isAtRisk: false')).toBeUndefined();
});

test('a broken plan has nothing left but what was paid', async () => {
  const left = { open: '0.00', overdue: '0.00', isAtRisk: false, endedOn: '2026-05-20', outcome: 'BROKEN' };
  expect(await row('2026-05-20', 'isStanding: false')).toEqual({ ...left, instalments: [{ ...april, open: '0.00' }] });
});
