import { cpSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { openSqliteJournal, type SqliteJournal } from '#journal/sqlite-journal.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { formatMoney } from '#money/money.ts';
import { NoReadModel, openReadModels, openReadModelsForReading } from '#read-models/open-read-models.ts';
import { currentFile } from '#read-models/read-files.ts';
import type { View } from '#read-models/read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { readModelVersion } from '#read-models/schema.ts';
import { handlerFor, noon, openLedger, recorded, writeRandomBooks } from './random-books.ts';
import { build, dump, journalOfRandomBooks, temporaryDirectory } from './read-files.ts';

/** The read model is disposable: it can be made again at any time, beside the live one, and is the same. */
const today = () => calendarDate('2024-06-30');

interface Books {
  readonly directory: string;
  readonly journal: SqliteJournal;
  readonly reads: ReadSide;
  readonly write: (seed: number, commands: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

async function openBooks(directory: string): Promise<Books> {
  const journal = await openSqliteJournal({
    directory,
    ledgerId: 'main',
    onFatal: (reason) => expect.fail(reason.message),
  });
  const reads = await openReadModels({
    dataDirectory: directory,
    journal,
    journalFile: join(directory, 'journal.db'),
    today,
  });
  const handle = handlerFor(journal, () => noon);
  if ((await journal.head()).ordinal === 0) await openLedger(handle);
  const write = (seed: number, commands: number): Promise<number> =>
    writeRandomBooks(handle, { seed, accounts: 4, commands, name: `books-${seed}` });
  return {
    directory,
    journal,
    reads,
    write,
    close: async () => {
      await reads.close();
      await journal.close();
    },
  };
}

/** The figures of the whole book, in words. */
async function figures(reads: ReadSide, view: View): Promise<string> {
  const aging = await reads.aging(view, { basis: 'DUE_DATE', edges: [30, 60], groupBy: 'PARTY_CLASS' });
  return aging.rows
    .map(
      (row) =>
        `${row.group} ${row.buckets.map(({ amount }) => formatMoney(amount)).join(' ')} ${formatMoney(row.unapplied)}`,
    )
    .join('; ');
}

async function latest({ reads, journal }: Books): Promise<View> {
  return reads.view({ minPosition: journal.tokenOf((await journal.head()).ordinal) });
}

describe('a rebuild', () => {
  test('while commands go on gives the same read model, and known views never change', async () => {
    const books = await openBooks(temporaryDirectory());
    await books.write(1, 300);
    const fixed = await latest(books);
    const before = await figures(books.reads, fixed);
    const seen: string[] = [];
    const checkpoints: number[] = [];
    const rebuilding = books.reads.rebuild();
    const writing = books.write(2, 600);
    const end = { isReached: false };
    const ending = Promise.all([rebuilding, writing]).finally(() => {
      end.isReached = true;
    });
    while (!end.isReached) {
      seen.push(await figures(books.reads, fixed));
      checkpoints.push((await books.reads.view({})).ordinal);
      await new Promise(setImmediate);
    }
    await ending;
    expect((await rebuilding).differences).toEqual([]);
    expect(await writing).toBeGreaterThan(100);
    expect(seen.length).toBeGreaterThan(5);
    expect(new Set(seen)).toEqual(new Set([before]));
    expect(checkpoints).toEqual(checkpoints.toSorted((a, b) => a - b));
    await latest(books);
    const live = currentFile(books.directory) ?? '';
    await books.close();
    const fresh = join(temporaryDirectory(), 'fresh.db');
    const journal = await openSqliteJournal({ directory: books.directory, ledgerId: 'main', onFatal: () => undefined });
    await build(journal, fresh);
    await journal.close();
    expect(dump(live)).toEqual(dump(fresh));
  });

  test('asked for twice at once is one, leaves one file, and says how it went', async () => {
    const books = await openBooks(temporaryDirectory());
    await books.write(3, 200);
    await latest(books);
    const progress: number[] = [];
    const [one, other] = await Promise.all([books.reads.rebuild((done) => progress.push(done)), books.reads.rebuild()]);
    expect(one).toBe(other);
    expect(one).toMatchObject({ entries: (await books.journal.head()).ordinal, differences: [] });
    expect(progress.at(-1)).toBe(one.entries);
    const files = readdirSync(books.directory).filter((name) => /^read\..*db$/.test(name));
    expect(files).toEqual([`read.${readModelVersion}.2.db`]);
    expect(statSync(join(books.directory, `read.${readModelVersion}.2.db`)).mode & 0o777).toBe(0o600);
    expect(await books.reads.status()).toMatchObject({ rebuilding: false });
    await books.close();
  });

  test('knows again which entries correct which day', async () => {
    const books = await openBooks(temporaryDirectory());
    const handle = handlerFor(books.journal, () => noon);
    await recorded(handle, 'OpenAccount', { commandId: 'open', accountId: 'a', currency: 'USD' });
    const charge = { accountId: 'a', currency: 'USD', amount: '10.00', category: 'SERVICE' };
    await recorded(handle, 'PostCharge', { ...charge, commandId: 'wrong', chargeId: 'wrong' });
    await recorded(handle, 'PostCharge', { ...charge, commandId: 'right', chargeId: 'right', corrects: 'wrong' });
    await latest(books);
    await books.reads.rebuild();
    const rebuilt = new DatabaseSync(currentFile(books.directory) ?? '', { readOnly: true });
    const corrections = rebuilt.prepare('SELECT ordinal FROM correction').all();
    rebuilt.close();
    await books.close();
    expect(corrections).toEqual([{ ordinal: 4 }]);
  });

  test('of a live read model that was wrong names the totals it was wrong in, and puts them right', async () => {
    const books = await openBooks(temporaryDirectory());
    await books.write(4, 200);
    const view = await latest(books);
    const right = await figures(books.reads, view);
    const damage = new DatabaseSync(currentFile(books.directory) ?? '');
    damage.exec(
      'UPDATE posting SET amount = amount + 100 WHERE ordinal = (SELECT max(ordinal) FROM posting WHERE gl = 1) AND gl = 1',
    );
    damage.close();
    expect(await figures(books.reads, view)).not.toBe(right);
    expect((await books.reads.rebuild()).differences).toEqual(['AccountsReceivable']);
    expect(await figures(books.reads, view)).toBe(right);
    await books.close();
  });

  test('in the middle of which everything is closed leaves the read model that was', async () => {
    const books = await openBooks(temporaryDirectory());
    await books.write(5, 300);
    await latest(books);
    const file = currentFile(books.directory);
    const rebuilding = books.reads.rebuild().catch((error: unknown) => error);
    await books.close();
    await rebuilding;
    const again = await openBooks(books.directory);
    expect(readdirSync(books.directory).filter((name) => /^read\..*db$/.test(name))).toHaveLength(1);
    expect([file, join(books.directory, `read.${readModelVersion}.2.db`)]).toContain(currentFile(books.directory));
    await again.close();
  });
});

describe('at the start', () => {
  test('a read model of this journal is taken as it is and goes on', async () => {
    const books = await openBooks(temporaryDirectory());
    await books.write(6, 150);
    await latest(books);
    await books.close();
    const again = await openBooks(books.directory);
    expect(currentFile(books.directory)).toBe(join(books.directory, `read.${readModelVersion}.1.db`));
    await again.write(7, 50);
    expect((await latest(again)).ordinal).toBe((await again.journal.head()).ordinal);
    await again.close();
  });

  test('one that is behind, damaged, of another journal, or ahead of a restored one, is made again or brought on', async () => {
    const books = await openBooks(temporaryDirectory());
    await books.write(8, 100);
    await latest(books);
    await books.close();
    const [early, late] = [temporaryDirectory(), books.directory];
    cpSync(late, early, { recursive: true });
    const more = await openBooks(late);
    await more.write(9, 100);
    await latest(more);
    await more.close();

    // Behind: the read model of then, the journal of now.
    const behind = temporaryDirectory();
    cpSync(late, behind, { recursive: true });
    copyReadModel(early, behind);
    expectSame(await started(behind));

    // Ahead: the read model of now, the journal of then.
    const ahead = temporaryDirectory();
    cpSync(early, ahead, { recursive: true });
    copyReadModel(late, ahead);
    expectSame(await started(ahead));

    const damaged = temporaryDirectory();
    cpSync(late, damaged, { recursive: true });
    writeFileSync(join(damaged, `read.${readModelVersion}.1.db`), 'no database');
    expectSame(await started(damaged));

    const foreign = temporaryDirectory();
    const other = await openBooks(foreign);
    await other.write(10, 50);
    await latest(other);
    await other.close();
    copyReadModel(late, foreign);
    const [live, fresh] = await started(foreign);
    expect(live).toEqual(fresh);
  });

  test('there is nothing to read beside a server that has never been', async () => {
    const journal = await journalOfRandomBooks(1, 10);
    const options = { dataDirectory: temporaryDirectory(), journal, today };
    await expect(openReadModelsForReading(options)).rejects.toThrow(NoReadModel);
  });

  test('an empty journal has figures too: none', async () => {
    const journal = new InMemoryJournal({ ledgerId: 'main', journalId: 'empty', clock: () => noon });
    const reads = await openReadModels({ dataDirectory: temporaryDirectory(), journal, today });
    const view = await reads.view({});
    expect(view).toMatchObject({ ordinal: 0, knownAt: undefined, stale: false });
    const aging = await reads.aging(view, { basis: 'DUE_DATE', edges: [30], groupBy: 'BOOK' });
    expect([aging.rows, aging.totals]).toEqual([[], []]);
    expect((await reads.openItems(view, {}, { first: 10 })).rows).toEqual([]);
    await reads.close();
  });
});

function expectSame([live, fresh]: readonly [readonly string[], readonly string[]]): void {
  expect(live).toEqual(fresh);
}

function copyReadModel(from: string, to: string): void {
  for (const name of readdirSync(to)) if (name.startsWith('read.')) rmSync(join(to, name));
  for (const name of readdirSync(from)) if (name.startsWith('read.')) cpSync(join(from, name), join(to, name));
}

/** The read model of the directory after a start, and the fold of its journal. */
async function started(directory: string): Promise<readonly [live: readonly string[], fresh: readonly string[]]> {
  const books = await openBooks(directory);
  await latest(books);
  const file = currentFile(directory) ?? '';
  const fresh = join(temporaryDirectory(), 'fresh.db');
  await build(books.journal, fresh);
  await books.close();
  return [dump(file), dump(fresh)];
}
