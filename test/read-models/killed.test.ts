import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { currentFile } from '#read-models/read-files.ts';
import { handlerFor, noon, openLedger, writeRandomBooks } from './random-books.ts';
import { build, dump, temporaryDirectory } from './read-files.ts';

/** kill -9 of the process that projects, in the middle of a build, of following, or of nothing. */
const followForEver = fileURLToPath(new URL('./follow-for-ever.ts', import.meta.url));

const today = () => calendarDate('2024-06-30');
const onFatal = (reason: Error): never => expect.fail(reason.message);

test('after every kill the read model goes on from its checkpoint and is the fold of the journal', async () => {
  const [directory, early] = [temporaryDirectory(), temporaryDirectory()];
  await writeBooks(directory, early);
  for (const milliseconds of [150, 450, 600, 700, 800, 950]) {
    await killAfter(directory, milliseconds);
    // Back to the journal's beginning now and then, so that there is something left to do.
    if (milliseconds % 200 === 0) copyReadModel(early, directory);
  }
  const journal = openSqliteReader(join(directory, 'journal.db'));
  const options = { dataDirectory: directory, journal, journalFile: join(directory, 'journal.db'), today };
  const reads = await openReadModels(options);
  expect((await reads.status()).checkpoint).toBe((await journal.head()).ordinal);
  const live = currentFile(directory) ?? '';
  await reads.close();
  const fresh = join(temporaryDirectory(), 'fresh.db');
  await build(journal, fresh);
  expect(dump(live)).toEqual(dump(fresh));
  journal.close();
}, 120_000);

/** A journal, and the read model of its first part in a directory of its own. */
async function writeBooks(directory: string, early: string): Promise<void> {
  const journal = await openSqliteJournal({ directory, ledgerId: 'main', onFatal });
  const handle = handlerFor(journal, () => noon);
  await openLedger(handle);
  await writeRandomBooks(handle, { seed: 31, accounts: 5, commands: 100, name: 'early' });
  const journalFile = join(directory, 'journal.db');
  const reads = await openReadModels({ dataDirectory: early, journal, journalFile, today });
  await reads.close();
  await writeRandomBooks(handle, { seed: 32, accounts: 5, commands: 900, name: 'late' });
  await journal.close();
}

async function killAfter(directory: string, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [followForEver, directory], { stdio: 'ignore' });
  const exit = once(child, 'exit');
  await pause(milliseconds);
  child.kill('SIGKILL');
  await exit;
}

function copyReadModel(from: string, to: string): void {
  const [file, target] = [currentFile(from), currentFile(to)];
  if (file === undefined || target === undefined) return;
  // The log belongs to the file that was there.
  for (const suffix of ['-wal', '-shm']) rmSync(target + suffix, { force: true });
  cpSync(file, target);
}
