import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { setClock } from '#journal/clock.ts';
import { journalFile, movedFile } from '#journal/journal-files.ts';
import type { MoveStep, OnProgress } from '#journal/moving/move.ts';
import { moveToFile } from '#journal/moving/to-file.ts';
import { moveToServer } from '#journal/moving/to-server.ts';
import type { FaultServer } from '../eventstoredb/fault-server.ts';
import { refusals } from '../eventstoredb/faults.ts';
import { noon } from './engine.ts';
import { received } from './entries.ts';
import {
  bookOf,
  clock,
  entriesOf,
  entriesOn,
  minute,
  moveOf,
  newDirectory,
  newServer,
  openOn,
  openSqlite,
  saidBy,
} from './moved-books.ts';

const commandLine = fileURLToPath(import.meta.resolve('#app/cli.ts'));

test('a moved journal says on the server what it said in the file, and in a file again when it has come back', async () => {
  const directory = await bookOf(60);
  const source = await openSqlite(directory);
  setClock(clock, noon + 60 * minute);
  const said = await saidBy(source);
  await source.close();
  const server = await newServer();
  const moved = await moveToServer(moveOf(directory, server));
  expect(moved).toMatchObject({ journalId: said.journalId, entries: said.entries.length, streams: 3, found: 0 });
  const there = await openOn(server);
  expect(await saidBy(there)).toEqual(said);
  await there.close();
  const back = join(newDirectory(), 'back');
  const returned = await moveToFile(moveOf(back, server));
  expect(returned).toEqual(moved);
  const journal = await openSqlite(back);
  onTestFinished(() => journal.close());
  expect(await saidBy(journal)).toEqual(said);
}, 30_000);

test('what was recorded after the move comes back with it', async () => {
  const directory = await bookOf(10);
  const server = await newServer();
  await moveToServer(moveOf(directory, server));
  const there = await openOn(server);
  const stream = 'main.account-9';
  await there.append({ stream, expectedRevision: -1, entries: received(stream, 'later', 3) });
  const said = await saidBy(there);
  await there.close();
  const back = newDirectory();
  await moveToFile(moveOf(back, server));
  const journal = await openSqlite(back);
  onTestFinished(() => journal.close());
  expect(await saidBy(journal)).toEqual(said);
  await journal.append({ stream, expectedRevision: 2, entries: received(stream, 'home', 1) });
});

test('entries of one stream that follow each other go together, and in their order', async () => {
  const directory = await bookOf(60);
  const server = await newServer();
  const { entries } = await moveToServer(moveOf(directory, server));
  const appends = server.calls.filter(({ method, stream }) => method === 'APPEND' && stream.startsWith('main.'));
  expect(entries).toBe(180);
  expect(appends.length).toBe(30);
});

test('whatever becomes of an append, every entry is there once and in its place', async () => {
  const directory = await bookOf(60);
  const server = await newServer();
  const { append } = server.faults;
  append.next({ kind: 'COMMIT_THEN_SILENCE' }, { on: 'main.account-0' });
  append.next({ kind: 'COMMIT_THEN_WRONG_REVISION' }, { on: 'main.account-1' });
  append.next({ kind: 'COMMIT_THEN_REFUSE', refusal: refusals.streamReset }, { on: 'main.account-2' });
  append.next({ kind: 'REFUSE', refusal: refusals.serverIsNotReady }, { on: 'main.account-0' });
  append.next({ kind: 'TWICE' }, { on: 'main.account-1' });
  append.next({ kind: 'NO_POSITION' }, { on: 'main.account-2' });
  server.faults.feed.next({ kind: 'SKIP', after: 20 });
  server.faults.feed.next({ kind: 'TWICE', after: 3 });
  await moveToServer(moveOf(directory, server));
  expect(append.struck).toBe(6);
  await expectMoved(server, directory);
}, 30_000);

test.each([1, 40, 179])(
  'a move that ended at entry %i goes on where it was',
  async (ordinal) => {
    const directory = await bookOf(60);
    const server = await newServer();
    let reached = 0;
    const onProgress: OnProgress = (step, done) => {
      if (step !== 'COPYING') return;
      reached = done;
      if (done >= ordinal) throw new Error('ended by the test');
    };
    await expect(moveToServer({ ...moveOf(directory, server), onProgress })).rejects.toThrow('ended by the test');
    await expect(openOn(server)).rejects.toThrow('still on its way to the server');
    // Nothing is marked yet: whoever thinks better of it goes on here, and moves later.
    const before = await entriesOf(directory);
    await bookOf(5, 60, directory);
    const moved = await moveToServer(moveOf(directory, server));
    expect(moved).toMatchObject({ found: reached, entries: before.length + 15 });
    await expectMoved(server, directory);
  },
  30_000,
);

