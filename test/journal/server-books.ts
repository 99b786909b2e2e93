import { DatabaseSync } from 'node:sqlite';
import { EventStoreDBClient, type RecordedEvent } from '@eventstore/db-client';
import { expect } from 'vitest';
import { entryOfEvent } from '#journal/eventstoredb-events.ts';
import { type EventStoreDbJournal, openEventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import { until } from '../eventstoredb/server-status.ts';
import type { Load, Told } from './append-load.ts';
import { removeDirectory, temporaryDirectory } from './sqlite-directory.ts';

/** An entry as it stands somewhere, with everything but what is counted over the whole ledger. */
interface Standing {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly body: string;
}

/**
 * After a load: what the server has, read stream by stream, is what was acknowledged and nothing that was refused, each
 * once; the copy that lived through it all is the same, and the same again as one that is made anew.
 */
export async function expectWhole(connectionString: string, journal: EventStoreDbJournal, load: Load): Promise<void> {
  const stands = await onServer(connectionString, load.streams);
  expectTold(load.told, stands);
  await until('the copy has everything', 20_000, async () =>
    inCopy(journal.file).length === stands.length ? true : undefined,
  );
  const copied = inCopy(journal.file);
  expect(copied.map(({ ordinal }) => ordinal)).toEqual(stands.map((_, index) => index + 1));
  expect(streamByStream(copied)).toEqual(stands);
  expectPlaces(load.told, journal, copied);
  expect(await madeAnew(connectionString, journal.ledgerId)).toEqual(copied);
}

function expectTold({ sent, acknowledged, refused, abandoned }: Told, stands: readonly Standing[]): void {
  const revisions = Map.groupBy(stands, commandIn);
  for (const { id, stream, revision, count } of acknowledged.values()) {
    const expected = Array.from({ length: count }, (_, index) => [stream, revision - count + 1 + index]);
    const there = revisions.get(id)?.map((one) => [one.stream, one.revision]);
    expect(there, `${id} was acknowledged`).toEqual(expected);
  }
  for (const id of refused) expect(revisions.has(id), `${id} was refused`).toBe(false);
  for (const [id, entries] of revisions) {
    expect(sent.has(id), `${id} was sent`).toBe(true);
    expect(acknowledged.has(id) || abandoned.has(id), `${id} stands`).toBe(true);
    expect(new Set(entries.map((one) => one.id)).size, `${id} stands once`).toBe(entries.length);
  }
}

function expectPlaces({ acknowledged }: Told, journal: EventStoreDbJournal, copied: readonly Copied[]): void {
  const ordinals = new Map(copied.map(({ stream, revision, ordinal }) => [`${stream} ${revision}`, ordinal]));
  for (const { id, stream, revision, token } of acknowledged.values()) {
    if (token === undefined) continue;
    expect(token, `the position of ${id}`).toBe(journal.tokenOf(ordinals.get(`${stream} ${revision}`) ?? 0));
  }
}

function commandIn({ body }: Standing): string {
  const { command } = JSON.parse(body) as { readonly command: { readonly id: string } };
  return command.id;
}

/** By stream, then by revision; with a client of our own, past the adapter. */
async function onServer(connectionString: string, streams: readonly string[]): Promise<readonly Standing[]> {
  const client = EventStoreDBClient.connectionString(connectionString);
  const read = async (stream: string): Promise<readonly Standing[]> => {
    const resolved = await Array.fromAsync(client.readStream(stream, { requiresLeader: true }));
    return resolved.flatMap(({ event }) => (event === undefined ? [] : [standingOf(event)]));
  };
  try {
    return (await Promise.all(streams.toSorted().map(read))).flat();
  } finally {
    await client.dispose();
  }
}

function standingOf(event: RecordedEvent): Standing {
  const { stream, revision, id, type, version, body } = entryOfEvent(event);
  return { stream, revision, id, type, version, body };
}

interface Copied extends Standing {
  readonly ordinal: number;
}

function inCopy(file: string): readonly Copied[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const columns = 'ordinal, name AS stream, revision, id, type, version, body';
    const rows = db.prepare(`SELECT ${columns} FROM entry JOIN stream ON stream.number = stream ORDER BY ordinal`);
    return rows.all() as unknown as readonly Copied[];
  } finally {
    db.close();
  }
}

function streamByStream(copied: readonly Copied[]): readonly Standing[] {
  return copied
    .toSorted((a, b) => (a.stream < b.stream ? -1 : Number(a.stream > b.stream)) || a.revision - b.revision)
    .map(({ stream, revision, id, type, version, body }) => ({ stream, revision, id, type, version, body }));
}

async function madeAnew(connectionString: string, ledgerId: string): Promise<readonly Copied[]> {
  const directory = temporaryDirectory();
  const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId });
  try {
    return inCopy(journal.file);
  } finally {
    await journal.close();
    removeDirectory(directory);
  }
}
