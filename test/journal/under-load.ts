import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type EventStoreDbJournal, openEventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import { freshLedgerId } from '../eventstoredb/real-server.ts';
import { until } from '../eventstoredb/server-status.ts';
import { type Load, longestSilence, startLoad } from './append-load.ts';
import { expectWhole } from './server-books.ts';
import { removeDirectory, temporaryDirectory } from './sqlite-directory.ts';
import { type StateWatch, watchState } from './state-watch.ts';

/** A journal that is written to all the time, and watched. */
export interface UnderLoad {
  readonly journal: EventStoreDbJournal;
  readonly load: Load;
  readonly watch: StateWatch;
  /** Stops the load, and compares what its callers were told with what the server has. */
  finish(connectionString: string): Promise<void>;
  discard(): Promise<void>;
}

export async function openUnderLoad(connectionString: string): Promise<UnderLoad> {
  const directory = temporaryDirectory();
  const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId: freshLedgerId() });
  const load = startLoad(journal);
  const watch = watchState(journal, load.told);
  return {
    journal,
    load,
    watch,
    async finish(ofServer) {
      await load.stop();
      watch.stop();
      await expectWhole(ofServer, journal, load);
      expect(watch.untrue).toEqual([]);
      const { acknowledged, found, refused, abandoned, errors } = load.told;
      const errorsSeen = [...errors].map(([name, count]) => `${name} ${count}`).join(', ');
      say(`${acknowledged.size} commands stand, ${found.size} of them found by asking again, ${refused.size} refused,`);
      say(`${abandoned.size} given up without an answer; errors: ${errorsSeen}`);
    },
    async discard() {
      watch.stop();
      await journal.close();
      removeDirectory(directory);
    },
  };
}

export interface Outage {
  readonly title: string;
  /** Resolves at the last moment at which the server is surely away. */
  readonly strike: () => Promise<void>;
  readonly heal?: () => Promise<void>;
  /** Milliseconds, where the journal has to say that it is not current, and not to say otherwise as long as it lasts. */
  readonly noticedWithin?: number;
}

/** On a machine that has other things to do. */
const goesOnWithin = 90_000;
/** Every outage comes over a load that is well under way. */
const fullFlight = 700;

/** Lives through it: the load has to go on by itself, and the journal to say how it stands. The gaps are printed. */
export async function liveThrough({ journal, load, watch }: UnderLoad, outage: Outage): Promise<void> {
  const { title, noticedWithin } = outage;
  await untilCurrent(journal);
  await load.goesOn(goesOnWithin);
  await sleep(fullFlight);
  const from = performance.now();
  await outage.strike();
  const struck = performance.now();
  await outage.heal?.();
  const healed = performance.now();
  await load.goesOn(goesOnWithin);
  await untilCurrent(journal);
  const to = performance.now();
  const noticed = watch.noticed(from, to);
  const [silence, current] = [longestSilence(load.told, from, to), to - healed].map(inSeconds);
  say(`${title}: noticed after ${inSeconds(noticed)}, ${silence} without an append, current ${current} after it`);
  if (noticedWithin === undefined) return;
  expect(noticed, `${title}: not current`).toBeLessThan(noticedWithin);
  expect(watch.claimed(from + noticedWithin, struck), `${title}: said to be current`).toBe(false);
}

/** Keeps it so for a while. */
export async function lasting(milliseconds: number, strike: () => Promise<void> | void): Promise<void> {
  await strike();
  await sleep(milliseconds);
}

async function untilCurrent(journal: EventStoreDbJournal): Promise<void> {
  await until('the journal is current', goesOnWithin, async () => (journal.state().isCurrent ? true : undefined));
}

function inSeconds(milliseconds: number | undefined): string {
  return milliseconds === undefined ? 'no time' : `${(milliseconds / 1_000).toFixed(1)} s`;
}

function say(line: string): void {
  console.log(line);
}
