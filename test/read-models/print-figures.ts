import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { currentFile, openForReading } from '#read-models/read-files.ts';
import { agingBases } from '#read-models/read-models.ts';
import { handlerFor, noon, openLedger, writeRandomBooks } from './random-books.ts';

/** Prints every row of the read model of seeded books and its main figures: run by time-zone.test.ts in several zones. */
const directory = mkdtempSync(join(tmpdir(), 'print-figures-'));
const journal = new InMemoryJournal({ ledgerId: 'main', journalId: 'zones', clock: () => noon });
const handle = handlerFor(journal, () => noon);
await openLedger(handle);
await writeRandomBooks(handle, { seed: 8, accounts: 4, commands: 250 });
const reads = await openReadModels({ dataDirectory: directory, journal, today: () => calendarDate('2024-06-30') });
const view = await reads.view({});
const figures: unknown[] = [view];
for (const basis of agingBases) {
  figures.push(await reads.aging(view, { basis, edges: [5, 20, 60], groupBy: 'PAYER' }));
}
figures.push(await reads.openItems(view, {}, { first: 1_000 }));
figures.push(await reads.statement(view, 'account-1', calendarDate('2024-01-01'), calendarDate('2024-12-31')));
figures.push(await reads.audit(view, { recordedFrom: '2024-06-30T16:00:00.000Z' }, { first: 10 }));
const db = openForReading(currentFile(directory) ?? '');
const tables = ['account', 'balance', 'item', 'payment', 'party', 'term', 'entry', 'posting'];
const rows = tables.map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]);
db.close();
await reads.close();
rmSync(directory, { recursive: true, force: true });
process.stdout.write(JSON.stringify({ figures, rows }));
