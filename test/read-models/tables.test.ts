import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '#ledger/entry.ts';
import { openForReading, openForWriting } from '#read-models/read-files.ts';
import { Fenced, ReadTables } from '#read-models/read-tables.ts';
import { build, dump, journalOfRandomBooks, newTables, temporaryDirectory, writeInPieces } from './read-files.ts';

/** The tables are a fold of the journal: whole or in pieces, once or twice, built or followed, up to any position. */
const seed = 17;
const journal = await journalOfRandomBooks(seed, 700);
const entries = await journal.readAll(0, 100_000);

describe('a read model is a pure function of the entries it has seen', () => {
  test('written in random pieces it is the same as written whole, and as built at once', async () => {
    const directory = temporaryDirectory();
    const [whole, built] = [join(directory, 'whole.db'), join(directory, 'built.db')];
    writeInPieces(journal, whole, entries, []);
    await build(journal, built);
    expect(dump(built)).toEqual(dump(whole));
    const ends = fc.sample(fc.array(fc.integer({ min: 1, max: entries.length }), { maxLength: 40 }), {
      numRuns: 8,
      seed,
    });
    for (const [index, cut] of ends.entries()) {
      const pieces = join(directory, `pieces-${index}.db`);
      writeInPieces(journal, pieces, entries, cut);
      expect(dump(pieces)).toEqual(dump(whole));
    }
    const single = join(directory, 'single.db');
    writeInPieces(
      journal,
      single,
      entries,
      entries.map((_, index) => index),
    );
    expect(dump(single)).toEqual(dump(whole));
  });

  test('at any position it is the fold of the entries up to it', async () => {
    const directory = temporaryDirectory();
    const positions = fc.sample(fc.integer({ min: 0, max: entries.length }), { numRuns: 12, seed });
    for (const [index, ordinal] of positions.entries()) {
      const [followed, built] = [join(directory, `followed-${index}.db`), join(directory, `built-${index}.db`)];
      writeInPieces(journal, followed, entries.slice(0, ordinal), [3, 50, 51, 300]);
      await build(journal, built, ordinal);
      expect(dump(followed)).toEqual(dump(built));
    }
  });

  test('an item is found again when it is no longer in memory', async () => {
    const directory = temporaryDirectory();
    const [whole, forgetful] = [join(directory, 'whole.db'), join(directory, 'forgetful.db')];
    writeInPieces(journal, whole, entries, []);
    const { db } = newTables(journal, forgetful);
    for (const entry of entries) new ReadTables(db).write([entry]);
    db.close();
    expect(dump(forgetful)).toEqual(dump(whole));
  });
});

describe('the checkpoint moves with the rows, and only for the runner that left it', () => {
  test('entries delivered twice are refused, and change nothing', () => {
    const file = join(temporaryDirectory(), 'twice.db');
    const { db, tables } = newTables(journal, file);
    tables.write(entries.slice(0, 100));
    const once = dump(file);
    expect(() => tables.write(entries.slice(0, 100))).toThrow('INV-29');
    expect(() => tables.write(entries.slice(50, 150))).toThrow('INV-29');
    expect(() => tables.write(entries.slice(101, 150))).toThrow('INV-29');
    expect(dump(file)).toEqual(once);
    tables.write(entries.slice(100, 150));
    expect(tables.checkpoint).toMatchObject({ ordinal: 150, entryId: entries[149]?.id });
    db.close();
  });

  test('a second runner on the same file fences the first, whose rows are gone', () => {
    const file = join(temporaryDirectory(), 'fenced.db');
    const { db, tables } = newTables(journal, file);
    tables.write(entries.slice(0, 10));
    const otherDb = openForWriting(file);
    const other = new ReadTables(otherDb);
    other.write(entries.slice(10, 20));
    const after = dump(file);
    expect(() => tables.write(entries.slice(10, 30))).toThrow(Error);
    expect(dump(file)).toEqual(after);
    other.write(entries.slice(20, 40));
    expect(other.checkpoint.ordinal).toBe(40);
    otherDb.close();
    db.close();
  });

  test('a checkpoint that somebody moved is noticed even if the rows would fit', () => {
    const file = join(temporaryDirectory(), 'moved.db');
    const { db, tables } = newTables(journal, file);
    tables.write(entries.slice(0, 10));
    db.exec("UPDATE checkpoint SET entry = 'another'");
    expect(() => tables.write(entries.slice(10, 20))).toThrow(Fenced);
    db.close();
  });

  test('a batch with an entry that contradicts the books leaves no trace of the good ones before it', () => {
    const file = join(temporaryDirectory(), 'rolled-back.db');
    const { db, tables } = newTables(journal, file);
    tables.write(entries.slice(0, 60));
    const before = dump(file);
    const bad = unbalanced(entries.slice(60));
    expect(() => tables.write(bad)).toThrow('INV-06');
    expect(dump(file)).toEqual(before);
    tables.write(entries.slice(60));
    db.close();
    const whole = join(temporaryDirectory(), 'whole.db');
    writeInPieces(journal, whole, entries, []);
    expect(dump(file)).toEqual(dump(whole));
  });
});

/** The last charge among the entries with one item too dear. */
function unbalanced(piece: readonly Entry[]): readonly Entry[] {
  const last = piece.findLastIndex((entry) => entry.type === 'ChargePosted' && entry.data.amount !== '0');
  return piece.map((entry, index) => {
    if (index !== last || entry.type !== 'ChargePosted') return entry;
    const items = entry.data.items.map((item) => ({ ...item, amount: `${item.amount}1` }));
    return { ...entry, data: { ...entry.data, items } };
  });
}

test('the tables hold no text of an entry but ids, codes and dates', () => {
  const file = join(temporaryDirectory(), 'whole.db');
  writeInPieces(journal, file, entries, []);
  const db = openForReading(file);
  const terms = db
    .prepare('SELECT DISTINCT kind FROM term ORDER BY kind')
    .all()
    .map((row) => row['kind']);
  expect(terms).toEqual(['actor', 'category', 'currency', 'method', 'reason', 'transit', 'type']);
  db.close();
});
