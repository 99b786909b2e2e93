import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandInputs } from '#ledger/commands.ts';
import { FaultServer } from '../eventstoredb/fault-server.ts';
import { freshLedgerId } from '../eventstoredb/real-server.ts';
import { describeOnServer, serverIsThere, serverOfTheRun } from '../eventstoredb/suites.ts';
import { inMemory, type OpenEngine, onEventStoreDb, onSqlite } from './engines.ts';
import { runScript, type Seen } from './run-script.ts';
import { drawScript, type Script } from './script.ts';

/** The seed is fixed, so that a red run is about the change that was made; a night runs other ones. */
const seed = Number(process.env['DIFFERENTIAL_SEED'] ?? 4);
const commands = 5_000;
const patience = 300_000;

/** The opening of every script; and what goes over several streams, which test/processes has on every engine. */
const notDrawn = [
  'OpenLedger',
  'ExtendCalendar',
  'ClosePeriod',
  'ReopenPeriod',
  'TransferBalance',
  'RecordReceipt',
  'IdentifyReceipt',
  'UnidentifyReceipt',
  'ReturnReceipt',
  'ReverseReceipt',
  'RevalueReceivables',
  'RunLateFees',
];

describe('one script of commands, whatever keeps the journal', () => {
  const ledgerId = freshLedgerId();
  let script: Script;
  let expected: Seen;

  beforeAll(async () => {
    script = await drawScript(seed, commands);
    expected = await runScript(script, ledgerId, inMemory);
  }, patience);

  async function differencesOn(open: OpenEngine): Promise<readonly string[]> {
    const seen = await runScript(script, ledgerId, open);
    const kinds = ['answers', 'entries', 'figures'] as const;
    return kinds.flatMap((kind) => differences(expected[kind], seen[kind]).map((words) => `${kind}, ${words}`));
  }

  test('comes to every command, to most refusals, and to every way of answering', () => {
    const drawn = (what: string): number => script.drawn.get(what) ?? 0;
    const accepted = Object.keys(commandInputs).filter((name) => !notDrawn.includes(name));
    expect(accepted.filter((name) => drawn(`accepted: ${name}`) === 0)).toEqual([]);
    const refusals = [...script.drawn.keys()].filter((what) => /^[A-Z_]+$/.test(what));
    expect(refusals.length).toBeGreaterThanOrEqual(50);
    const refused = refusals.reduce((sum, code) => sum + drawn(code), 0);
    expect(refused).toBeGreaterThanOrEqual(1_000);
    expect(floors.filter(([what, floor]) => drawn(what) < floor)).toEqual([]);
    expect(script.accounts.length).toBeGreaterThanOrEqual(100);
    expect(expected.entries.length).toBeGreaterThanOrEqual(10_000);
    expect(new Set(expected.figures).size).toBeGreaterThanOrEqual(500);
  });

  test('a difference of one cent is seen', () => {
    const changed = expected.figures.map((line) => line.replace('"amount","1000"', '"amount","1001"'));
    expect(differences(expected.figures, changed)).not.toEqual([]);
  });

  test('has the same answers, entries and figures on SQLite', { timeout: patience }, async () => {
    expect(await differencesOn(onSqlite)).toEqual([]);
  });

  describeOnServer('on a real EventStoreDB', () => {
    test('has the same answers, entries and figures', { timeout: patience }, async () => {
      const { connectionString } = await serverOfTheRun();
      expect(await differencesOn(onEventStoreDb(connectionString))).toEqual([]);
    });
  });

  // So that the third engine is compared everywhere.
  describe.skipIf(serverIsThere)('on the server of the tests, where no real one is', () => {
    let server: FaultServer;
    beforeAll(async () => {
      server = await FaultServer.start();
    });
    afterAll(() => server.close());

    test('has the same answers, entries and figures', { timeout: patience }, async () => {
      expect(await differencesOn(onEventStoreDb(server.connectionString))).toEqual([]);
    });
  });
});

const floors: readonly (readonly [what: string, floor: number])[] = [
  ['replayed', 50],
  ['replayed under a condition', 1],
  ['dry run', 40],
  ['accepted under a condition', 40],
  ['CONDITION_FAILED', 25],
  ['IDEMPOTENCY_CONFLICT', 35],
  ['JOURNAL_UNAVAILABLE', 5],
];

/** The first lines that are not the same; a difference early in books makes many later. */
function differences(expected: readonly string[], seen: readonly string[]): readonly string[] {
  const length = Math.max(expected.length, seen.length);
  const found: string[] = [];
  for (let line = 0; line < length && found.length < 3; line += 1) {
    const [one = 'nothing', other = 'nothing'] = [expected[line], seen[line]];
    if (one !== other) found.push(`line ${line}\n  in memory: ${one}\n  here:      ${other}`);
  }
  return found;
}
