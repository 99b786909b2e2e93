import { rmSync } from 'node:fs';
import { type LedgerClock, readClock } from '#journal/clock.ts';
import { openEventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Journal } from '#journal/journal.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { removeDirectory, temporaryDirectory } from '../journal/sqlite-directory.ts';

/** Where the books of a script stand. */
interface Engine {
  journal: Journal;
  /** A process of its own would begin again from here: closed and opened, where the journal outlives its process. */
  readonly restart: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

export type OpenEngine = (ledgerId: string, clock: LedgerClock) => Promise<Engine>;

export const inMemory: OpenEngine = async (ledgerId, clock) => {
  const journal = new InMemoryJournal({ ledgerId, journalId: crypto.randomUUID(), clock: () => readClock(clock) });
  return { journal, restart: async () => undefined, discard: () => journal.close() };
};

function onFatal(reason: Error): never {
  throw reason;
}

export const onSqlite: OpenEngine = async (ledgerId, clock) => {
  const directory = temporaryDirectory();
  return inDirectory(directory, () => openSqliteJournal({ directory, ledgerId, clock, onFatal }));
};

/** What is kept beside the server is thrown away at every restart: it has to come out the same. */
export function onEventStoreDb(connectionString: string): OpenEngine {
  return async (ledgerId, clock) => {
    const directory = temporaryDirectory();
    // A machine that is busy with other tests must not make a difference.
    const timing = { arrival: 30_000, settles: 0 };
    return inDirectory(directory, () => {
      rmSync(directory, { recursive: true, force: true });
      return openEventStoreDbJournal({ connectionString, directory, ledgerId, clock, timing });
    });
  };
}

async function inDirectory(directory: string, open: () => Promise<Journal>): Promise<Engine> {
  const engine = {
    journal: await open(),
    restart: async () => {
      await engine.journal.close();
      engine.journal = await open();
    },
    discard: async () => {
      await engine.journal.close();
      removeDirectory(directory);
    },
  };
  return engine;
}
