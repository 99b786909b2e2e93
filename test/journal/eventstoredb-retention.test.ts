import { EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, expect, test } from 'vitest';
import { Unavailable } from '#journal/journal.ts';
import { until } from '../eventstoredb/server-status.ts';
import { describeOnServer, serverOfTheRun } from '../eventstoredb/suites.ts';
import { received } from './entries.ts';
import { type OpenedOnServer, openOnServer } from './eventstoredb-directory.ts';

const opened: OpenedOnServer[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.discard();
});

async function open() {
  const { connectionString } = await serverOfTheRun();
  const one = await openOnServer(connectionString, { timing: { settles: 1_000, probe: 50, audit: 200 } });
  opened.push(one);
  const stream = `${one.journal.ledgerId}.account-a`;
  await one.journal.append({ stream, expectedRevision: -1, entries: received(stream, 'k1', 3) });
  return { ...one, stream, client: EventStoreDBClient.connectionString(connectionString) };
}

describeOnServer('the retention audit of a journal on a real EventStoreDB', () => {
  test.each([{ maxCount: 10 }, { maxAge: 86_400 }, { truncateBefore: 0 }])(
    'a stream that is to forget entries (%o) stops all writing until that is taken back, also over a restart',
    async (metadata) => {
      const { journal, stream, client, restart } = await open();
      expect(journal.state()).toMatchObject({ isWritable: true, problem: undefined });
      await client.setStreamMetadata(stream, metadata);
      await until('the setting is noticed', 10_000, async () => !journal.state().isWritable || undefined);
      const { isCurrent, problem } = journal.state();
      expect([isCurrent, problem?.includes('forget entries of 1 ')]).toEqual([true, true]);
      const refused = journal.append({ stream, expectedRevision: 2, entries: received(stream, 'k2') });
      await expect(refused).rejects.toBeInstanceOf(Unavailable);
      const restarted = await restart();
      expect(restarted.state()).toMatchObject({ isWritable: false });
      await client.setStreamMetadata(stream, {});
      await until('taking it back is noticed', 10_000, async () => restarted.state().isWritable || undefined);
      await expect(
        restarted.append({ stream, expectedRevision: 2, entries: received(stream, 'k2') }),
      ).resolves.toMatchObject({ revision: 3 });
    },
  );

  test('other metadata of a stream is nobody’s business', async () => {
    const { journal, stream, client } = await open();
    await client.setStreamMetadata(stream, { cacheControl: 60, owner: 'billing' });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(journal.state()).toMatchObject({ isCurrent: true, isWritable: true });
  });

  test('a stream that is deleted for a moment is not begun anew, and a restart says what is wrong', async () => {
    const { journal, stream, client } = await open();
    await client.deleteStream(stream);
    await until('the deletion is noticed', 10_000, async () => !journal.state().isWritable || undefined);
    await expect(journal.readStream(stream)).rejects.toBeInstanceOf(Unavailable);
    const again = journal.append({ stream, expectedRevision: -1, entries: received(stream, 'k2') });
    await expect(again).rejects.toBeInstanceOf(Unavailable);
  });

  test('a stream that is deleted for ever stops the feed, which says so', async () => {
    const { journal, stream, client } = await open();
    await client.tombstoneStream(stream);
    await until('the deletion is noticed', 10_000, async () => !journal.state().isWritable || undefined);
    expect(journal.state()).toMatchObject({
      isCurrent: false,
      problem: 'a stream of the ledger was deleted on the server',
    });
    const again = journal.append({ stream, expectedRevision: 2, entries: received(stream, 'k2') });
    await expect(again).rejects.toBeInstanceOf(Unavailable);
  });
});
