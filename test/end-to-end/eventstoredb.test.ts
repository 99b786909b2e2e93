import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { journalCopyFile } from '#journal/journal-files.ts';
import { freshLedgerId, startServer } from '../eventstoredb/real-server.ts';
import type { OwnServer } from '../eventstoredb/server.ts';
import { until } from '../eventstoredb/server-status.ts';
import { describeOnOwnServer } from '../eventstoredb/suites.ts';
import { command } from './api-client.ts';
import { CrashLoad } from './crash-load.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** Fewer than on the embedded journal: each start reads the server. */
const deaths = 6;

let server: OwnServer;
let directory: string;
let ledgerId: string;
const running: ServerProcess[] = [];

async function prepare(): Promise<void> {
  directory = mkdtempSync(join(tmpdir(), 'ar-ledger-esdb-'));
  ledgerId = freshLedgerId();
  server = await startServer('DISK');
}

async function tidyUp(): Promise<void> {
  for (const one of running.splice(0)) await one.kill();
  await server.discard();
  rmSync(directory, { recursive: true, force: true });
}

/** A process of its own data directory; several may stand on the one server. */
async function start(name = 'a'): Promise<ServerProcess> {
  const variables = { JOURNAL: server.connectionString, LEDGER_ID: ledgerId };
  const process = await startServerProcess(join(directory, name), variables);
  running.push(process);
  return process;
}

const copyOf = (name: string): string => journalCopyFile(join(directory, name));

describeOnOwnServer('the real process with its journal on a real EventStoreDB', () => {
  beforeEach(prepare, 300_000);
  afterEach(tidyUp, 60_000);

  test(
    'killed with -9 under load it loses nothing it answered for, and answers every retry once',
    livesThroughItsOwnDeaths,
    300_000,
  );

  test(
    'it lives through the death of the database, says meanwhile that it is not ready, and goes on',
    livesThroughDeathsOfTheDatabase,
    300_000,
  );

  test(
    'two processes are one ledger: ids, a hot account, positions and figures hold across them',
    isOneLedgerInTwoProcesses,
    300_000,
  );
});

async function livesThroughItsOwnDeaths(): Promise<void> {
  const load = new CrashLoad();
  for (let death = 0; death < deaths; death += 1) {
    const process = await start();
    if (death === 0) await load.openBooks(process);
    await load.retryUnanswered(process, death);
    const loading = load.run([process]);
    await new Promise((resolve) => setTimeout(resolve, 100 + ((death * 197) % 700)));
    await process.kill();
    await loading;
  }
  const process = await start();
  await load.retryUnanswered(process, 0);
  await load.retryEverything(process);
  expect(await process.stop()).toBe(0);
  await load.compareWith(copyOf('a'));
  expect(load.answered.recorded).toBeGreaterThan(50);
  expect(load.answered.refused).toBeGreaterThan(20);
}

async function livesThroughDeathsOfTheDatabase(): Promise<void> {
  const load = new CrashLoad();
  const process = await start();
  await load.openBooks(process);
  let isOver = false;
  const loading = load.run([process], () => isOver);
  for (let death = 0; death < 2; death += 1) {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await server.kill();
    await until('it says that it is not ready', 20_000, async () => !(await isReady(process)) || undefined);
    await server.restart();
    await until('it is ready again', 30_000, async () => (await isReady(process)) || undefined);
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  isOver = true;
  await loading;
  await load.retryUnanswered(process, 0);
  await load.retryEverything(process);
  expect(await process.stop()).toBe(0);
  await load.compareWith(copyOf('a'));
  expect(load.answered.recorded).toBeGreaterThan(50);
}

async function isOneLedgerInTwoProcesses(): Promise<void> {
  const load = new CrashLoad();
  const [a, b] = [await start('a'), await start('b')];
  await load.openBooks(a);
  const charge = { accountId: 'account-0', currency: 'USD', amount: '10.00', category: 'SERVICE' };
  const both = { ...charge, commandId: 'both', chargeId: 'both' };
  const answers = await Promise.all([command(a, 'PostCharge', both), command(b, 'PostCharge', both)]);
  expect(answers.map(({ kind }) => kind)).toEqual(['RECORDED', 'RECORDED']);
  expect(answers[0]?.position).toBe(answers[1]?.position);
  const elsewhere = { ...both, accountId: 'account-1' };
  await until('the other process knows the id', 5_000, async () => {
    const { code } = await command(b, 'PostCharge', { ...elsewhere, dryRun: true });
    return code === 'IDEMPOTENCY_CONFLICT' || undefined;
  });
  const hot = await Promise.all(
    Array.from({ length: 64 }, (_, index) =>
      command(index % 2 === 0 ? a : b, 'PostCharge', {
        ...charge,
        commandId: `hot-${index}`,
        chargeId: `hot-${index}`,
      }),
    ),
  );
  expect(new Set(hot.map(({ kind }) => kind))).toEqual(new Set(['RECORDED']));
  expect(new Set(hot.map(({ position }) => position)).size).toBe(64);
  const last =
    hot
      .map(({ position }) => position ?? '')
      .toSorted()
      .at(-1) ?? '';
  expect(await balanceAt(b, last)).toBe('650.00');
  expect(await balanceAt(a, last)).toBe('650.00');
  let isOver = false;
  setTimeout(() => (isOver = true), 2_000);
  await load.run([a, b], () => isOver);
  await load.retryUnanswered(b, 0);
  await load.retryEverything(a);
  expect([await a.stop(), await b.stop()]).toEqual([0, 0]);
  await expectSameCopies(copyOf('a'), copyOf('b'));
}

async function isReady({ address }: ServerProcess): Promise<boolean> {
  return (await fetch(`${address}/health/ready`)).status === 200;
}

/** The balance of the hot account with everything up to a position. */
async function balanceAt(server: ServerProcess, minPosition: string): Promise<string | undefined> {
  const query = `query ($minPosition: Position) { balance(accountId: "account-0", minPosition: $minPosition) { balance } }`;
  const response = await fetch(`${server.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.tokenOf('service')}` },
    body: JSON.stringify({ query, variables: { minPosition } }),
  });
  return /"balance":"([0-9.]+)"/.exec(await response.text())?.[1];
}

/** Ordinals, recorded times and contents are the same in the copies of two processes. */
async function expectSameCopies(...files: readonly string[]): Promise<void> {
  const { openSqliteReader } = await import('#journal/sqlite-reader.ts');
  const [first, second] = await Promise.all(
    files.map(async (file) => {
      const reader = openSqliteReader(file);
      const entries = await reader.readAll(0, (await reader.head()).ordinal);
      reader.close();
      return entries;
    }),
  );
  const least = Math.min(first?.length ?? 0, second?.length ?? 0);
  expect(least).toBeGreaterThan(100);
  expect(first?.slice(0, least)).toEqual(second?.slice(0, least));
}
