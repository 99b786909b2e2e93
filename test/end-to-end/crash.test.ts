import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { journalFile } from '#journal/journal-files.ts';
import { CrashLoad } from './crash-load.ts';
import { startServerProcess } from './server-process.ts';

/** How often the server dies in the test run. */
const deaths = 20;

const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-crash-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a server killed with -9 under load, again and again', () => {
  test(`loses nothing it answered for, and answers every retry once, over ${deaths} deaths`, {
    timeout: 300_000,
  }, async () => {
    const load = new CrashLoad();
    const first = await startServerProcess(directory);
    await load.openBooks(first);
    expect(await first.stop()).toBe(0);
    let died = 0;
    for (let death = 0; death < deaths; death += 1) {
      const server = await startServerProcess(directory);
      await load.retryUnanswered(server, death);
      const loading = load.run([server]);
      // A different moment each time: in the first requests, in full flight, in a checkpoint.
      await new Promise((resolve) => setTimeout(resolve, 40 + ((death * 97) % 400)));
      await server.kill();
      died += 1;
      await loading;
    }
    const server = await startServerProcess(directory);
    await load.retryUnanswered(server, 0);
    await load.retryEverything(server);
    expect(await server.stop()).toBe(0);
    await load.compareWith(journalFile(directory));
    expect(died).toBe(deaths);
    expect(load.answered.recorded).toBeGreaterThan(200);
    expect(load.answered.refused).toBeGreaterThan(50);
  });
});
