import { createCommandHandler, type HandleCommand } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Journal } from '#journal/journal.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { withProcesses } from '../processes/with-processes.ts';

export interface BooksInMemory {
  readonly journal: Journal;
  readonly handleCommand: HandleCommand;
}

const clock = () => Date.parse('2026-06-30T12:00:00Z');

export function booksInMemory(): BooksInMemory {
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: '0f0e0d0c-0000-4000-8000-000000000001', clock });
  const parts = { journal, clock, reasons: defaultReasons, cacheBytes: 64_000_000, mostUnderWay: 1_000 };
  return { journal, handleCommand: withProcesses(createCommandHandler(parts)) };
}
