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

describe('trial-balance', () => {
  test('shows both sides of every account and that they are equal', async () => {
    expect(await printed(['trial-balance'])).toBe(`
Trial balance as of 2026-04-15, known at position 15

USD                      debits   credits        net
---------------------  --------  --------  ---------
AccountsReceivable     1,540.00  1,290.00     250.00
UnappliedCash            840.00    900.00     -60.00
CashClearing             850.00     50.00     800.00
ServiceRevenue             0.00  1,290.00  -1,290.00
ContractualAllowances    300.00      0.00     300.00
---------------------  --------  --------  ---------
total                  3,530.00  3,530.00       0.00
`);
  });

  test('of a currency that nothing is kept in says so', async () => {
    expect(await printed(['trial-balance', '--currency', 'JPY'])).toContain('Nothing is posted.');
  });

  test('for machines', async () => {
    expect(await json(['trial-balance', '--currency', 'USD', '--known-at', '3'])).toMatchObject({
      position: 3,
      rows: [
        { account: 'AccountsReceivable', currency: 'USD', debits: '1200.00', credits: '0.00', net: '1200.00' },
        { account: 'ServiceRevenue', currency: 'USD', debits: '0.00', credits: '1200.00', net: '-1200.00' },
      ],
      totals: [{ currency: 'USD', debits: '1200.00', credits: '1200.00', net: '0.00' }],
    });
  });
});
