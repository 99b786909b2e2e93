import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { holderOf, lockDirectory } from '#journal/data-directory-lock.ts';
import { ensureFiles, lockFile } from '#journal/journal-files.ts';
import { removeDirectory, temporaryDirectory } from './sqlite-directory.ts';

let directory: string;
let children: ChildProcess[];

beforeEach(() => {
  directory = temporaryDirectory();
  children = [];
  ensureFiles(directory);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  removeDirectory(directory);
});

/** Another process that takes the directory; resolves with what it said. */
function contend(): { readonly child: ChildProcess; readonly said: Promise<string> } {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./lock-process.ts', import.meta.url)), directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const said = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('error', reject);
  });
  return { child, said };
}

test('one process owns a data directory, and the lock names it', () => {
  const unlock = lockDirectory(directory);
  expect(readFileSync(lockFile(directory), 'utf8').split('\n')[0]).toBe(String(process.pid));
  expect(holderOf(directory)).toBe(process.pid);
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.pid}`);
  unlock();
  expect(holderOf(directory)).toBeUndefined();
  lockDirectory(directory)();
  expect(existsSync(lockFile(directory))).toBe(false);
});

test('a second process is told who owns it', async () => {
  const { child, said } = contend();
  expect(await said).toBe('locked');
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${child.pid}`);
});

test('the lock of a process that was killed is taken over', async () => {
  const { child, said } = contend();
  expect(await said).toBe('locked');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(existsSync(lockFile(directory))).toBe(true);
  expect(holderOf(directory)).toBeUndefined();
  lockDirectory(directory)();
});

test('of several that find a stale lock at the same time, one gets it', async () => {
  writeFileSync(lockFile(directory), '999999999\n\n');
  const said = await Promise.all(Array.from({ length: 4 }, () => contend().said));
  expect(said.toSorted()).toEqual(['in use', 'in use', 'in use', 'locked']);
});

test.skipIf(!existsSync('/proc/self/stat'))(
  'a living process that only has the pid of a dead one does not hold it',
  () => {
    writeFileSync(lockFile(directory), `${process.pid}\nanother-boot 1\n`);
    expect(holderOf(directory)).toBeUndefined();
    lockDirectory(directory)();
  },
);

test('a lock without a pid in it was left by a process that died while writing it', () => {
  writeFileSync(lockFile(directory), '');
  expect(holderOf(directory)).toBeUndefined();
  lockDirectory(directory)();
});
