import { beforeAll, describe, expect, test } from 'vitest';
import { cli } from './command-line.ts';
import { makeFixedBooks, recordAll, type Sent } from './fixed-books.ts';

const charge = (chargeId: string, accountId = 'acct-b', currency = 'USD') => {
  const what = { chargeId, accountId, currency, category: 'SERVICE', amount: '90.00' };
  return ['PostCharge', { ...what, effectiveDate: '2026-03-01', ...rateFor(currency) }] as const;
};
const rateFor = (currency: string) => (currency === 'USD' ? {} : { rate: { rate: '1.10', source: 'ECB:2026-03-01' } });
const on = { accountId: 'acct-b', effectiveDate: '2026-03-02' };
const parts = { count: 3, firstDueDate: '2026-04-01', every: 'MONTH' };
const planOn = (planId: string, chargeId: string, currency = 'USD') => ({
  planId,
  currency,
  covers: [{ chargeId, item: 1 }],
  equalParts: parts,
});

/** On 2026-04-15: two plans at risk, one broken; promises open, broken and cancelled; a dispute and a hold that stand, and ones that have ended. */
const commands: readonly Sent[] = [
  ...['c-2', 'c-3', 'c-4', 'c-5', 'c-6'].map((id) => charge(id)),
  ['AgreePaymentPlan', { ...on, ...planOn('plan-1', 'c-2') }],
  ['AgreePaymentPlan', { ...on, ...planOn('plan-2', 'c-3') }],
  ['BreakPaymentPlan', { ...on, effectiveDate: '2026-04-10', planId: 'plan-2' }],
  ['OpenAccount', { accountId: 'acct-e', currency: 'EUR', effectiveDate: '2026-03-01' }],
  charge('c', 'acct-e', 'EUR'),
  ['AgreePaymentPlan', { ...on, accountId: 'acct-e', ...planOn('plan-e', 'c', 'EUR') }],
  ...(['2026-05-01', '2026-04-01', '2026-05-02'] as const).map((promisedDate, index) => {
    const promise = { promiseId: `promise-${index}`, promisedDate, currency: 'USD', amount: '40.00' };
    return ['RecordPromise', { ...on, ...promise, covers: [{ chargeId: 'c-4', item: 1 }] }] as const;
  }),
  ['CancelPromise', { ...on, effectiveDate: '2026-03-05', promiseId: 'promise-2' }],
  ['OpenDispute', { ...on, disputeId: 'dispute-1', chargeId: 'c-5', item: 1, currency: 'USD', amount: '25.00' }],
  ['OpenDispute', { ...on, disputeId: 'dispute-2', chargeId: 'c-6', item: 1, currency: 'USD', amount: '90.00' }],
  ['ResolveDispute', { ...on, effectiveDate: '2026-03-20', disputeId: 'dispute-2', outcome: 'REJECTED' }],
  ['PlaceHold', { ...on, accountId: 'acct-a', holdId: 'hold-1', kind: 'HARDSHIP' }],
  ['PlaceHold', { ...on, holdId: 'hold-2', kind: 'LEGAL', holdOn: { chargeId: 'c-6', item: 1 } }],
  ['ReleaseHold', { ...on, effectiveDate: '2026-03-25', holdId: 'hold-2' }],
];

let data = '';
beforeAll(async () => {
  data = await makeFixedBooks();
  await recordAll(data, 'agreed', commands);
}, 60_000);

