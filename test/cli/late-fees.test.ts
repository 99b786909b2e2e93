import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cli } from './command-line.ts';
import { makeFixedBooks } from './fixed-books.ts';

let data = '';
beforeAll(async () => {
  data = await makeFixedBooks();
}, 60_000);

const run = ['late-fees', '--run-id', 'april', '--period', '2026-04', '--day', '2026-04-15', '--method', 'percent'];
const terms = ['--percent', '1.5', '--grace-days', '10'];

const sent = async (...args: readonly string[]) => cli([...args, '--data', data], { width: 80 });

const printed = z.looseObject({ fees: z.number(), amount: z.string(), accounts: z.number() });
const found = z.array(z.object({ fees: z.array(z.unknown()) }));

async function json(...args: readonly string[]): Promise<z.infer<typeof printed>> {
  const { code, out } = await sent(...args, '--json');
  expect(code).toBe(0);
  return printed.parse(JSON.parse(out));
}

describe('late-fees', () => {
  test('tried dry says what it would charge, and the run charges the same, once', async () => {
    const tried = await json(...run, ...terms, '--dry-run');
    expect(tried).toMatchObject({ dryRun: true, runId: 'april', currency: 'USD' });
    expect(tried.fees).toBeGreaterThan(0);
    const inWords = await sent(...run, ...terms, '--dry-run');
    expect(inWords.out).toContain('Late-fee run april, tried: nothing is recorded');
    expect(inWords.out).toContain(`${tried.fees} fees, ${tried.amount} USD`);
    const done = await json(...run, ...terms);
    expect({ ...done, found: tried['found'] }).toEqual({ ...tried, dryRun: false });
    expect(found.parse(tried['found']).flatMap(({ fees }) => fees)).toHaveLength(tried.fees);
    expect(done.accounts).toBeGreaterThan(0);
    expect(done).not.toHaveProperty('found');
    const again = await json(...run, ...terms);
    expect(again).toEqual(done);
    const other = ['late-fees', '--run-id', 'other', ...run.slice(3), ...terms];
    expect(await json(...other)).toMatchObject({ fees: 0, amount: '0.00' });
  });

  test('warns where its day is not in its period', async () => {
    const ofMay = ['late-fees', '--run-id', 'may', '--period', '2026-05', ...run.slice(5)];
    const { code, out } = await sent(...ofMay, ...terms, '--dry-run');
    expect([code, out.split('\n').at(-1)]).toEqual([
      0,
      'WARNING: the day of the run is not in the period that its fees are for.',
    ]);
    expect(await json(...ofMay, ...terms, '--dry-run')).toMatchObject({ warnings: ['DAY_OUTSIDE_PERIOD'] });
  });

  test('of another currency takes a rate and its source, and no half of them', async () => {
    const inEuros = ['late-fees', '--run-id', 'euros', ...run.slice(3), ...terms, '--dry-run', '--currency', 'EUR'];
    expect((await sent(...inEuros)).err).toContain('BASE_VALUE_REQUIRED');
    const half = 'ar-ledger: --rate, --source: expected both or none of them';
    expect(await sent(...inEuros, '--rate', '1.1')).toMatchObject({ code: 2, err: half });
    expect(await json(...inEuros, '--rate', '1.1', '--source', 'ECB:x')).toMatchObject({ currency: 'EUR', fees: 0 });
  });

  test('says what is missing of its terms, in one line and without what was typed', async () => {
    const { code, err } = await sent(...run, '--amount', '4711.00');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'ar-ledger: terms: expected an amount with FLAT, and with nothing else',
    });
    expect((await sent(...run, '--percent', 'a lot')).err).toBe(
      'ar-ledger: terms.percent: expected a percentage above zero as text, as in "1.5"',
    );
    const ahead = [...run.slice(0, 5), '--day', '2999-01-01', '--method', 'flat', '--amount', '5'];
    expect(await sent(...ahead)).toMatchObject({ code: 1 });
  });
});
