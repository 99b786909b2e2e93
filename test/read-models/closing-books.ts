import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandDesk, type HandleAnyCommand, type HandleCommand } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { createPeriodClosing } from '#processes/period-closing.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { noon, openLedger, recorded } from './random-books.ts';

export interface ClosingBooks {
  readonly directory: string;
  readonly journal: InMemoryJournal;
  readonly reads: ReadSide;
  readonly handleCommand: HandleCommand;
  readonly discard: () => Promise<void>;
}

/** Books in memory whose periods end on these days and are closed while they are written. `way`: that of commands to the desk. */
export async function openClosingBooks(
  ends: readonly string[],
  { baseCurrency = 'USD', way = (handle: HandleAnyCommand): HandleCommand => handle } = {},
): Promise<ClosingBooks> {
  const directory = mkdtempSync(join(tmpdir(), 'closing-books-'));
  let now = noon;
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: 'closing-books', clock: () => (now += 7) });
  const parts = { journal, clock: () => noon, reasons: defaultReasons, cacheBytes: 50_000_000, mostUnderWay: 5_000 };
  const reads = await openReadModels({ dataDirectory: directory, journal, today: () => calendarDate('2024-06-30') });
  const desk = createCommandDesk(parts);
  const { handleCommand } = createPeriodClosing({ ...desk, handleCommand: way(desk.handleCommand) }, reads);
  await openLedger(handleCommand, baseCurrency);
  await recorded(handleCommand, 'ExtendCalendar', { commandId: 'calendar', periodEnds: ends });
  const discard = async (): Promise<void> => {
    await reads.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { directory, journal, reads, handleCommand, discard };
}
