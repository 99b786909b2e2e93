import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandDesk } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { createOwnProcesses } from '#processes/own-processes.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { BooksInMemory } from '../import/books-in-memory.ts';

/** After the last day of any demo books, so that their months are over. */
const clock = () => Date.parse('2027-02-02T12:00:00Z');

/** Books that do all that books do by themselves: with figures, which go with `close`. */
export async function demoBooksInMemory(): Promise<BooksInMemory & { readonly close: () => Promise<void> }> {
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: '0f0e0d0c-0000-4000-8000-000000000001', clock });
  const parts = { journal, clock, reasons: defaultReasons, cacheBytes: 64_000_000, mostUnderWay: 1_000 };
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ar-ledger-demo-'));
  const readModels = await openReadModels({ dataDirectory, journal, today: () => calendarDate('2027-02-02') });
  const { handleCommand, stop } = createOwnProcesses(createCommandDesk(parts), readModels);
  const close = async (): Promise<void> => {
    await stop();
    await readModels.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  return { journal, handleCommand, close };
}
