import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { EventStoreDbJournal, openEventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import { keepTestBooks, openTestBooks } from '../graphql/books.ts';
import { freshLedgerId } from './real-server.ts';
import { describeOnServer, serverOfTheRun } from './suites.ts';

const folder = fileURLToPath(new URL('../graphql/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));

/** Every test of the API as it stands in test/graphql, a second time, with its books on the server. */
describeOnServer('the GraphQL tests on a real EventStoreDB', () => {
  beforeAll(async () => {
    const { connectionString } = await serverOfTheRun();
    const timing = { settles: 0 };
    keepTestBooks((directory, { lastSeen: clock }) =>
      openEventStoreDbJournal({ connectionString, directory, ledgerId: freshLedgerId(), clock, timing }),
    );
  });

  describe.each(files)('%s', async (file) => {
    await import(`${folder}${file}`);
  });

  test('have their books there', async () => {
    const books = await openTestBooks();
    expect(books.journal).toBeInstanceOf(EventStoreDbJournal);
    await books.close();
  });
});
