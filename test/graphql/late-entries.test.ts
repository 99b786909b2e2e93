import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCommandHandler } from '#app/handle-command.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { frozenStoreBefore } from '../handle-command/frozen-store.ts';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

let api: TestApi;
let minPosition: string | undefined;

/** A payment of 20 January whose append a frozen store carries out after January was closed. */
beforeAll(async () => {
  api = await openTestApi();
  const { journal, record } = api;
  await record('OpenLedger', openLedger);
  await record('ExtendCalendar', { periodEnds: ['2026-01-31', '2026-02-28'] });
  await record('OpenAccount', { accountId: 'a1', currency: 'USD', effectiveDate: '2026-01-01' });
  const store = frozenStoreBefore(journal);
  const parts = {
    journal: store.journal,
    clock: () => Date.parse('2026-06-15T12:00:00.000Z'),
    reasons: defaultReasons,
  };
  const handle = createCommandHandler({ ...parts, cacheBytes: 1_000_000, mostUnderWay: 10 });
  store.freeze();
  const payment = { accountId: 'a1', paymentId: 'p1', currency: 'USD', amount: '30.00', method: 'CASH' };
  const actor = { kind: 'PERSON', id: 'tester', role: 'supervisor' } as const;
  const sent = handle(
    'ReceivePayment',
    { commandId: 'late', ...payment, effectiveDate: '2026-01-20' },
    { actor, correlationId: 'late' },
  );
  await store.reached();
  await record('ClosePeriod', { periodEnd: '2026-01-31' });
  store.thaw();
  const outcome = await sent;
  minPosition = outcome.outcome === 'RECORDED' ? outcome.token : undefined;
});
afterAll(() => api.close());

const replay = (asOf: string) => `replay(accountId: "a1", asOf: "${asOf}", toPosition: $at) { steps { edges { node {
  entry { effectiveDate } unapplied touched { paymentId before after } } } } }`;
const touched = (after: string) => [{ paymentId: 'p1', before: '0.00', after }];

describe('an entry that came after the fence of its period', () => {
  test('is replayed as it counts: on no day of the period, and from the first open day', async () => {
    const answer = await api.ask(
      `query ($at: Position!) { figures: balance(accountId: "a1", asOf: "2026-01-31", minPosition: $at) { unapplied }
        closed: ${replay('2026-01-31')} open: ${replay('2026-02-01')} }`,
      { at: minPosition },
    );
    expect(answer.errors).toBeUndefined();
    const last = (name: string) => at(answer, name, 'steps', 'edges', 1, 'node');
    const entry = { effectiveDate: '2026-01-20' };
    expect(at(answer, 'figures')).toEqual({ unapplied: '0.00' });
    expect(last('closed')).toEqual({ entry, unapplied: '0.00', touched: touched('0.00') });
    expect(last('open')).toEqual({ entry, unapplied: '30.00', touched: touched('30.00') });
  });

  test('is on the list of an auditor with the day from which it counts', async () => {
    const answer = await api.ask('{ lateEntries { edges { node { countsFrom entry { command { id } } } } } }');
    expect(at(answer, 'lateEntries', 'edges')).toEqual([
      { node: { countsFrom: '2026-02-01', entry: { command: { id: 'late' } } } },
    ]);
  });
});
