import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels, openReadModelsForReading } from '#read-models/open-read-models.ts';
import { ProjectionBehind } from '#read-models/read-models.ts';
import { handlerFor, noon, openLedger, writeRandomBooks } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

/** An entry that cannot be projected stops the line at the entry before it. It is never skipped, and everybody is told. */
const today = () => calendarDate('2024-06-30');

const onFatal = (reason: Error): never => expect.fail(reason.message);

let right: string;
let head: number;

beforeAll(async () => {
  right = mkdtempSync(join(tmpdir(), 'stopped-line-'));
  const journal = await openSqliteJournal({ directory: right, ledgerId: 'main', onFatal });
  const handle = handlerFor(journal, () => noon);
  await openLedger(handle);
  await writeRandomBooks(handle, { seed: 5, accounts: 4, commands: 400 });
  head = (await journal.head()).ordinal;
  await journal.close();
});

afterAll(() => rmSync(right, { recursive: true, force: true }));

/** The books with one entry changed behind the back of the ledger. */
function booksWith(patch: string): { readonly directory: string; readonly bad: number } {
  const directory = temporaryDirectory();
  cpSync(right, directory, { recursive: true });
  const db = new DatabaseSync(join(directory, 'journal.db'));
  for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) {
    db.exec(`DROP TRIGGER ${String(name)}`);
  }
  const charge = db.prepare("SELECT ordinal FROM entry WHERE type = 'ChargePosted' AND ordinal > 120 LIMIT 1").get();
  const bad = Number(charge?.['ordinal']);
  db.exec(`${patch} WHERE ordinal = ${bad}`);
  db.close();
  return { directory, bad };
}

const patches = [
  ['of an unknown type', "UPDATE entry SET type = 'ChargeForgotten'", /knows no ChargeForgotten/],
  ['of an unknown version', 'UPDATE entry SET version = 9', /knows no ChargePosted of version 9/],
  ['that is not readable', "UPDATE entry SET body = '{'", /is not JSON|not JSON/],
  [
    'that breaks its shape',
    "UPDATE entry SET body = json_replace(body, '$.data.amount', 12)",
    /breaks its catalogue at data.amount/,
  ],
  [
    'that does not balance',
    "UPDATE entry SET body = json_replace(body, '$.data.items[0].amount', '99999999')",
    /INV-06/,
  ],
  ['that is not there', 'DELETE FROM entry', /^INV-29: an ordinal is missing/],
  [
    'that is not the next of its stream',
    'UPDATE entry SET revision = revision + 1000',
    /^INV-29: a revision is missing/,
  ],
] as const;

describe.each(patches)('an entry %s', (_, patch, problem) => {
  test('stops the line; what is before it is answered, as stale', async () => {
    const { directory, bad } = booksWith(patch);
    const journal = openSqliteReader(join(directory, 'journal.db'));
    const options = { dataDirectory: directory, journal, journalFile: join(directory, 'journal.db'), today };
    const reads = await openReadModels(options);
    const { checkpoint, stopped } = await reads.status();
    expect({ checkpoint, at: stopped?.ordinal }).toEqual({ checkpoint: bad - 1, at: bad });
    expect(stopped?.problem).toMatch(problem);
    expect(await reads.view({})).toMatchObject({ ordinal: bad - 1, stale: true });
    expect(await reads.view({ knownAt: { ordinal: bad - 1 } })).toMatchObject({ ordinal: bad - 1, stale: false });
    await expect(reads.view({ knownAt: { ordinal: head } })).rejects.toThrow(ProjectionBehind);
    await expect(reads.view({ minPosition: journal.tokenOf(bad) })).rejects.toThrow(ProjectionBehind);
    const aging = await reads.aging(await reads.view({}), { basis: 'DUE_DATE', edges: [30], groupBy: 'BOOK' });
    expect(aging.totals).toHaveLength(1);

    const beside = await openReadModelsForReading(options);
    expect(await beside.status()).toEqual({ checkpoint: bad - 1, stopped, rebuilding: false });
    expect(await beside.view({})).toMatchObject({ stale: true });
    await beside.close();
    await reads.close();
    journal.close();
  });
});

test('the line goes on by itself once the entry is understood, from where it stood', async () => {
  const { directory, bad } = booksWith("UPDATE entry SET type = 'ChargeForgotten'");
  const journal = openSqliteReader(join(directory, 'journal.db'));
  const options = { dataDirectory: directory, journal, journalFile: join(directory, 'journal.db'), today };
  const stopped = await openReadModels(options);
  await stopped.close();
  const db = new DatabaseSync(join(directory, 'journal.db'));
  db.exec(`UPDATE entry SET type = 'ChargePosted' WHERE ordinal = ${bad}`);
  db.close();
  const reads = await openReadModels(options);
  expect(await reads.status()).toEqual({ checkpoint: head, stopped: undefined, rebuilding: false });
  expect(await reads.view({})).toMatchObject({ ordinal: head, stale: false });
  expect((await reads.rebuild()).differences).toEqual([]);
  await reads.close();
  journal.close();
});
