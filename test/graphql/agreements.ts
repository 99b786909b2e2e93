import type { TestBooks } from './books.ts';

/** What was agreed about a charge of the account: one of everything. */
export async function recordAgreements({ record }: TestBooks, accountId: string): Promise<void> {
  const [account, usd] = [{ accountId }, { accountId, currency: 'USD' }];
  const charge = { chargeId: 'agreed', category: 'SERVICE', amount: '60.00', effectiveDate: '2026-03-06' };
  await record('PostCharge', { ...usd, ...charge });
  const dispute = { disputeId: 'd1', chargeId: 'agreed', amount: '1.00', effectiveDate: '2026-03-07' };
  await record('OpenDispute', { ...usd, ...dispute });
  const promise = { promiseId: 'm1', amount: '5.00', promisedDate: '2026-04-30', effectiveDate: '2026-03-07' };
  await record('RecordPromise', { ...usd, ...promise, covers: [{ chargeId: 'agreed' }] });
  const plan = { planId: 'l1', equalParts: { count: 2, firstDueDate: '2026-04-15', every: 'MONTH' } };
  await record('AgreePaymentPlan', { ...usd, ...plan, covers: [{ chargeId: 'agreed' }], effectiveDate: '2026-03-08' });
  await record('PlaceHold', { ...account, holdId: 'h1', kind: 'OTHER', effectiveDate: '2026-03-08' });
}
