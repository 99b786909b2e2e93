import { beforeAll, describe, expect, test } from 'vitest';
import { cli } from './command-line.ts';
import { makeFixedBooks, recordAll, type Sent } from './fixed-books.ts';

const receipt = (receiptId: string, amount: string, day: string, currency = 'USD') => {
  const rate = currency === 'USD' ? {} : { rate: { rate: '1.10', source: 'ECB:2026-03-01' } };
  return ['RecordReceipt', { receiptId, amount, currency, method: 'CHECK', effectiveDate: day, ...rate }] as const;
};
const usd = { currency: 'USD' };
const [part, other] = [
  { accountId: 'acct-a', paymentId: 'rp-1', amount: '60.00' },
  { accountId: 'acct-b', paymentId: 'rp-2', amount: '30.00' },
];

/** On 2026-04-15: one receipt nobody knows, one in euros, one in part on an account and in part taken back, one sent back, one bounced. */
const commands: readonly Sent[] = [
  receipt('r-1', '100.00', '2026-03-01'),
  receipt('r-2', '40.00', '2026-03-02'),
  receipt('r-3', '8.00', '2026-03-03'),
  receipt('r-4', '9.00', '2026-03-04'),
  receipt('r-e', '50.00', '2026-03-05', 'EUR'),
  ['IdentifyReceipt', { ...usd, receiptId: 'r-1', effectiveDate: '2026-03-10', parts: [part, other] }],
  [
    'UnidentifyReceipt',
    { accountId: 'acct-b', paymentId: 'rp-2', effectiveDate: '2026-03-12', reasonCode: 'WRONG_PAYER' },
  ],
  [
    'ReturnReceipt',
    { ...usd, receiptId: 'r-3', amount: '8.00', effectiveDate: '2026-03-12', reasonCode: 'SENDER_UNKNOWN' },
  ],
  ['ReverseReceipt', { receiptId: 'r-4', effectiveDate: '2026-03-12', reasonCode: 'NSF' }],
];

let data = '';
beforeAll(async () => {
  data = await makeFixedBooks();
  await recordAll(data, 'receipt', commands);
}, 60_000);

async function shown(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli([...args, '--data', data]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  return out.slice(out.indexOf('\n') + 1);
}

const asOf = ['--as-of', '2026-04-15'];
const machines = async (verb: string): Promise<unknown> =>
  JSON.parse(`{${(await shown(verb, ...asOf, '--json')).trim()}`);

describe('receipts', () => {
  test('lists what arrived and what became of it, one table for each currency', async () => {
    expect(await shown('receipts', ...asOf)).toBe(`
EUR  state         received    amount  unidentified  on accounts
---  ------------  ----------  ------  ------------  -----------
r-e  unidentified  2026-03-05   50.00         50.00         0.00

USD  state              received    amount  unidentified  on accounts
---  -----------------  ----------  ------  ------------  -----------
r-1  partly-identified  2026-03-01  100.00         40.00        60.00
r-2  unidentified       2026-03-02   40.00         40.00         0.00
r-3  returned           2026-03-03    8.00          0.00         0.00
r-4  reversed           2026-03-04    9.00          0.00         0.00`);
  });

  test('narrows them by state and account, as of any day', async () => {
    const unidentified = await shown('receipts', ...asOf, '--state', 'unidentified');
    expect([unidentified.includes('r-2'), unidentified.includes('r-1')]).toEqual([true, false]);
    expect(await shown('receipts', ...asOf, '--account', 'acct-b')).toContain('r-1');
    expect(await shown('receipts', '--as-of', '2026-03-09', '--account', 'acct-b')).toBe('There are none.');
    expect(await shown('receipts', ...asOf, '--first', '1')).toContain('There are more. Ask for more with --first.');
  });

  test('gives machines everything that GraphQL has, under its name', async () => {
    const figures = {
      amount: '100.00',
      unidentified: '40.00',
      identified: '60.00',
      returned: '0.00',
      reversed: '0.00',
    };
    expect(await machines('receipts')).toMatchObject({
      asOf: '2026-04-15',
      receipts: [
        {
          receiptId: 'r-1',
          state: 'PARTLY_IDENTIFIED',
          cause: 'TAKEN_BACK',
          currency: 'USD',
          ...figures,
          parts: [
            { part: 1, ...part, state: 'ARRIVED' },
            { part: 2, ...other, state: 'BACK' },
          ],
        },
        { receiptId: 'r-2', state: 'UNIDENTIFIED' },
        { receiptId: 'r-3', state: 'RETURNED', returned: '8.00' },
        { receiptId: 'r-4', state: 'REVERSED', reversed: '9.00' },
        { receiptId: 'r-e', currency: 'EUR' },
      ],
      hasNextPage: false,
    });
  });

  test('says which states there are', async () => {
    const { code, err } = await cli(['receipts', '--state', 'lost', '--data', data]);
    expect([code, err]).toEqual([2, expect.stringContaining('unidentified, partly-identified, identified')]);
  });
});

describe('unapplied', () => {
  test('shows what is of nobody and what is of accounts, and adds them up nowhere', async () => {
    expect(await shown('unapplied', ...asOf)).toBe(`
EUR             receipts  oldest      days  amount
--------------  --------  ----------  ----  ------
not-identified         1  2026-03-05    41   50.00

USD             receipts  oldest      days  amount
--------------  --------  ----------  ----  ------
not-identified         1  2026-03-02    44   40.00
taken-back             1  2026-03-01    45   40.00

Unapplied cash

USD          payments  oldest      days  amount
-----------  --------  ----------  ----  ------
identified          1  2026-03-10    36   60.00
not-applied         1  2026-02-12    62   60.00

The oldest payments

USD     payment  cause        received    days  unapplied
------  -------  -----------  ----------  ----  ---------
acct-b  p-1      not-applied  2026-02-12    62      60.00
acct-a  rp-1     identified   2026-03-10    36      60.00`);
  });

  test('says that there is none where there is none', async () => {
    expect(await shown('unapplied', '--as-of', '2026-01-01')).toBe('There is none.\n\nUnapplied cash\nThere is none.');
  });

  test('gives machines everything that GraphQL has, under its name', async () => {
    expect(await machines('unapplied')).toMatchObject({
      asOf: '2026-04-15',
      unidentifiedCash: [
        { currency: 'EUR', cause: 'NOT_IDENTIFIED', amount: '50.00', count: 1 },
        { currency: 'USD', cause: 'NOT_IDENTIFIED', amount: '40.00', count: 1, oldestOn: '2026-03-02' },
        { currency: 'USD', cause: 'TAKEN_BACK', amount: '40.00', count: 1, oldestAgeDays: 45 },
      ],
    });
  });
});