async function list(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli(['agreements', ...args, '--as-of', '2026-04-15', '--data', data]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  return out.slice(out.indexOf('\n') + 1);
}

const machines = async (kind: string): Promise<unknown> => JSON.parse(`{${(await list(kind, '--json')).trim()}`);

describe('agreements', () => {
  test('lists plans with what is next due and overdue, one table for each currency', async () => {
    expect(await list('plans')).toBe(`
EUR     plan    state    next due    agreed   open  overdue
------  ------  -------  ----------  ------  -----  -------
acct-e  plan-e  at-risk  2026-04-01   90.00  90.00    30.00

USD     plan    state    next due    agreed   open  overdue
------  ------  -------  ----------  ------  -----  -------
acct-b  plan-1  at-risk  2026-04-01   90.00  90.00    30.00
acct-b  plan-2  broken                90.00   0.00     0.00`);
  });

  test('lists promises and what came of them by the day', async () => {
    expect(await list('promises')).toBe(`
USD     promise    state      by          promised  received
------  ---------  ---------  ----------  --------  --------
acct-b  promise-0  open       2026-05-01     40.00      0.00
acct-b  promise-1  broken     2026-04-01     40.00      0.00
acct-b  promise-2  cancelled  2026-05-02     40.00      0.00`);
    const due = await list('promises', '--state', 'open', '--due-from', '2026-05-01', '--due-to', '2026-05-31');
    expect(due).toContain('promise-0');
    expect(due).not.toContain('promise-1');
    expect(await list('promises', '--due-from', '2026-06-01')).toBe('There are none.');
  });

  test('lists disputes with what of them is open', async () => {
    expect(await list('disputes')).toBe(`
USD     dispute    item   state     opened      amount  disputed
------  ---------  -----  --------  ----------  ------  --------
acct-b  dispute-1  c-5/1  open      2026-03-02   25.00     25.00
acct-b  dispute-2  c-6/1  rejected  2026-03-02   90.00      0.00`);
    expect(await list('disputes', '--state', 'resolved')).not.toContain('dispute-1');
  });

  test('lists holds on items and on all of an account', async () => {
    expect(await list('holds')).toBe(`
account  hold    kind      item   placed      released
-------  ------  --------  -----  ----------  ----------
acct-a   hold-1  hardship  all    2026-03-02
acct-b   hold-2  legal     c-6/1  2026-03-02  2026-03-25`);
    expect(await list('holds', '--account', 'acct-b', '--state', 'standing')).toBe('There are none.');
  });

  test('narrows plans to those that are kept, at risk or ended', async () => {
    expect(await list('plans', '--state', 'at-risk', '--account', 'acct-b')).toContain('plan-1');
    expect(await list('plans', '--state', 'kept')).toBe('There are none.');
    expect(await list('plans', '--state', 'ended')).toContain('plan-2');
    expect(await list('plans', '--first', '1')).toContain('There are more. Ask for more with --first.');
  });

  test('gives machines everything that GraphQL has, under its name', async () => {
    expect(await machines('plans')).toMatchObject({
      asOf: '2026-04-15',
      plans: [
        {
          accountId: 'acct-b',
          planId: 'plan-1',
          currency: 'USD',
          amount: '90.00',
          open: '90.00',
          overdue: '30.00',
          isAtRisk: true,
          agreedOn: '2026-03-02',
          instalments: [{ dueDate: '2026-04-01', amount: '30.00', open: '30.00' }, {}, {}],
        },
        { planId: 'plan-2', outcome: 'BROKEN', endedOn: '2026-04-10' },
        { planId: 'plan-e', currency: 'EUR' },
      ],
      hasNextPage: false,
    });
    expect(await machines('promises')).toMatchObject({ promises: [{ state: 'OPEN', received: '0.00' }, {}, {}] });
    expect(await machines('disputes')).toMatchObject({ disputes: [{ disputed: '25.00', partyClass: 'SELF' }, {}] });
    expect(await machines('holds')).toMatchObject({ holds: [{ kind: 'HARDSHIP' }, { chargeId: 'c-6', item: 1 }] });
  });

  test.each([
    [['nothing'], 2, '<kind>: expected one of plans, promises, disputes, holds'],
    [['plans', '--state', 'open'], 2, '--state: expected one of kept, at-risk, ended'],
    [['holds', '--due-to', '2026-05-01'], 2, '--due-from, --due-to: expected with promises only'],
    [['holds', '--account', 'nobody'], 4, 'There is no such account in these books, as known at that position.'],
  ] as const)('says what is wrong with %j', async (args, expected, message) => {
    const { code, out, err } = await cli(['agreements', ...args, '--data', data]);
    expect([code, out, err]).toEqual([expected, '', `ar-ledger: ${message}`]);
  });
});
