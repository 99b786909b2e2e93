import { afterEach, describe, expect, test, vi } from 'vitest';
import { faultCells, noFaults } from '#journal/fault-plan.ts';
import { outcomes } from './engine.ts';
import { received } from './entries.ts';
import { type OpenedSqlite, openInTemporaryDirectory } from './sqlite-directory.ts';

const a = 'main.account-a';
const b = 'main.account-b';

describe('when the disk fails', () => {
  let opened: OpenedSqlite;
  const faults = noFaults();
  const open = async (): Promise<void> => {
    faults.fill(0);
    opened = await openInTemporaryDirectory({ faults, repairPatience: 300 });
  };
  afterEach(() => opened.discard());

  const fail = (cell: number, times: number): number => Atomics.store(faults, cell, times);
  const append = (stream: string, expectedRevision: number, commandId: string, count = 1) =>
    opened.journal.append({ stream, expectedRevision, entries: received(stream, commandId, count) });
  const commandIds = async () => (await opened.journal.readAll(0, 10_000)).map(({ command }) => command.id);

  test('a COMMIT that failed and was not carried out is answered as not done, and the journal goes on', async () => {
    await open();
    await append(a, -1, 'k1');
    fail(faultCells.commitBefore, 1);
    const batch = [append(a, 0, 'k2', 2), append(b, -1, 'k3'), append(a, 9, 'k4')];
    expect(await outcomes(batch)).toEqual(['Unavailable', 'Unavailable', 'Unavailable']);
    expect(await commandIds()).toEqual(['k1']);
    expect(await opened.journal.findCommand('k2')).toBeUndefined();
    expect(await outcomes([append(a, 0, 'k2', 2), append(b, -1, 'k3')])).toEqual([2, 0]);
    expect((await opened.journal.head()).ordinal).toBe(4);
    expect(opened.fatal).toEqual([]);
  });

  test('a COMMIT that failed after it was carried out is answered as done', async () => {
    await open();
    fail(faultCells.commitAfter, 1);
    expect(await outcomes([append(a, -1, 'k1', 2), append(b, 5, 'k2'), append(a, 1, 'k3')])).toEqual([
      1,
      'WrongRevision',
      2,
    ]);
    expect(await commandIds()).toEqual(['k1', 'k1', 'k3']);
    expect(opened.fatal).toEqual([]);
  });

  test('a repair that needs several attempts still answers exactly', async () => {
    await open();
    fail(faultCells.commitAfter, 1);
    fail(faultCells.repair, 3);
    expect(await outcomes([append(a, -1, 'k1')])).toEqual([0]);
    expect(await outcomes([append(a, 0, 'k2')])).toEqual([1]);
  });

  test('where nobody can find out, the answer is unknown, nothing more is written, and the process is told to end', async () => {
    await open();
    fail(faultCells.commitAfter, 1);
    fail(faultCells.repair, 1_000);
    const lost = append(a, -1, 'k1');
    expect(await outcomes([lost])).toEqual(['OutcomeUnknown']);
    expect(await outcomes([append(a, 0, 'k2')])).toEqual(['Unavailable']);
    expect(opened.fatal.map(({ message }) => message)).toEqual([expect.stringContaining('cannot be written any more')]);
    expect(opened.journal.state().isWritable).toBe(false);
    expect(await opened.journal.readStream(a)).toHaveLength(1);
    // Long after the thread has ended by itself.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await opened.journal.close();
    expect(opened.fatal).toHaveLength(1);
  });

  test('a full disk refuses cleanly, reads go on, and writing resumes without a restart', async () => {
    await open();
    await append(a, -1, 'k1');
    fail(faultCells.largestPageCount, 1);
    const refused = await append(a, 0, 'k2', 1_000).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'Unavailable', message: 'the disk is full' });
    expect(await commandIds()).toEqual(['k1']);
    const full = { isCurrent: true, isWritable: false, problem: 'the disk is full' };
    expect(opened.journal.state()).toEqual(full);
    fail(faultCells.largestPageCount, 0);
    expect(await outcomes([append(a, 0, 'k2', 1_000)])).toEqual([1_000]);
    expect(opened.journal.state()).toEqual({ isCurrent: true, isWritable: true, problem: undefined });
    expect(opened.fatal).toEqual([]);
  });

  test('a disk that was full is not held to be full for ever while nobody writes', async () => {
    await open();
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      fail(faultCells.largestPageCount, 1);
      expect(await outcomes([append(a, -1, 'k1', 1_000)])).toEqual(['Unavailable']);
      vi.advanceTimersByTime(9_000);
      expect(opened.journal.state().isWritable).toBe(false);
      vi.advanceTimersByTime(2_000);
      expect(opened.journal.state().isWritable).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  test('a COMMIT that found the disk full is answered as not done, though there is no room for a checkpoint', async () => {
    await open();
    await append(a, -1, 'k1');
    fail(faultCells.commitBefore, 1);
    fail(faultCells.repairFull, 1_000);
    expect(await outcomes([append(a, 0, 'k2', 20)])).toEqual(['Unavailable']);
    expect(await outcomes([append(a, 0, 'k3')])).toEqual([1]);
    expect(await commandIds()).toEqual(['k1', 'k3']);
    await opened.restart();
    expect(opened.fatal).toEqual([]);
  });

  test('a floor that could not be raised leaves the answer unsettled', async () => {
    await open();
    await append(a, -1, 'k1');
    opened.setClock(Date.UTC(2026, 2, 20, 13));
    fail(faultCells.commitBefore, 1);
    const asked = '2026-03-20T12:30:00.000Z';
    expect(await opened.journal.knownAt(asked)).toEqual({ ordinal: 1, settled: false });
    expect(await opened.journal.knownAt(asked)).toEqual({ ordinal: 1, settled: true });
  });

  test('beyond the bound of the queue an append is refused at once, and what was taken is carried out', async () => {
    await open();
    const submitted = Array.from({ length: 10_200 }, (_, index) => append(a, index - 1, `k${index}`));
    const became = await outcomes(submitted);
    expect(became.slice(0, 10_000)).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
    expect(new Set(became.slice(10_000))).toEqual(new Set(['Unavailable']));
    expect((await opened.journal.head()).ordinal).toBe(10_000);
  });
});
