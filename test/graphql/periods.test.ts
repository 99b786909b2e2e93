import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandName } from '#ledger/commands.ts';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

let api: TestApi;
const record = (name: CommandName, input: Readonly<Record<string, unknown>>) => api.record(name, input);

const charge = (chargeId: string, effectiveDate: string, amount: string) => ({
  commandId: chargeId,
  accountId: 'a1',
  currency: 'USD',
  category: 'SERVICE',
  chargeId,
  amount,
  effectiveDate,
});

beforeAll(async () => {
  api = await openTestApi();
  await record('OpenLedger', openLedger);
  await record('ExtendCalendar', { periodEnds: ['2026-01-31', '2026-02-28', '2026-03-31'] });
  await record('OpenAccount', { accountId: 'a1', currency: 'USD', effectiveDate: '2026-01-01' });
  await record('PostCharge', charge('c1', '2026-01-10', '80.00'));
  await record('ClosePeriod', { periodEnd: '2026-01-31' });
  await record('PostCharge', charge('c2', '2026-02-10', '20.00'));
  const correction = { accountId: 'a1', adjustmentId: 'x1', chargeId: 'c1', currency: 'USD', amount: '-5.00' };
  const why = { kind: 'CORRECTION', reasonCode: 'WRONG_AMOUNT', corrects: 'c1', effectiveDate: '2026-02-11' };
  await record('AdjustCharge', { ...correction, ...why });
  await record('ClosePeriod', { periodEnd: '2026-02-28' });
  await record('ReopenPeriod', { periodEnd: '2026-02-28', reasonCode: 'AUDIT_FINDING' });
  const received = { accountId: 'a1', paymentId: 'p1', currency: 'USD', amount: '30.00', method: 'CASH' };
  const minPosition = await record('ReceivePayment', { ...received, effectiveDate: '2026-02-12' });
  await api.ask('query ($at: Position) { ledger { head } balance(accountId: "a1", minPosition: $at) { balance } }', {
    at: minPosition,
  });
});
afterAll(() => api.close());

describe('the fiscal calendar', () => {
  test('says of every period how far it is, what was frozen and that it was reopened', async () => {
    const answer = await api.ask(`{ periods { periods { start end state wasReopened
      closing { accounts openItems totals { currency openCharges unappliedPayments unappliedCredits }
        trialBalance { account debits credits } }
      earlierClosings { totals { openCharges } } reopenings { reasonCode reasonLabel } } } }`);
    const [january, february, march] = at(answer, 'periods', 'periods') as readonly object[];
    expect(january).toMatchObject({
      start: '2026-01-01',
      end: '2026-01-31',
      state: 'CLOSED',
      wasReopened: false,
      closing: {
        accounts: 1,
        openItems: 1,
        totals: [{ currency: 'USD', openCharges: '80.00', unappliedPayments: '0.00', unappliedCredits: '0.00' }],
        trialBalance: [
          { account: 'AccountsReceivable', debits: '80.00', credits: '0.00' },
          { account: 'ServiceRevenue', debits: '0.00', credits: '80.00' },
        ],
      },
    });
    expect(february).toMatchObject({
      start: '2026-02-01',
      state: 'OPEN',
      wasReopened: true,
      closing: null,
      earlierClosings: [{ totals: [{ openCharges: '95.00' }] }],
      reopenings: [{ reasonCode: 'AUDIT_FINDING', reasonLabel: 'An audit asks for it' }],
    });
    expect(march).toMatchObject({ start: '2026-03-01', state: 'OPEN', wasReopened: false });
  });

  test('is as it was known at a position', async () => {
    const first = at(
      await api.ask('{ journal(after: null, first: 2) { edges { node { position } } } }'),
      'journal',
      'edges',
    );
    const position = (first as readonly { readonly node: { readonly position: string } }[])[1]?.node.position;
    const answer = await api.ask(
      'query ($at: Position!) { periods(knownAt: { position: $at }) { periods { state } } }',
      {
        at: position,
      },
    );
    expect(at(answer, 'periods', 'periods')).toEqual([{ state: 'OPEN' }, { state: 'OPEN' }, { state: 'OPEN' }]);
  });
});

const rollForward = `query ($period: CalendarDate!) { rollForward(period: $period) { asOf period { state wasReopened }
  rows { currency receivables { opening priorPeriodCorrections closing lines { class amount priorPeriodCorrections } }
    unapplied { opening closing lines { class amount } } } } }`;

describe('a roll-forward', () => {
  test('goes from the last closing to the next, with corrections of earlier periods apart', async () => {
    expect(at(await api.ask(rollForward, { period: '2026-02-28' }), 'rollForward')).toEqual({
      asOf: '2026-02-28',
      period: { state: 'OPEN', wasReopened: true },
      rows: [
        {
          currency: 'USD',
          receivables: {
            opening: '80.00',
            priorPeriodCorrections: '-5.00',
            closing: '95.00',
            lines: [
              { class: 'ADJUSTED', amount: '0.00', priorPeriodCorrections: '-5.00' },
              { class: 'CHARGED', amount: '20.00', priorPeriodCorrections: '0.00' },
            ],
          },
          unapplied: { opening: '0.00', closing: '30.00', lines: [{ class: 'RECEIVED', amount: '30.00' }] },
        },
      ],
    });
  });

  test('of a day on which no period ends is none', async () => {
    expect(at(await api.ask(rollForward, { period: '2026-02-27' }), 'rollForward')).toBeNull();
  });
});

describe('the lists of an auditor', () => {
  test('show what was recorded in another month than it is dated in', async () => {
    const answer = await api.ask(
      `{ cutOff(effectiveMonth: "2026-01") { edges { node { effectiveMonth recordedMonth entry { type command { id } } } } }
         lateEntries { edges { node { countsFrom } } } }`,
    );
    const rows = at(answer, 'cutOff', 'edges') as readonly { readonly node: object }[];
    expect(rows.map(({ node }) => node)).toMatchObject([
      { effectiveMonth: '2026-01', recordedMonth: '2026-06', entry: { type: 'ChargePosted', command: { id: 'c1' } } },
      { entry: { type: 'AccountOpened' } },
      { entry: { type: 'LedgerOpened' } },
    ]);
    expect(at(answer, 'lateEntries', 'edges')).toEqual([]);
    const bad = await api.ask('{ cutOff(recordedMonth: "2026-13") { edges { cursor } } }');
    expect(bad.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', inputPath: 'recordedMonth' });
  });

  test('name the steps that the ledger took by itself, and what corrections correct', async () => {
    const answer = await api.ask(
      `{ closings: auditTrail(filter: { types: [PeriodFenced] }) { edges { node { command { name } actor { role } } } }
         corrections: auditTrail(filter: { types: [ChargeAdjusted] }) { edges { node { corrects { commandId effectiveDate } } } } }`,
    );
    expect(at(answer, 'closings', 'edges', 0, 'node')).toEqual({
      command: { name: 'FencePeriod' },
      actor: { role: 'service' },
    });
    expect(at(answer, 'corrections', 'edges', 0, 'node', 'corrects')).toEqual({
      commandId: 'c1',
      effectiveDate: '2026-01-10',
    });
  });
});
