import { expect } from 'vitest';
import { Unavailable } from '#journal/journal.ts';
import { type Chapter, noon, outcomes, type UnderTest } from './engine.ts';
import { received } from './entries.ts';

const minute = 60_000;

export const recordedTime: Chapter = {
  'recorded time is the clock of the writer, and never goes backwards': async (opened) => {
    const appendAt = appender(opened);
    for (const offset of [0, 10, 5, 5, 20, -minute]) await appendAt(noon + offset);
    const times = (await opened.journal.readAll(0, 10)).map(({ recordedAt }) => Date.parse(recordedAt) - noon);
    expect(times).toEqual([0, 10, 10, 10, 20, 20]);
  },

  'a clock more than five minutes behind writes nothing until it is right again': async (opened) => {
    const { a } = opened;
    const appendAt = appender(opened);
    await appendAt(noon);
    opened.setClock(noon - 5 * minute - 1);
    const append = () => opened.journal.append({ stream: a, expectedRevision: 0, entries: received(a, 'late') });
    expect(await outcomes([append()])).toEqual(['Unavailable']);
    expect(await opened.journal.head()).toEqual({ ordinal: 1, recordedAt: instant(noon) });
    opened.setClock(noon - 5 * minute);
    expect(await outcomes([append()])).toEqual([1]);
  },

  'known at an instant is every entry up to the last one recorded at or before it': async (opened) => {
    const appendAt = appender(opened);
    await appendAt(noon, 2);
    await appendAt(noon + 1_000);
    await appendAt(noon + 1_000);
    await appendAt(noon + 3_000);
    const offsets = [-1, 0, 1, 999, 1_000, 2_999, 3_000, 3_001, minute];
    const known = await Promise.all(offsets.map((offset) => opened.journal.knownAt(instant(noon + offset))));
    expect(known.map(({ ordinal }) => ordinal)).toEqual([0, 2, 2, 2, 4, 4, 5, 5, 5]);
  },

  'an instant before the last recorded one is settled; the future never is': async (opened) => {
    const appendAt = appender(opened);
    await appendAt(noon);
    await appendAt(noon + 1_000);
    expect(await opened.journal.knownAt(instant(noon + 999))).toEqual({ ordinal: 1, settled: true });
    expect(await opened.journal.knownAt(instant(noon + 1_000))).toEqual({ ordinal: 2, settled: false });
    expect(await opened.journal.knownAt(instant(noon + minute))).toEqual({ ordinal: 2, settled: false });
  },

  'a past instant after the last entry is settled for ever, even if the clock is set back': async (opened) => {
    const appendAt = appender(opened);
    await appendAt(noon);
    opened.setClock(noon + minute);
    const asked = instant(noon + 30_000);
    const answer = await opened.journal.knownAt(asked);
    expect(answer).toEqual({ ordinal: 1, settled: true });
    await appendAt(noon + 10_000);
    expect(await opened.journal.knownAt(asked)).toEqual(answer);
    expect((await opened.journal.readAll(1, 1)).every(({ recordedAt }) => recordedAt > asked)).toBe(true);
  },

  'what was settled stays so over a restart with the clock set back': async (opened) => {
    const { a } = opened;
    const appendAt = appender(opened);
    await appendAt(noon);
    opened.setClock(noon + minute);
    const asked = instant(noon + 30_000);
    await opened.journal.knownAt(asked);
    opened.setClock(noon + 10_000);
    const restarted = await opened.restart();
    await restarted.append({ stream: a, expectedRevision: 0, entries: received(a, 'after') });
    expect(await restarted.knownAt(asked)).toEqual({ ordinal: 1, settled: true });
  },

  'an empty journal knows nothing at any past instant, and settles it': async (opened) => {
    expect(await opened.journal.knownAt(instant(noon - minute))).toEqual({ ordinal: 0, settled: true });
    expect(await opened.journal.knownAt(instant(noon + minute))).toEqual({ ordinal: 0, settled: false });
  },

  'whoever asks while the journal is closed is answered, or told that it is closed': async (opened) => {
    await appender(opened)(noon);
    opened.setClock(noon + minute);
    const ask = () =>
      opened.journal.knownAt(instant(noon + 30_000)).catch((error: unknown) => error instanceof Unavailable);
    const before = ask();
    const closed = opened.journal.close();
    const meanwhile = ask();
    // Whatever has threads is done with closing before the next turn of the event loop.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    for (const until = performance.now() + 100; performance.now() < until; );
    await closed;
    const one = { ordinal: 1 };
    for (const answer of await Promise.all([before, meanwhile, ask()])) {
      expect([true, { ...one, settled: true }, { ...one, settled: false }]).toContainEqual(answer);
    }
  },

  'what is not an instant in UTC is refused': async (opened) => {
    for (const text of ['2026-03-20', 'noon', '2026-03-20T12:00:00+01:00']) {
      await expect(opened.journal.knownAt(text)).rejects.toThrow('Not an instant in UTC');
    }
  },
};

/** Appends under a clock that has just been set. */
function appender({ journal, setClock, a }: UnderTest): (milliseconds: number, count?: number) => Promise<void> {
  let revision = -1;
  return async (milliseconds, count = 1) => {
    setClock(milliseconds);
    const entries = received(a, `k${revision}`, count);
    ({ revision } = await journal.append({ stream: a, expectedRevision: revision, entries }));
  };
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
