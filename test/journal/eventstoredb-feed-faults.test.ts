import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Followed, Unavailable } from '#journal/journal.ts';
import { journalCopyFile } from '#journal/journal-files.ts';
import { type FeedFault, refusals, type SubscribeFault } from '../eventstoredb/faults.ts';
import { outcomes } from './engine.ts';
import { append, appendElsewhere, expectBooks, onServer, openOn, openOnFaults, timed } from './eventstoredb-faulty.ts';

const { unavailable, streamReset } = refusals;

describe('figures go on from the last entry they have:', () => {
  const faults: readonly (readonly [title: string, fault: FeedFault])[] = [
    ['a feed that ends in good order', { kind: 'END', after: 2 }],
    ['a feed that breaks off', { kind: 'REFUSE', after: 2, refusal: unavailable }],
    ['a feed that is reset', { kind: 'REFUSE', after: 2, refusal: streamReset }],
    ['a feed that goes silent', { kind: 'SILENCE', after: 2 }],
    ['a feed that delivers an entry twice', { kind: 'TWICE', after: 2 }],
    ['a feed that says it is at the end, and is not', { kind: 'CHECKPOINT_AHEAD', after: 2 }],
  ];

  test.each(faults)('%s', async (_, fault) => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.feed.next(fault);
    appendElsewhere(opened, a, 0, 'k2', 5);
    await expect.poll(() => server.faults.feed.struck).toBe(1);
    appendElsewhere(opened, b, -1, 'k3');
    await expectBooks(opened, 'k1', 'k2', 'k2', 'k2', 'k2', 'k2', 'k3');
    expect(await append(journal, b, 0, 'k4')).toEqual({ revision: 1, token: journal.tokenOf(8) });
  });

  test.each(faults)('%s, while there is nothing to deliver', async (_, fault) => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.feed.next({ ...fault, after: 0 });
    await append(journal, a, 0, 'k2');
    await append(journal, a, 1, 'k3');
    expect(server.faults.feed.struck).toBe(1);
    await expectBooks(opened, 'k1', 'k2', 'k3');
  });

  test.each(faults)('%s, again and again', async (_, fault) => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.feed.always({ ...fault, after: 1 });
    const commandIds = Array.from({ length: 8 }, (_, index) => `k${index}`);
    for (const [index, commandId] of commandIds.entries()) appendElsewhere(opened, a, index - 1, commandId);
    await expect.poll(async () => (await journal.book.head()).ordinal, { timeout: 20_000 }).toBe(8);
    server.faults.liftAll();
    await expectBooks(opened, ...commandIds);
  });

  const beginnings: readonly (readonly [title: string, fault: SubscribeFault])[] = [
    ['never confirmed', { kind: 'SILENCE' }],
    ['ended at once', { kind: 'END' }],
    ['refused', { kind: 'REFUSE', refusal: unavailable }],
  ];

  test.each(beginnings)('a feed that is %s', async (_, fault) => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.subscribe.next(fault, { times: 3 });
    server.dropConnections();
    appendElsewhere(opened, a, 0, 'k2');
    await expectBooks(opened, 'k1', 'k2');
    expect(server.faults.subscribe.struck).toBeGreaterThan(1);
  });

  test.each(beginnings)('a feed that is %s when the books are opened', async (_, fault) => {
    const before = await openOnFaults();
    const { server, a } = before;
    await append(before.journal, a, -1, 'k1');
    server.faults.subscribe.next(fault, { times: 3 });
    const opened = await openOn(server, { ledgerId: before.journal.ledgerId });
    expect(server.faults.subscribe.struck).toBe(3);
    await expectBooks(opened, 'k1');
  });

  test('a feed that went silent alone is replaced: an acknowledgement does not wait for it for ever', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k0');
    server.faults.feed.next({ kind: 'SILENCE', after: 0 });
    for (let revision = 0; revision < 5; revision += 1) await append(journal, a, revision, `k${revision + 1}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (let revision = 5; revision < 10; revision += 1) {
      const { took } = await timed(append(journal, a, revision, `k${revision + 1}`));
      expect(took).toBeLessThan(150);
    }
  });
});

describe('an entry that the feed leaves out is never passed over:', () => {
  test('the next of its account shows that it is missing, and it is fetched', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.feed.next({ kind: 'SKIP', after: 0 });
    appendElsewhere(opened, a, 0, 'k2');
    appendElsewhere(opened, a, 1, 'k3');
    await expectBooks(opened, 'k1', 'k2', 'k3');
    expect(server.faults.feed.struck).toBe(1);
  });

  test('with entries of other accounts after it nothing more is written, until the copy has been made again', async () => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.feed.next({ kind: 'SKIP', after: 0 });
    appendElsewhere(opened, a, 0, 'k2');
    appendElsewhere(opened, b, -1, 'k3');
    appendElsewhere(opened, a, 1, 'k4');
    await expect
      .poll(() => journal.state(), { timeout: 10_000 })
      .toMatchObject({
        isWritable: false,
        isCurrent: false,
        problem: 'after revision 0 of a stream came 2',
      });
    // It has looked for it again a few times.
    await expect.poll(() => outcomes([append(journal, a, 9, 'k5')]), { timeout: 10_000 }).toEqual(['Unavailable']);
    const restarted = { ...opened, journal: await opened.restart() };
    await expectBooks(restarted, 'k1', 'k2', 'k3', 'k4');
    await append(restarted.journal, a, 2, 'k5');
    await expectBooks(restarted, 'k1', 'k2', 'k3', 'k4', 'k5');
  });

  test('an entry of our own that does not come is noticed without another after it in its account', async () => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.feed.next({ kind: 'SKIP', after: 0 });
    const appending = append(journal, a, 0, 'k2');
    await expect.poll(() => server.faults.feed.struck).toBe(1);
    await expect.poll(() => onServer(opened).length).toBe(2);
    appendElsewhere(opened, b, -1, 'k3');
    expect(await appending).toEqual({ revision: 1, token: undefined });
    await expect.poll(() => journal.state(), { timeout: 10_000 }).toMatchObject({ isWritable: false });
    const restarted = { ...opened, journal: await opened.restart() };
    await expectBooks(restarted, 'k1', 'k2', 'k3');
  });

  test('neither is one that the server itself has lost', async () => {
    const opened = await openOnFaults();
    const { journal, server, directory, a } = opened;
    await append(journal, a, -1, 'k1', 2);
    server.log.softDelete(a);
    server.log.scavenge();
    await journal.close();
    rmSync(journalCopyFile(directory));
    appendElsewhere(opened, a, 1, 'k2');
    server.log.scavenge();
    await expect(opened.restart()).rejects.toThrow('after revision -1 of a stream came');
  });
});

describe('what no ledger wrote stops the line:', () => {
  test.each([
    ['something that is no entry', { data: '{}', metadata: '{}' }],
    ['an entry without its metadata', { data: '{"command":{"id":"k","hash":"h"}}', metadata: '' }],
    ['what is not even JSON', { data: 'Jane Doe', metadata: '{"recordedAt":"2026-03-20T12:00:00.000Z","version":1}' }],
  ])('%s', async (_, { data, metadata }) => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    const bytes = { data: Buffer.from(data), metadata: Buffer.from(metadata) };
    server.log.append(a, 'any', [{ id: crypto.randomUUID(), type: 'T', contentType: 'application/json', ...bytes }]);
    await expect
      .poll(() => journal.state(), { timeout: 10_000 })
      .toEqual({
        isCurrent: false,
        isWritable: false,
        problem: 'revision 1 of a stream of the ledger is no entry of a ledger',
      });
    expect((await journal.book.readAll(0, 10)).map(({ command }) => command.id)).toEqual(['k1']);
    await expect(append(journal, a, 1, 'k2')).rejects.toBeInstanceOf(Unavailable);
  });

  test('an account that was deleted for ever', async () => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    await append(journal, a, -1, 'k1');
    server.log.tombstone(a);
    await expect
      .poll(() => journal.state(), { timeout: 10_000 })
      .toMatchObject({
        isWritable: false,
        problem: 'a stream of the ledger was deleted on the server',
      });
    await expect(append(journal, b, -1, 'k2')).rejects.toBeInstanceOf(Unavailable);
    expect(await journal.book.readStream(a)).toHaveLength(1);
  });

  test('an entry that stands there twice under new revisions', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.log.append(a, 0n, onServer(opened));
    await expect.poll(() => journal.state(), { timeout: 10_000 }).toMatchObject({ isWritable: false });
    expect((await journal.book.readAll(0, 10)).map(({ revision }) => revision)).toEqual([0]);
  });
});

describe('a follower', () => {
  test('hears every entry once and in order, whatever the feed goes through', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    const stop = new AbortController();
    const heard: number[] = [];
    const following = (async () => {
      for await (const followed of journal.follow(0, stop.signal)) heard.push(...ordinalsOf(followed));
    })();
    const faults: readonly FeedFault[] = [
      { kind: 'END', after: 3 },
      { kind: 'TWICE', after: 1 },
      { kind: 'REFUSE', after: 2, refusal: unavailable },
      { kind: 'CHECKPOINT_AHEAD', after: 2 },
      { kind: 'SILENCE', after: 4 },
    ];
    for (const fault of faults) server.faults.feed.next(fault);
    for (let index = 0; index < 60; index += 1) await append(journal, a, index - 1, `k${index}`);
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(60);
    expect(heard).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(server.faults.feed.struck).toBe(faults.length);
    stop.abort();
    await following;
  });
});

function ordinalsOf(followed: Followed): readonly number[] {
  return followed.kind === 'BATCH' ? followed.entries.map(({ ordinal }) => ordinal) : [];
}
