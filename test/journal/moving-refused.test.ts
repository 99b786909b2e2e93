import { describe, expect, onTestFinished, test } from 'vitest';
import { DirectoryLocked } from '#journal/data-directory-lock.ts';
import { sameTime } from '#journal/moving/compare-streams.ts';
import { Differs, type OnProgress } from '#journal/moving/move.ts';
import { moveToFile } from '#journal/moving/to-file.ts';
import { moveToServer } from '#journal/moving/to-server.ts';
import { verifyMove } from '#journal/moving/verify-move.ts';
import { noon } from './engine.ts';
import { received } from './entries.ts';
import { bookOf, moveOf, newDirectory, newServer, openOn, openSqlite } from './moved-books.ts';

describe('a move is refused', () => {
  test('while somebody has the books', async () => {
    const directory = await bookOf(3);
    const journal = await openSqlite(directory);
    onTestFinished(() => journal.close());
    const server = await newServer();
    await expect(moveToServer(moveOf(directory, server))).rejects.toThrow(DirectoryLocked);
    expect(server.calls).toEqual([]);
  });

  test('to a server that keeps another journal under the name', async () => {
    const server = await newServer();
    await moveToServer(moveOf(await bookOf(3), server));
    const before = server.log.all.length;
    await expect(moveToServer(moveOf(await bookOf(10), server))).rejects.toThrow('another journal');
    expect(server.log.all.length).toBe(before);
  });

  test('by one that is empty it is not: the journal that moves in keeps its own name', async () => {
    const server = await newServer();
    await (await openOn(server)).close();
    const directory = await bookOf(3);
    const { journalId } = await moveToServer(moveOf(directory, server));
    const there = await openOn(server);
    expect(there.journalId).toBe(journalId);
  });

  test('to a server where the ledger was written since', async () => {
    const directory = await bookOf(10);
    const server = await newServer();
    await moveToServer(moveOf(directory, server));
    const there = await openOn(server);
    const stream = 'main.account-9';
    await there.append({ stream, expectedRevision: -1, entries: received(stream, 'later') });
    await expect(moveToServer(moveOf(directory, server))).rejects.toThrow(
      'an entry after the last one of the file (30)',
    );
    await expect(verifyMove(moveOf(directory, server), sameTime)).rejects.toThrow(Differs);
  });

  test('into entries that are not those of the file', async () => {
    const directory = await bookOf(10);
    const server = await newServer();
    server.log.append('main.account-0', 'no_stream', [foreignEvent()]);
    const before = server.log.all.length;
    await expect(moveToServer(moveOf(directory, server))).rejects.toThrow(Differs);
    expect(server.log.all.length).toBe(before);
  });

  test('where somebody else writes in the middle of it', async () => {
    const directory = await bookOf(60);
    const server = await newServer();
    const onProgress: OnProgress = (step, done, total) => {
      if (step === 'COPYING' && done === total) server.log.append('main.account-9', 'no_stream', [foreignEvent()]);
    };
    await expect(moveToServer({ ...moveOf(directory, server), onProgress })).rejects.toThrow(Differs);
    const source = await openSqlite(directory);
    await source.close();
  });

  test('from a server that keeps nothing of the ledger, or another part of it', async () => {
    const server = await newServer();
    await expect(moveToFile(moveOf(newDirectory(), server))).rejects.toThrow('keeps no journal');
    const directory = await bookOf(3);
    const other = { ...moveOf(directory, server), ledgerId: 'other' };
    await expect(moveToServer(other)).rejects.toThrow('belongs to another ledger');
    await expect(moveToServer(moveOf(newDirectory(), server))).rejects.toThrow('there is no journal');
  });
});

function foreignEvent() {
  const [entry] = received('main.account-0', 'foreign');
  if (entry === undefined) throw new Error('no entry');
  const { id, type, version, ...body } = entry;
  const metadata = { recordedAt: new Date(noon).toISOString(), version };
  return { id, type, contentType: 'application/json', data: jsonOf(body), metadata: jsonOf(metadata) };
}

function jsonOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