test('a server that goes away in the middle ends the move, and the next one goes on', async () => {
  const directory = await bookOf(60);
  const server = await newServer();
  let isDown: Promise<void> | undefined;
  const onProgress: OnProgress = (step, done) => {
    if (step === 'COPYING' && done > 50) isDown ??= server.kill();
  };
  await expect(moveToServer({ ...moveOf(directory, server), onProgress })).rejects.toThrow('the server');
  await isDown;
  await server.restart();
  const moved = await moveToServer(moveOf(directory, server));
  expect(moved.found).toBeGreaterThan(50);
  await expectMoved(server, directory);
}, 30_000);

test('a process that is killed in the middle leaves nothing that the next one does not take up', async () => {
  const directory = await bookOf(400);
  const server = await newServer();
  for (let round = 0; round < 3; round += 1) await killInTheMiddle(directory, server, entriesOn(server) + 60);
  const moved = await moveToServer(moveOf(directory, server));
  expect(moved.found).toBeGreaterThanOrEqual(180);
  expect(moved.found).toBeLessThan(moved.entries);
  await expectMoved(server, directory);
}, 60_000);

test('a journal that is moved back is not there before all of it is', async () => {
  const directory = await bookOf(60);
  const server = await newServer();
  await moveToServer(moveOf(directory, server));
  const back = newDirectory();
  await expect(moveToFile({ ...moveOf(back, server), onProgress: endAtStreams })).rejects.toThrow('ended by the test');
  expect(existsSync(journalFile(back))).toBe(false);
  expect(await moveToFile(moveOf(back, server))).toMatchObject({ entries: 180, found: 180 });
  expect(await entriesOf(back)).toEqual(await entriesOf(directory));
  await expect(moveToFile(moveOf(back, server))).rejects.toThrow('there is a journal in the directory already');
});

test('what was settled before the move stays settled, whatever the clock of the next writer says', async () => {
  const directory = await bookOf(10);
  setClock(clock, noon + 30 * minute);
  const source = await openSqlite(directory);
  const instant = new Date(noon + 29 * minute).toISOString();
  expect(await source.knownAt(instant)).toEqual({ ordinal: 30, settled: true });
  await source.close();
  const server = await newServer();
  await moveToServer(moveOf(directory, server));
  setClock(clock, noon + 28 * minute);
  const there = await openOn(server);
  expect(await there.knownAt(instant)).toEqual({ ordinal: 30, settled: true });
  const stream = 'main.account-9';
  await there.append({ stream, expectedRevision: -1, entries: received(stream, 'later') });
  const [later] = await there.readAll(30, 1);
  expect(Date.parse(later?.recordedAt ?? '')).toBeGreaterThan(Date.parse(instant));
  expect(await there.knownAt(instant)).toEqual({ ordinal: 30, settled: true });
  // And in a copy that is made again from nothing.
  const again = await openOn(server);
  expect(await again.knownAt(instant)).toEqual({ ordinal: 30, settled: true });
  expect((await again.readAll(0, 100)).slice(0, 30)).toEqual(await entriesOf(directory));
});

test('books that were moved are not written any more, until somebody takes the mark away', async () => {
  const directory = await bookOf(10);
  const server = await newServer();
  const { digest } = await moveToServer(moveOf(directory, server));
  await expect(openSqlite(directory)).rejects.toThrow('were moved to EventStoreDB');
  const mark = readFileSync(movedFile(directory), 'utf8');
  expect(mark).toContain(digest);
  expect(mark).toContain('delete this file');
  // Asked again, nothing happens.
  const before = server.log.all.length;
  expect(await moveToServer(moveOf(directory, server))).toMatchObject({ digest, found: 30 });
  expect(server.log.all.length).toBe(before);
  rmSync(movedFile(directory));
  const journal = await openSqlite(directory);
  await journal.close();
});

test('the digest can be made with sqlite3 and sha256sum alone', async () => {
  const directory = await bookOf(10);
  const server = await newServer();
  const { digest } = await moveToServer(moveOf(directory, server));
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, sql = ''] = /sqlite3 \S*journal\.db "(SELECT .*)" \| sha256sum/.exec(readme) ?? [];
  const db = new DatabaseSync(journalFile(directory), { readOnly: true });
  const lines = db
    .prepare(sql.replaceAll('\\"', '"'))
    .all()
    .map((row) => `${String(Object.values(row)[0])}\n`);
  db.close();
  expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(digest);
});

function endAtStreams(step: MoveStep): void {
  if (step === 'STREAMS') throw new Error('ended by the test');
}

async function killInTheMiddle(directory: string, server: FaultServer, entries: number): Promise<void> {
  const args = ['migrate', '--from', `sqlite:${directory}`, '--to', server.connectionString];
  const child = spawn(process.execPath, [commandLine, ...args], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const deadline = Date.now() + 15_000;
  while (entriesOn(server) < entries && Date.now() < deadline) await sleep(2);
  child.kill('SIGKILL');
  expect(await ended).toBe(null);
}

async function expectMoved(server: FaultServer, directory: string): Promise<void> {
  const there = await openOn(server);
  expect(await there.readAll(0, 100_000)).toEqual(await entriesOf(directory));
}
