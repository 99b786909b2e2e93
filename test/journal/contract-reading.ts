import { expect } from 'vitest';
import { Unstorable } from '#journal/canonical-json.ts';
import type { Appended, Journal } from '#journal/journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import type { Entry } from '#ledger/entry.ts';
import type { Chapter } from './engine.ts';
import { charged, received } from './entries.ts';

export const reading: Chapter = {
  'an empty journal has ordinal 0 and no instant, no streams and no commands': async ({ journal, a }) => {
    expect(await journal.head()).toEqual({ ordinal: 0, recordedAt: undefined });
    expect(await journal.readStream(a)).toEqual([]);
    expect(await journal.readAll(0, 10)).toEqual([]);
    expect(await journal.findCommand('k1')).toBeUndefined();
  },

  'an entry comes back with everything it was given and its place': async ({ journal, a }) => {
    await append(journal, `${journal.ledgerId}.ledger`, -1, 'k0');
    const entries = received(a, 'k1', 2);
    await journal.append({ stream: a, expectedRevision: -1, entries });
    const place = { ledgerId: journal.ledgerId, stream: a, recordedAt: '2026-03-20T12:00:00.000Z' };
    const expected = entries.map((entry, index) => ({ ...entry, ...place, revision: index, ordinal: index + 2 }));
    expect(await journal.readStream(a)).toEqual(expected);
    expect(await journal.readAll(1, 10)).toEqual(expected);
  },

  'amounts beyond 2^53 come back to the last digit': async ({ journal, a }) => {
    const amount = '9007199254740993';
    await journal.append({ stream: a, expectedRevision: -1, entries: received(a, 'k1', 1, amount) });
    const units = '123456789.123456';
    await journal.append({ stream: a, expectedRevision: 0, entries: charged(a, 'k2', units) });
    const data = (await journal.readStream(a)).map((entry) => entry.data);
    expect(data).toMatchObject([{ amount }, { units }]);
  },

  'no text outside the alphabets of the catalogue gets in, so no name does either': async ({ journal, a }) => {
    for (const text of ['Mary', 'ø', '漢字', '😀', '1 \u0000', '1\n']) {
      const appending = journal.append({ stream: a, expectedRevision: -1, entries: charged(a, 'k1', text) });
      await expect(appending).rejects.toThrow(Unstorable);
    }
    expect(await journal.readStream(a)).toEqual([]);
  },

  'a field that is undefined is left out, not stored as nothing': async ({ journal, a }) => {
    const entries = received(a, 'k1').map((entry) => Object.assign({}, entry, { reasonCode: undefined }));
    await journal.append({ stream: a, expectedRevision: -1, entries });
    expect((await journal.readStream(a)).map((entry) => Object.hasOwn(entry, 'reasonCode'))).toEqual([false]);
  },

  'a stream is read from any revision': async ({ journal, a }) => {
    await append(journal, a, -1, 'k1', 5);
    const revisions = async (from?: number) => (await journal.readStream(a, from)).map(({ revision }) => revision);
    expect(await revisions()).toEqual([0, 1, 2, 3, 4]);
    expect(await revisions(3)).toEqual([3, 4]);
    expect(await revisions(5)).toEqual([]);
  },

  'a stream is read in parts': async ({ journal, a }) => {
    await append(journal, a, -1, 'k1', 5);
    const part = async (from: number, limit: number) =>
      (await journal.readStream(a, from, limit)).map(({ revision }) => revision);
    expect(await part(1, 2)).toEqual([1, 2]);
    expect(await part(4, 2)).toEqual([4]);
    expect(await part(0, 0)).toEqual([]);
  },

  'the whole ledger is read from any ordinal, a limited number at a time': async ({ journal, a, b }) => {
    await append(journal, a, -1, 'k1', 3);
    await append(journal, b, -1, 'k2', 3);
    expect(ordinals(await journal.readAll(0, 4))).toEqual([1, 2, 3, 4]);
    expect(ordinals(await journal.readAll(4, 4))).toEqual([5, 6]);
    expect(ordinals(await journal.readAll(6, 4))).toEqual([]);
  },

  'ordinals and revisions have no gap over many streams written at once': async ({ journal }) => {
    const streams = Array.from({ length: 40 }, (_, index) => `${journal.ledgerId}.account-${index}`);
    await Promise.all(
      streams.map(async (stream, index) => {
        for (let turn = 0; turn < 10; turn += 1) await append(journal, stream, 2 * turn - 1, `k-${index}-${turn}`, 2);
      }),
    );
    const all = await journal.readAll(0, 1_000);
    expect(all.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 800 }, (_, index) => index + 1));
    for (const stream of streams) {
      const own = await journal.readStream(stream);
      expect(own.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, index) => index));
      expect(own).toEqual(all.filter((entry) => entry.stream === stream));
    }
    expect(await journal.head()).toEqual({ ordinal: 800, recordedAt: all.at(-1)?.recordedAt });
  },

  'what was appended is read at once by who was answered': async ({ journal, a }) => {
    for (let index = 0; index < 20; index += 1) {
      await append(journal, a, index - 1, `k${index}`);
      expect(await journal.head()).toMatchObject({ ordinal: index + 1 });
      expect(await journal.readStream(a, index)).toHaveLength(1);
    }
  },

  'a token names the place of an entry in this journal, and sorts as text': async ({ journal, a }) => {
    const { token } = await append(journal, a, -1, 'k1', 2);
    expect(token).toBe(journal.tokenOf(2));
    expect(await journal.ordinalOf(token ?? '')).toBe(2);
    expect([journal.tokenOf(10), journal.tokenOf(9)].toSorted()).toEqual([journal.tokenOf(9), journal.tokenOf(10)]);
  },

  'the token of another journal, or no token at all, names no place here': async ({ journal }) => {
    for (const text of ['', '2', 'ffffffff-000000000000002', `x-000000000000002`]) {
      expect(await journal.ordinalOf(text)).toBeUndefined();
    }
  },

  'the book that figures are read from is the same journal, also in a file of its own': async ({ journal, a }) => {
    await append(journal, a, -1, 'k1', 3);
    const all = await journal.readAll(0, 10);
    expect([journal.book.journalId, journal.book.ledgerId]).toEqual([journal.journalId, journal.ledgerId]);
    expect(await journal.book.readAll(0, 10)).toEqual(all);
    if (journal.file === undefined) return;
    const reader = openSqliteReader(journal.file);
    expect(reader.journalId).toBe(journal.journalId);
    expect(await reader.readAll(0, 10)).toEqual(all);
    reader.close();
  },

  'an open journal is current and can be written; a closed one says why it cannot': async ({ journal }) => {
    expect(journal.state()).toEqual({ isCurrent: true, isWritable: true, problem: undefined });
    await journal.close();
    expect(journal.state()).toMatchObject({ isWritable: false, problem: 'the journal is closed' });
  },

  'the same books are there after a restart, under the same name': async ({ journal, restart, a }) => {
    await append(journal, a, -1, 'k1', 3);
    const before = await journal.readAll(0, 10);
    const { journalId } = journal;
    const restarted = await restart();
    expect(restarted.journalId).toBe(journalId);
    expect(await restarted.readAll(0, 10)).toEqual(before);
    await restarted.append({ stream: a, expectedRevision: 2, entries: received(a, 'k2') });
    expect((await restarted.readAll(3, 10)).map(({ ordinal, revision }) => [ordinal, revision])).toEqual([[4, 3]]);
  },
};

function append(
  journal: Journal,
  stream: string,
  expectedRevision: number,
  commandId: string,
  count = 1,
): Promise<Appended> {
  return journal.append({ stream, expectedRevision, entries: received(stream, commandId, count) });
}

function ordinals(entries: readonly Entry[]): readonly number[] {
  return entries.map(({ ordinal }) => ordinal);
}
