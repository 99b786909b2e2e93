import { beforeAll, describe, expect, test } from 'vitest';
import { cli } from './command-line.ts';
import { makeFixedBooks } from './fixed-books.ts';

let data = '';
beforeAll(async () => {
  data = await makeFixedBooks();
}, 60_000);

/** What a reading verb prints of the fixed books as of 15 April 2026. */
async function printed(args: readonly string[], width = 80): Promise<string> {
  const { code, out, err } = await cli([...args, '--as-of', '2026-04-15', '--data', data], { width });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return `\n${out}\n`;
}

async function json(args: readonly string[]): Promise<unknown> {
  const { code, out } = await cli([...args, '--as-of', '2026-04-15', '--data', data, '--json']);
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe('aging', () => {
  test('of the whole book stands upright in 80 columns', async () => {
    expect(await printed(['aging'])).toBe(`
Aging by due date, as of 2026-04-15, known at position 15

USD        whole book
---------  ----------
CURRENT         50.00
1-30             0.00
31-60          200.00
61-90            0.00
91-120           0.00
121+             0.00
open           250.00
unapplied       60.00
balance        190.00
`);
  });

  test('lies flat where it fits', async () => {
    expect(await printed(['aging'], 120)).toBe(`
Aging by due date, as of 2026-04-15, known at position 15

USD         CURRENT  1-30   31-60  61-90  91-120  121+    open  unapplied  balance
----------  -------  ----  ------  -----  ------  ----  ------  ---------  -------
whole book    50.00  0.00  200.00   0.00    0.00  0.00  250.00      60.00   190.00
`);
  });

  test('by account has a row for each and their total', async () => {
    expect(await printed(['aging', '--by', 'account'])).toBe(`
Aging by due date, as of 2026-04-15, known at position 15

USD     CURRENT  1-30   31-60  61-90  91-120  121+    open  unapplied  balance
------  -------  ----  ------  -----  ------  ----  ------  ---------  -------
acct-a     0.00  0.00  200.00   0.00    0.00  0.00  200.00       0.00   200.00
acct-b    50.00  0.00    0.00   0.00    0.00  0.00   50.00      60.00   -10.00
------  -------  ----  ------  -----  ------  ----  ------  ---------  -------
total     50.00  0.00  200.00   0.00    0.00  0.00  250.00      60.00   190.00
`);
  });

  test('shows at most as many rows as asked for, under the total of all', async () => {
    const text = await printed(['aging', '--by', 'account', '--first', '1']);
    expect(text).toContain('acct-a');
    expect(text).not.toContain('acct-b');
    expect(text).toMatch(/^total .* 190\.00$/m);
    expect(text).toContain('There are more rows; the total is over all of them. Ask for more with --first.');
  });

  test('takes its buckets, its basis and its filters from the options', async () => {
    const text = await printed(['aging', '--basis', 'service-date', '--edges', '10,20', '--account', 'acct-b']);
    expect(text).toContain('Aging by service date, only acct-b, as of');
    expect(text).toMatch(/^USD +CURRENT +1-10 +11-20 +21\+ +open +unapplied +balance$/m);
    expect(text).toMatch(/^in all +0\.00 +0\.00 +0\.00 +50\.00 +50\.00 +60\.00 +-10\.00$/m);
  });

  test('says above the figures what they are narrowed to', async () => {
    const text = await printed(['aging', '--party-class', 'SELF', '--payer', 'payer-m1']);
    expect(text).toContain('Aging by due date, only SELF, payer-m1, as of 2026-04-15');
    expect(await printed(['balance', 'acct-a', '--party-class', 'SELF'])).toContain(
      'Balance of acct-a, only SELF, as of',
    );
  });

  test('as known at an earlier position is what it was then', async () => {
    expect(await printed(['aging', '--by', 'party-class', '--known-at', '6'])).toBe(`
Aging by due date, as of 2026-04-15, known at position 6

USD       CURRENT  1-30   31-60  61-90  91-120  121+    open  unapplied  balance
--------  -------  ----  ------  -----  ------  ----  ------  ---------  -------
MEDICARE     0.00  0.00  200.00   0.00    0.00  0.00  200.00       0.00   200.00
--------  -------  ----  ------  -----  ------  ----  ------  ---------  -------
total        0.00  0.00  200.00   0.00    0.00  0.00  200.00       0.00   200.00
`);
  });

  test('before anything was known says so', async () => {
    const text = await printed(['aging', '--known-at', '2020-01-01T00:00:00Z']);
    expect(text).toContain('known at position 0\nNothing is recorded that would age.');
  });

  test('for machines has plain decimals, the view and the same figures', async () => {
    expect(await json(['aging', '--edges', '30'])).toMatchObject({
      asOf: '2026-04-15',
      position: 15,
      settled: true,
      stale: false,
      basis: 'DUE_DATE',
      edges: [30],
      groupBy: 'BOOK',
      rows: [wholeBook],
      totals: [wholeBook],
      hasNextPage: false,
    });
  });
});

const wholeBook = {
  group: null,
  currency: 'USD',
  buckets: [
    { label: 'CURRENT', fromDays: null, toDays: 0, amount: '50.00' },
    { label: '1-30', fromDays: 1, toDays: 30, amount: '0.00' },
    { label: '31+', fromDays: 31, toDays: null, amount: '200.00' },
  ],
  openCharges: '250.00',
  unapplied: '60.00',
  balance: '190.00',
};

describe('balance', () => {
  test('shows the parts and the open items', async () => {
    expect(await printed(['balance', 'acct-a'])).toBe(`
Balance of acct-a, as of 2026-04-15, known at position 15

USD                       amount
-----------------------  -------
open charges              200.00
unapplied                   0.00
balance                   200.00
overdue                   200.00
open items                     1
oldest unpaid, days           43
net charged               900.00
adjusted: CONTRACT_RATE  -300.00

charge  item  owed by  due         age  amount    open
------  ----  -------  ----------  ---  ------  ------
c-1        2  SELF     2026-03-03   43  200.00  200.00
`);
  });

  test('of an account where nothing is open is without items', async () => {
    const { out } = await cli(['balance', 'acct-a', '--as-of', '2026-01-06', '--data', data]);
    expect(out).toMatch(/^oldest unpaid, days +-$/m);
    expect(out).not.toContain('owed by');
  });

  test('of one party alone: what it was charged, what it owes', async () => {
    expect(await json(['balance', 'acct-a', '--party-class', 'MEDICARE'])).toMatchObject({
      openCharges: '0.00',
      netCharged: '900.00',
      adjustmentsByReason: [{ reasonCode: 'CONTRACT_RATE', amount: '-300.00' }],
      openItems: [],
    });
    expect(await json(['balance', 'acct-a', '--party-class', 'SELF'])).toMatchObject({
      openCharges: '200.00',
      netCharged: '0.00',
      openItems: [{ chargeId: 'c-1', item: 2 }],
    });
    expect(await json(['balance', 'acct-a', '--payer', 'payer-m1'])).toMatchObject({ netCharged: '900.00' });
  });

  test('for machines', async () => {
    expect(await json(['balance', 'acct-b'])).toMatchObject({
      accountId: 'acct-b',
      currency: 'USD',
      balance: '-10.00',
      openCharges: '50.00',
      unapplied: '60.00',
      overdue: '0.00',
      openItemCount: 1,
      oldestUnpaidAgeDays: -15,
      netCharged: '90.00',
      adjustmentsByReason: [],
      openItems: [
        { chargeId: 'c-1', item: 1, partyClass: 'SELF', dueDate: '2026-04-30', amount: '90.00', open: '50.00' },
      ],
      hasNextPage: false,
    });
  });
});

describe('statement', () => {
  test('leads from the opening to the closing balance', async () => {
    expect(await printed(['statement', 'acct-a', '--from', '2026-02-01', '--to', '2026-03-31'])).toBe(`
Statement of acct-a, 2026-02-01 to 2026-03-31, as of 2026-04-15, known at position 15

effective   USD                         of      open  unapplied   balance
----------  --------------------------  ---  -------  ---------  --------
2026-02-01  opening balance                                      1,200.00
2026-02-01  charge adjusted             c-1  -300.00       0.00    900.00
2026-02-01  payment received            p-1     0.00     700.00    200.00
2026-02-01  payment applied             c-1  -700.00    -700.00    200.00
2026-02-01  responsibility transferred  c-1     0.00       0.00    200.00
2026-03-01  payment received            p-2     0.00      50.00    150.00
2026-03-01  payment applied             c-1   -50.00     -50.00    150.00
2026-03-06  allocation released         c-1    50.00      50.00    150.00
2026-03-06  payment reversed            p-2     0.00     -50.00    200.00
----------  --------------------------  ---  -------  ---------  --------
2026-03-31  closing balance                                        200.00
`);
  });

  test('up to a day is as of that day, also of one to come', async () => {
    const { out } = await cli(['statement', 'acct-b', '--to', '2026-03-31', '--data', data]);
    expect(out).toContain('2025-12-31 to 2026-03-31, as of 2026-03-31,');
    const toCome = await cli(['statement', 'acct-b', '--to', '2099-12-31', '--data', data]);
    expect(toCome.out).toContain('2099-09-30 to 2099-12-31, as of 2099-12-31,');
  });

  test('ends at the latest on the day of the figures', async () => {
    const days = ['--to', '2026-04-16', '--as-of', '2026-04-15'];
    const { code, err } = await cli(['statement', 'acct-b', ...days, '--data', data]);
    expect([code, err]).toEqual([2, 'ar-ledger: --to: expected a day that is not after --as-of']);
  });

  test('is of the three months up to the day of the figures when nothing else is said', async () => {
    expect(await printed(['statement', 'acct-b'])).toContain('Statement of acct-b, 2026-01-15 to 2026-04-15');
  });

  test('for machines', async () => {
    const statement = await json(['statement', 'acct-b', '--from', '2026-02-11']);
    expect(statement).toMatchObject({
      from: '2026-02-11',
      to: '2026-04-15',
      openingBalance: '90.00',
      closingBalance: '-10.00',
      lines: [
        { position: 14, type: 'PaymentReceived', paymentId: 'p-1', unappliedChange: '100.00', balanceAfter: '-10.00' },
        {
          position: 15,
          type: 'PaymentApplied',
          openChange: '-40.00',
          unappliedChange: '-40.00',
          balanceChange: '0.00',
        },
      ],
    });
  });
});

describe('replay', () => {
  test('folds the account anew, step by step', async () => {
    expect(await printed(['replay', 'acct-b'], 120)).toBe(`
Replay of acct-b, figures as of 2026-04-15, known at position 15

position  effective   entry             of   by       open  unapplied  balance
--------  ----------  ----------------  ---  ------  -----  ---------  -------
      12  2026-02-01  account opened         user-1   0.00       0.00     0.00
      13  2026-02-10  charge posted     c-1  user-1  90.00       0.00    90.00
      14  2026-02-12  payment received  p-1  user-1  90.00     100.00   -10.00
      15  2026-02-12  payment applied   p-1  user-1  50.00      60.00   -10.00
`);
  });

  test('ends at the position asked for', async () => {
    const text = await printed(['replay', 'acct-b', '--known-at', '13'], 120);
    expect(text).toMatch(/^ +13 .* 90\.00$/m);
    expect(text).not.toContain('payment received');
  });

  test('for machines carries the entry with its actor and command', async () => {
    expect(await json(['replay', 'acct-b'])).toMatchObject({
      accountId: 'acct-b',
      steps: [
        { position: 12, type: 'AccountOpened', actor: { id: 'user-1', role: 'supervisor' }, balance: '0.00' },
        { position: 13, command: { name: 'PostCharge' }, data: { chargeId: 'c-1' }, balance: '90.00' },
        { position: 14, unapplied: '100.00' },
        { position: 15, unapplied: '60.00', openCharges: '50.00', balance: '-10.00' },
      ],
    });
  });
});

describe('today', () => {
  test('is the day in the time zone of the ledger, not of the machine', async () => {
    const { out } = await cli(['aging', '--data', data], { now: '2026-04-16T03:59:00Z' });
    expect(out).toContain('as of 2026-04-15');
    const { out: later } = await cli(['aging', '--data', data], { now: '2026-04-16T04:01:00Z' });
    expect(later).toContain('as of 2026-04-16');
  });
});
