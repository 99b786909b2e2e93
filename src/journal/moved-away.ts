import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { movedFile, syncToDisk } from './journal-files.ts';
import { JournalRefused } from './sqlite-open.ts';

/** Throws `JournalRefused` where the journal of a directory has gone to a server: there is one journal, and it is there. */
export function refuseMoved(directory: string): void {
  if (!existsSync(movedFile(directory))) return;
  throw new JournalRefused(
    'the books of this directory were moved to EventStoreDB: set JOURNAL to its address; the file journal.moved says how to undo that',
  );
}

/** From now on nobody opens the journal of the directory by mistake. */
export function markMoved(
  directory: string,
  { entries, digest }: { readonly entries: number; readonly digest: string },
): void {
  const file = movedFile(directory);
  const lines = [
    `The ${entries} entries of journal.db were moved to EventStoreDB on ${new Date().toISOString()}.`,
    `Their SHA-256: ${digest}`,
    '',
    'They go on there: start the ledger with JOURNAL=esdb://... Here nothing is read or written any more.',
    'To take them up here again, without whatever was recorded on the server since, delete this file.',
    '',
  ];
  rmSync(file, { force: true });
  writeFileSync(file, lines.join('\n'), { mode: 0o600, flush: true });
  syncToDisk(directory);
}
