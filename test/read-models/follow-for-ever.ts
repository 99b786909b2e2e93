import { join } from 'node:path';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';

/** Keeps the read models of a directory up to date until it is killed: see killed.test.ts. */
const [directory = ''] = process.argv.slice(2);
const journalFile = join(directory, 'journal.db');
const journal = openSqliteReader(journalFile);
const today = () => calendarDate('2024-06-30');
await openReadModels({ dataDirectory: directory, journal, journalFile, today });
process.stdout.write('ready');
