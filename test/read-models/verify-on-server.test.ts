import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openEventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import { EventStoreDbComparison } from '#journal/eventstoredb-reading.ts';
import { journalCopyFile } from '#journal/journal-files.ts';
import { type Verification, verifyBooks } from '#read-models/verify.ts';
import { FaultServer } from '../eventstoredb/fault-server.ts';
import { handlerFor, openLedger, writeRandomBooks } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

/** INV-30 where a server keeps the journal: what the copy shows is what the server has, stream by stream. */
async function books() {
  const directory = temporaryDirectory();
  const server = await FaultServer.start();
  onTestFinished(() => server.close());
  const { connectionString } = server;
  const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId: 'main' });
  const handle = handlerFor(journal);
  await openLedger(handle);
  await writeRandomBooks(handle, { seed: 5, accounts: 3, commands: 400 });
  await journal.close();
  return { directory, connectionString, copy: journalCopyFile(directory) };
}

async function verified({
  directory,
  connectionString,
  copy,
}: Awaited<ReturnType<typeof books>>): Promise<Verification> {
  const journal = new EventStoreDbComparison(connectionString, copy);
  try {
    return await verifyBooks({ journal, dataDirectory: directory, seed: 1 });
  } finally {
    journal.close();
  }
}

test('books that a server keeps are what they have to be', async () => {
  const { entries, findingCount } = await verified(await books());
  expect(entries).toBeGreaterThan(100);
  expect(findingCount).toBe(0);
});

test('a copy in which an entry is not the one on the server is found', async () => {
  const opened = await books();
  const db = new DatabaseSync(opened.copy);
  db.exec(`DROP TRIGGER entry_is_never_changed;
    UPDATE entry SET body = replace(body, '"correlationId":"', '"correlationId":"x')
     WHERE ordinal = (SELECT max(ordinal) FROM entry)`);
  db.close();
  const { findings } = await verified(opened);
  expect(findings.map((finding) => JSON.stringify(finding)).join()).toContain('INV-30');
});
