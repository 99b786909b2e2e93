import { rmSync } from 'node:fs';
import type { EventStoreDbServer } from './eventstoredb-server.ts';
import { JournalCopyPlaces } from './journal-copy-places.ts';
import type { Identity } from './sqlite-open.ts';
import { SqliteReader } from './sqlite-reader.ts';

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
