import type { JournalReader } from '#journal/journal.ts';
import type { CommandEntries } from './audit-query.ts';

/** Where the entries of a command stand; undefined where no command of this id has recorded anything. */
export async function commandEntries(journal: JournalReader, commandId: string): Promise<CommandEntries | undefined> {
  const place = await journal.findCommand(commandId);
  if (place === undefined) return undefined;
  const { stream, firstRevision } = place;
  const entries = await journal.readStream(stream, firstRevision);
  const others = entries.findIndex(({ command }) => command.id !== commandId);
  const count = others < 0 ? entries.length : others;
  return { stream, firstRevision, lastRevision: firstRevision + count - 1 };
}
