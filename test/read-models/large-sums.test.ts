import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { largestAmount } from '#money/money.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { bigintOf } from '#read-models/rows.ts';
import { Sql } from '#read-models/sql.ts';
import { handlerFor, noon, openLedger, recorded } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

const questions = [
  ['DUE_DATE', 'BOOK'],
  ['SERVICE_DATE', 'BOOK'],
  ['RESPONSIBILITY_DATE', 'BOOK'],
  ['DUE_DATE', 'PROVIDER'],
] as const;

/** SQLite's `sum` refuses what leaves 64 bits, even for a moment. The books do not. */
test('the total of a book beyond 2^63 minor units is exact, in every figure', async () => {
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: 'large', clock: () => noon });
  const handle = handlerFor(journal);
  await openLedger(handle);
  // 30 accounts with the largest turnover an account takes: 2.7 * 10^19, past 2^64.
  const perAccount = 85;
  const units = `${largestAmount.slice(0, -2)}.00`;
  for (let account = 1; account <= 30; account += 1) {
    const accountId = `rich-${account}`;
    await recorded(handle, 'OpenAccount', { commandId: accountId, accountId, currency: 'USD' });
    for (let charge = 1; charge <= perAccount; charge += 1) {
      await recorded(handle, 'PostCharge', {
        commandId: `${accountId}-${charge}`,
        accountId,
        chargeId: `c${charge}`,
        category: 'SERVICE',
        currency: 'USD',
        amount: units,
        effectiveDate: '2024-05-01',
      });
    }
  }
  const total = BigInt(largestAmount) * 30n * BigInt(perAccount);
  expect(total).toBeGreaterThan(2n ** 64n);
  const reads = await openReadModels({
    dataDirectory: temporaryDirectory(),
    journal,
    today: () => calendarDate('2024-06-30'),
  });
  const view = await reads.view({});
  for (const [basis, groupBy] of questions) {
    const aging = await reads.aging(view, { basis, edges: [30, 60], groupBy });
    expect(aging.totals.map(({ openCharges }) => openCharges.minor.toFixed())).toEqual([total.toString()]);
    expect(aging.totals[0]?.buckets[2]?.amount.minor.toFixed()).toBe(total.toString());
  }
  const [receivable] = (await reads.trialBalance(view)).rows;
  expect(receivable?.debits.minor.toFixed()).toBe(total.toString());
  const balance = await reads.balance(view, 'rich-1');
  expect(balance?.netCharged.minor.toFixed()).toBe(balance?.balance.minor.toFixed());
  expect(balance?.balance.minor.toFixed()).toBe((BigInt(largestAmount) * BigInt(perAccount)).toString());
  expect((await reads.rebuild()).differences).toEqual([]);
  await reads.close();
}, 120_000);

test('exact_sum is sum where sum can, goes on where it cannot, and is nothing of nothing', () => {
  const db = new DatabaseSync(':memory:');
  const sql = new Sql(db);
  db.exec('CREATE TABLE amounts (kind TEXT, amount INTEGER)');
  const total = (where: string): unknown =>
    sql.row(`SELECT sum(amount) AS total FROM amounts WHERE ${where}`)?.['total'];
  expect(total('true')).toBeNull();
  const add = db.prepare('INSERT INTO amounts VALUES (?, ?)');
  const largest = 2n ** 63n - 1n;
  for (const amount of [largest, largest, -largest, 5n, -3n]) add.run('swing', amount);
  for (const amount of [-largest, -largest, -7n]) add.run('deep', amount);
  // Past the end on the way, and back inside.
  expect(total("kind = 'swing'")).toBe(largest + 2n > largest ? (largest + 2n).toString() : largest + 2n);
  expect(total("kind = 'swing' AND amount <> 5")).toBe(largest - 3n);
  expect(total("kind = 'deep'")).toBe((-2n * largest - 7n).toString());
  expect(bigintOf({ total: total("kind = 'deep'") }, 'total')).toBe(-2n * largest - 7n);
  expect(
    sql.rows('SELECT kind, sum(amount) AS total FROM amounts GROUP BY kind HAVING sum(amount) <> 0 ORDER BY kind')
      .length,
  ).toBe(2);
  db.close();
});
