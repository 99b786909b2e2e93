import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { removeDirectory, temporaryDirectory } from './sqlite-directory.ts';

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

/** Runs a process that appends and says what was acknowledged; kills it after so many acknowledgements. */
async function writeUntilKilled(round: number, acknowledgements: number): Promise<readonly string[]> {
  const script = fileURLToPath(new URL('./append-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, directory, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === acknowledgements) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

test('kill -9 in the middle of writing: what was acknowledged is there, once, without a gap', async () => {
  const acknowledged: string[] = [];
  for (const [round, count] of [1, 40, 300].entries()) acknowledged.push(...(await writeUntilKilled(round, count)));
  const journal = await openSqliteJournal({
    directory,
    ledgerId: 'main',
    onFatal: (reason) => expect(reason).toBeUndefined(),
  });
  const entries = await journal.readAll(0, 100_000);
  const stored = entries.map(({ command }) => command.id);
  expect(acknowledged.length).toBeGreaterThanOrEqual(341);
  expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
  expect(new Set(stored).size * 2).toBe(stored.length);
  expect(entries.map(({ ordinal }) => ordinal)).toEqual(entries.map((_, index) => index + 1));
  const places = await Promise.all(acknowledged.map((id) => journal.findCommand(id)));
  expect(places.every((place) => place !== undefined)).toBe(true);
  await journal.close();
});
