import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { spawnGuarded } from './guarded-process.ts';
import { until } from './server-status.ts';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a program ends, and its folder goes, when who started it is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ar-ledger-guarded-'));
  const starter = fileURLToPath(new URL('guarded-sleep.ts', import.meta.url));
  const child = spawn(process.execPath, [starter, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed: unknown[] = await once(child.stdout, 'data');
  const pid = Number(String(printed[0]));
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await until('the program has ended', 10_000, async () => (isAlive(pid) ? undefined : true));
  await until('its folder is gone', 10_000, async () => (existsSync(folder) ? undefined : true));
});

test('a program that ends by itself leaves its folder, its words and its exit code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ar-ledger-guarded-'));
  const { ended, printed } = spawnGuarded('/bin/sh', ['-c', 'echo the last word; exit 7'], folder);
  expect(await ended).toBe(7);
  expect(printed()).toBe('the last word\n');
  expect(existsSync(folder)).toBe(true);
  rmSync(folder, { recursive: true });
});
