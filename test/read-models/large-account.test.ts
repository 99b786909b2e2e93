import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { formatMoney } from '#money/money.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { handlerFor, noon, openLedger, recorded } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

const onFatal = (reason: Error): never => expect.fail(reason.message);
const today = () => calendarDate('2024-06-30');

/** An employer's account with thousands of charges is answered by the other thread, as exactly as a small one. */
test('an account too large for the main thread has the same figures, lines and entry ids', async () => {
  const directory = temporaryDirectory();
  const journal = await openSqliteJournal({ directory, ledgerId: 'main', onFatal });
  const journalFile = join(directory, 'journal.db');
  const reads = await openReadModels({ dataDirectory: directory, journal, journalFile, today });
  const handle = handlerFor(journal, () => noon);
  await openLedger(handle);
  await recorded(handle, 'OpenAccount', { commandId: 'open', accountId: 'employer', currency: 'USD' });
  const charges = 1_200;
  const sent = Array.from({ length: charges }, (_, index) =>
    recorded(handle, 'PostCharge', {
      commandId: `c${index}`,
      accountId: 'employer',
      chargeId: `c${index}`,
      category: 'SERVICE',
      currency: 'USD',
      amount: '2.50',
      effectiveDate: index < 600 ? '2024-03-01' : '2024-06-15',
    }),
  );
  const outcomes = await Promise.all(sent);
  const view = await reads.view({ minPosition: journal.tokenOf((await journal.head()).ordinal) });
  const balance = await reads.balance(view, 'employer');
  expect(balance && [formatMoney(balance.balance), balance.openItemCount]).toEqual(['3000.00', charges]);
  const statement = await reads.statement(view, 'employer', calendarDate('2024-06-01'), calendarDate('2024-06-30'));
  expect(statement?.lines).toHaveLength(600);
  expect(statement && formatMoney(statement.openingBalance)).toBe('1500.00');
  const ids = new Set(outcomes.flatMap(({ facts }) => facts.map(({ id }) => id)));
  expect(statement?.lines.every(({ entryId }) => ids.has(entryId))).toBe(true);
  const items = await reads.openItems(view, { accountId: 'employer' }, { first: 200 });
  expect([items.rows.length, items.hasNextPage]).toEqual([200, true]);
  await reads.close();
  await journal.close();
}, 60_000);
