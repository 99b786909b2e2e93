import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { onEventStoreDb } from '../differential/engines.ts';
import { freshLedgerId } from '../eventstoredb/real-server.ts';
import { describeOnServer, serverOfTheRun } from '../eventstoredb/suites.ts';
import { runHistory } from './history.ts';
import { randomOf } from './random.ts';
import { addTo, type Tally, tooRare } from './situations.ts';

/** The seeds are fixed, so that a red run is about the change that was made; a night runs other ones. */
const histories = 2_000;
const historiesOnServer = Number(process.env['SIMULATION_ON_SERVER'] ?? 20);
const firstSeed = Number(process.env['SIMULATION_SEED'] ?? 1);
/** So few histories reach everything only with some seeds; these do. */
const firstSeedOnServer = Number(process.env['SIMULATION_SEED'] ?? 306);

function drawnFrom(name: string): readonly number[] {
  const random = randomOf(3, name);
  return Array.from({ length: 8 }, () => random.below(1_000));
}

describe('simulated histories', () => {
  test('the books and an independent auditor agree on every answer and every figure', {
    timeout: 600_000,
  }, async () => {
    const tally: Tally = new Map();
    let difference: string | undefined;
    for (let seed = firstSeed; seed < firstSeed + histories && difference === undefined; seed += 1) {
      const report = await runHistory(seed, { readModels: seed % 4 === 0 });
      addTo(tally, report);
      difference = report.difference && `${report.difference}\nnpm run simulate -- --seed ${seed} replays it`;
    }
    expect(difference).toBeUndefined();
    expect(tooRare(tally, histories)).toEqual([]);
  });

  test('are the same again for the same seed', async () => {
    const once = await runHistory(7, { readModels: false });
    const again = await runHistory(7, { readModels: true });
    expect(again.commands).toBe(once.commands);
    expect([...again.reached]).toEqual([...once.reached]);
  });

  test('are the same again on a machine on which everything takes its time', async () => {
    for (const seed of [36, 55, 66, 128, 263]) {
      const quick = await runHistory(seed, { readModels: false });
      let later = 0;
      const slow = vi.spyOn(performance, 'now').mockImplementation(() => (later += 700));
      const { trace } = await runHistory(seed, { readModels: false }).finally(() => slow.mockRestore());
      expect(trace).toEqual(quick.trace);
    }
  });

  test('a floor that is not reached is named', () => {
    expect(tooRare(new Map([['NSF', 10_000]]), 2_000)).toContain('a paid fee is waived: 0 times, at least 60 expected');
    expect(tooRare(new Map([['NSF', 10_000]]), 2_000).join()).not.toContain('NSF:');
  });

  test('streams of one seed are the same again, and independent of each other', () => {
    expect(drawnFrom('commands')).toEqual(drawnFrom('commands'));
    expect(drawnFrom('commands')).not.toEqual(drawnFrom('line'));
  });
});

describeOnServer('simulated histories on a real EventStoreDB', () => {
  test('the books and the auditor agree there too, whatever happens to the line', { timeout: 600_000 }, async () => {
    const open = onEventStoreDb((await serverOfTheRun()).connectionString);
    const tally: Tally = new Map();
    for (let seed = firstSeedOnServer; seed < firstSeedOnServer + historiesOnServer; seed += 1) {
      const place = { ledgerId: freshLedgerId(), open };
      const report = await runHistory(seed, { readModels: seed % 4 === 0, place });
      expect(report.difference).toBeUndefined();
      addTo(tally, report);
    }
    expect(tooRare(tally, historiesOnServer)).toEqual([]);
  });
});

test('the auditor imports nothing from outside its own folder', () => {
  const folder = fileURLToPath(new URL('./auditor/', import.meta.url));
  const imported = readdirSync(folder).flatMap((name) =>
    [
      ...readFileSync(`${folder}${name}`, 'utf8').matchAll(
        /(?:^(?:import|export)\b[^']*from|\bimport\s*\()\s*'([^']+)'/gm,
      ),
    ].map(([, from]) => from),
  );
  expect(imported.length).toBeGreaterThan(10);
  expect(imported.filter((from) => from?.startsWith('./') !== true)).toEqual([]);
});
