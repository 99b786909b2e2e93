import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonEvent } from '@eventstore/db-client';
import { z } from 'zod';
import { type EventStoreDbServer, NoAnswer } from './eventstoredb-server.ts';
import { pauseAfter, type Timing } from './eventstoredb-timing.ts';
import { Unavailable, WrongRevision } from './journal.ts';
import { JournalCopyPlaces } from './journal-copy-places.ts';
import { type Identity, JournalRefused } from './sqlite-open.ts';
import { SqliteReader } from './sqlite-reader.ts';

/** Not in the streams of the ledger, so that no entry has to make room for it. */
export function anchorStream(ledgerId: string): string {
  return `ar-ledger-journal-${ledgerId}`;
}

/** WARNING: stored for ever. */
const begunSchema = z.looseObject({ journalId: z.uuid(), ledgerId: z.string() });

/** The id under which the server keeps the journal; the first who asks begins it. */
export async function journalIdOn(
  server: EventStoreDbServer,
  ledgerId: string,
  timing: Timing,
  idToBegin: string = randomUUID(),
): Promise<string> {
  const stream = anchorStream(ledgerId);
  const data = { journalId: idToBegin, ledgerId };
  const begun = jsonEvent({ id: randomUUID(), type: 'JournalBegun', data });
  const until = performance.now() + timing.start;
  for (let failures = 0; ; failures += 1) {
    try {
      const [first] = await server.read(stream, 0, 1);
      if (first !== undefined) return begunIn(first.data, ledgerId);
      await server.write(stream, -1, [begun]);
    } catch (error) {
      const mayPass = error instanceof Unavailable || error instanceof NoAnswer || error instanceof WrongRevision;
      if (!mayPass) throw error;
      if (performance.now() > until) throw new Unavailable(error.message);
    }
    if (failures > 0) await sleep(pauseAfter(failures, timing.pause));
  }
}

function begunIn(data: unknown, ledgerId: string): string {
  const begun = begunSchema.safeParse(data);
  if (begun.success && begun.data.ledgerId === ledgerId) return begun.data.journalId;
  throw new JournalRefused('what the server keeps under the name of the ledger is no journal of it');
}

/** A copy of another journal, or of one that was restored to an earlier day, is made again. */
export async function removeForeignCopy(file: string, identity: Identity, server: EventStoreDbServer): Promise<void> {
  if (await isCopyOf(file, identity, server)) return;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

async function isCopyOf(file: string, identity: Identity, server: EventStoreDbServer): Promise<boolean> {
  const copied = identityIn(file);
  if (copied?.journalId !== identity.journalId || copied.ledgerId !== identity.ledgerId) return false;
  const places = new JournalCopyPlaces(file);
  const last = places.last();
  const isTrusted = places.isTrusted;
  places.close();
  if (last === undefined) return true;
  if (!isTrusted) return false;
  const [event] = await server.read(last.stream, last.revision, 1);
  return event?.id === last.id;
}

/** Undefined where there is no copy yet, or one that cannot be read. */
function identityIn(file: string): Identity | undefined {
  try {
    const reader = new SqliteReader(file);
    const { journalId, ledgerId } = reader;
    reader.close();
    return { journalId, ledgerId };
  } catch {
    return undefined;
  }
}
