import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { JournalReader } from '#journal/journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { handlerFor, noon, openLedger, writeRandomBooks } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

/** INV-29: ordinals 1..N and revisions 0..n-1, each once. Whatever else is delivered stops the line before it. */
const today = () => calendarDate('2024-06-30');
/** Behind it is one more entry of its stream, and many of others. */
let at: number;
/** How many entries there were when the line was begun; `at` comes later. */
let begunAt: number;
let entries: readonly Entry[];
let journal: InMemoryJournal;
let directory: string;
let right: ReadSide;

beforeAll(async () => {
  journal = new InMemoryJournal({ ledgerId: 'main', journalId: crypto.randomUUID(), clock: () => noon });
  const handle = handlerFor(journal);
  await openLedger(handle);
  await writeRandomBooks(handle, { seed: 7, accounts: 4, commands: 200 });
  entries = await journal.readAll(0, 10_000);
  begunAt = 20;
  at = entries.find(isFollowed)?.ordinal ?? 0;
  directory = mkdtempSync(join(tmpdir(), 'continuity-'));
  right = await openReadModels({ dataDirectory: directory, journal, today });
});

afterAll(async () => {
  await right.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Right behind it stands one more entry of its stream. */
function isFollowed({ ordinal, revision, stream }: Entry): boolean {
  return ordinal > begunAt + 10 && revision > 2 && entries[ordinal]?.stream === stream;
}

type Mishap = (all: readonly Entry[]) => readonly Entry[];

const countedOn = (all: readonly Entry[]): readonly Entry[] =>
  all.map((entry, index) => ({ ...entry, ordinal: index + 1 }));

const stopping: readonly (readonly [string, Mishap])[] = [
  ['is left out', (all) => all.filter(({ ordinal }) => ordinal !== at)],
  ['is left out, and those after it are counted on', (all) => countedOn(all.filter(({ ordinal }) => ordinal !== at))],
  ['comes again as the next one', (all) => countedOn(all.flatMap((one) => (one.ordinal === at ? [one, one] : [one])))],
  ['changes places with the one before it', (all) => moved(all, at - 2, at - 1)],
  ['comes before the one before it in its stream, counted so', (all) => countedOn(moved(all, before(at), at - 1))],
];

/** The index of the entry before, in the stream of the entry at an ordinal. */
function before(ordinal: number): number {
  const stream = entries[ordinal - 1]?.stream;
  return entries.findLastIndex((entry, index) => index < ordinal - 1 && entry.stream === stream);
}

/** With the entries at two indexes exchanged. */
function moved(all: readonly Entry[], one: number, other: number): readonly Entry[] {
  const [first, second] = [all[one], all[other]];
  if (first === undefined || second === undefined) return all;
  return all.with(one, second).with(other, first);
}

interface Line extends JournalReader {
  /** Entries are delivered up to here; more of them wakes those who wait. */
  until: number;
}

/** A journal whose entries come as the mishap has it, in whatever way they are read in order. */
function delivering(mishap: Mishap, isReadRight = false): Line {
  const shown = mishap(entries);
  const part = (list: readonly Entry[], after: number, limit: number): readonly Entry[] =>
    list.filter(({ ordinal }) => ordinal > after && ordinal <= line.until).slice(0, limit);
  const line: Line = {
    journalId: journal.journalId,
    ledgerId: journal.ledgerId,
    until: entries.length,
    readStream: (stream, from, limit) => journal.readStream(stream, from, limit),
    readAll: async (after, limit) => part(isReadRight ? entries : shown, after, limit),
    head: async () => ({ ordinal: line.until, recordedAt: entries[line.until - 1]?.recordedAt }),
    async *follow(after, signal) {
      for (let last = after; !signal.aborted; ) {
        const batch = part(shown, last, 50);
        if (batch.length > 0) yield { kind: 'BATCH', entries: batch };
        else await new Promise((resolve) => setTimeout(resolve, 2));
        last = batch.at(-1)?.ordinal ?? last;
      }
    },
    findCommand: (id) => journal.findCommand(id),
    tokenOf: (ordinal) => journal.tokenOf(ordinal),
    ordinalOf: (token) => journal.ordinalOf(token),
    knownAt: (instant) => journal.knownAt(instant),
  };
  return line;
}

async function figuresOf(reads: ReadSide, ordinal: number): Promise<unknown> {
  return reads.trialBalance(await reads.view({ knownAt: { ordinal } }));
}

/** Where the line stopped: it says why, keeps what came before, and answers that as stale. */
async function stoppedAt(reads: ReadSide): Promise<number> {
  for (let looks = 0; looks < 2_000 && (await reads.status()).stopped === undefined; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { checkpoint, stopped } = await reads.status();
  expect(stopped?.ordinal).toBe(checkpoint + 1);
  expect(stopped?.problem).toMatch(/^INV-29: /);
  expect(await reads.view({})).toMatchObject({ ordinal: checkpoint, stale: true });
  expect(await figuresOf(reads, checkpoint)).toEqual(await figuresOf(right, checkpoint));
  return checkpoint;
}

describe.each(stopping)('an entry that %s', (_, mishap) => {
  test('stops a line that is live', async () => {
    const line = delivering(mishap);
    line.until = begunAt;
    const reads = await openReadModels({ dataDirectory: temporaryDirectory(), journal: line, today });
    expect(await reads.status()).toMatchObject({ checkpoint: begunAt, stopped: undefined });
    line.until = entries.length;
    const checkpoint = await stoppedAt(reads);
    expect(checkpoint).toBeGreaterThanOrEqual(begunAt);
    expect(checkpoint).toBeLessThanOrEqual(at);
    await reads.close();
  });

  test('stops a rebuild, at the same place', async () => {
    const reads = await openReadModels({ dataDirectory: temporaryDirectory(), journal: delivering(mishap), today });
    const checkpoint = await stoppedAt(reads);
    expect(checkpoint).toBeLessThanOrEqual(at);
    expect(checkpoint).toBeGreaterThanOrEqual(before(at));
    await reads.close();
  });
});

describe('what the feed delivers wrongly and the journal reads right', () => {
  test.each([
    ['twice', (all: readonly Entry[]) => all.flatMap((entry) => (entry.ordinal === at ? [entry, entry] : [entry]))],
    ['not at all', (all: readonly Entry[]) => all.filter(({ ordinal }) => ordinal !== at)],
  ])('is in the figures once: an entry that came %s', async (_, mishap) => {
    const line = delivering(mishap, true);
    line.until = begunAt;
    const reads = await openReadModels({ dataDirectory: temporaryDirectory(), journal: line, today });
    line.until = entries.length;
    expect(await reads.view({ minPosition: journal.tokenOf(entries.length) })).toMatchObject({ stale: false });
    expect(await figuresOf(reads, entries.length)).toEqual(await figuresOf(right, entries.length));
    await reads.close();
  });

  test('stops the line all the same where the feed has nothing but what has been', async () => {
    const line = delivering((all) => all);
    const first = entries.slice(0, 1);
    line.follow = async function* (_after, signal) {
      while (!signal.aborted) {
        yield { kind: 'BATCH', entries: first };
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    line.readAll = async (after, limit) => entries.slice(after, Math.min(after + limit, begunAt));
    line.until = begunAt;
    const reads = await openReadModels({ dataDirectory: temporaryDirectory(), journal: line, today });
    expect(await stoppedAt(reads)).toBe(begunAt);
    await reads.close();
  }, 30_000);
});
