import { onTestFinished } from 'vitest';
import { setClock, standingClock } from '#journal/clock.ts';
import { openEventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import type { Journal } from '#journal/journal.ts';
import { journalFile } from '#journal/journal-files.ts';
import type { Move } from '#journal/moving/move.ts';
import { openSqliteJournal, type SqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { FaultServer } from '../eventstoredb/fault-server.ts';
import { noon } from './engine.ts';
import { received } from './entries.ts';
import { removeDirectory, temporaryDirectory } from './sqlite-directory.ts';

/** Short, so that a server that says nothing is given up soon. */
const timing = { attempt: 400, patience: 1_500, probe: 200, pause: { first: 20, most: 100 }, start: 3_000 };
export const clock = standingClock(noon);
export const minute = 60_000;

export function newDirectory(): string {
  const directory = temporaryDirectory();
  onTestFinished(() => removeDirectory(directory));
  return directory;
}

function fail(reason: Error): void {
  throw reason;
}

export function openSqlite(directory: string): Promise<SqliteJournal> {
  return openSqliteJournal({ directory, ledgerId: 'main', clock, onFatal: fail });
}

/** Commands of one to five entries on three streams in turn, a second apart; sometimes two in a row on the same. */
export async function bookOf(commands: number, from = 0, directory = newDirectory()): Promise<string> {
  const journal = await openSqlite(directory);
  const revisions = new Map<string, number>();
  for (let index = 0; index < from + commands; index += 1) {
    const stream = `main.account-${(index >> 1) % 3}`;
    const expectedRevision = revisions.get(stream) ?? -1;
    revisions.set(stream, expectedRevision + (index % 5) + 1);
    if (index < from) continue;
    setClock(clock, noon + index * 1_000);
    await journal.append({ stream, expectedRevision, entries: received(stream, `c-${index}`, (index % 5) + 1) });
  }
  await journal.close();
  return directory;
}

export async function newServer(): Promise<FaultServer> {
  const server = await FaultServer.start();
  onTestFinished(() => server.close());
  return server;
}

export function moveOf(directory: string, { connectionString }: FaultServer): Move {
  return { directory, connectionString, ledgerId: 'main', timing };
}

export async function openOn({ connectionString }: FaultServer, directory = newDirectory()): Promise<Journal> {
  const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId: 'main', clock, timing });
  onTestFinished(() => journal.close());
  return journal;
}

/** Everything that a reader can ask of a journal. */
export async function saidBy(journal: Journal) {
  const { ordinal } = await journal.head();
  const entries = await journal.readAll(0, 100_000);
  const instants = entries.map(({ recordedAt }) => recordedAt);
  return {
    journalId: journal.journalId,
    entries,
    token: journal.tokenOf(ordinal),
    knownAt: await Promise.all(instants.map((instant) => journal.knownAt(instant))),
    places: await Promise.all(entries.map(({ command }) => journal.findCommand(command.id))),
  };
}

export async function entriesOf(directory: string) {
  const reader = openSqliteReader(journalFile(directory));
  try {
    return await reader.readAll(0, 100_000);
  } finally {
    reader.close();
  }
}

export function entriesOn({ log }: FaultServer): number {
  return log.all.filter(({ stream }) => stream.startsWith('main.')).length;
}
