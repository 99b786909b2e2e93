import { expect, test } from 'vitest';
import { type Engine, freshJournal, noon, outcomes } from './engine.ts';
import { received } from './entries.ts';

const a = 'main.account-a';
const minute = 60_000;

export function recordedTimeContract(engine: Engine): void {
  const atHand = freshJournal(engine);
  let revision = -1;
  const appendAt = async (milliseconds: number, count = 1): Promise<void> => {
    atHand().opened.setClock(milliseconds);
    const entries = received(a, `k${revision}`, count);
    ({ revision } = await atHand().journal.append({ stream: a, expectedRevision: revision, entries }));
  };
  const begin = (): void => {
    revision = -1;
  };

  test('recorded time is the clock of the writer, and never goes backwards', async () => {
    begin();
    for (const offset of [0, 10, 5, 5, 20, -minute]) await appendAt(noon + offset);
    const times = (await atHand().journal.readAll(0, 10)).map(({ recordedAt }) => Date.parse(recordedAt) - noon);
    expect(times).toEqual([0, 10, 10, 10, 20, 20]);
  });

  test('a clock more than five minutes behind writes nothing until it is right again', async () => {
    begin();
    await appendAt(noon);
    atHand().opened.setClock(noon - 5 * minute - 1);
    const append = () =>
      atHand().journal.append({ stream: a, expectedRevision: revision, entries: received(a, 'late') });
    expect(await outcomes([append()])).toEqual(['Unavailable']);
    expect(await atHand().journal.head()).toEqual({ ordinal: 1, recordedAt: instant(noon) });
    atHand().opened.setClock(noon - 5 * minute);
    expect(await outcomes([append()])).toEqual([1]);
  });

  test('known at an instant is every entry up to the last one recorded at or before it', async () => {
    begin();
    await appendAt(noon, 2);
    await appendAt(noon + 1_000);
    await appendAt(noon + 1_000);
    await appendAt(noon + 3_000);
    const offsets = [-1, 0, 1, 999, 1_000, 2_999, 3_000, 3_001, minute];
    const known = await Promise.all(offsets.map((offset) => atHand().journal.knownAt(instant(noon + offset))));
    expect(known.map(({ ordinal }) => ordinal)).toEqual([0, 2, 2, 2, 4, 4, 5, 5, 5]);
  });

  test('an instant before the last recorded one is settled; the future never is', async () => {
    begin();
    await appendAt(noon);
    await appendAt(noon + 1_000);
    const { journal } = atHand();
    expect(await journal.knownAt(instant(noon + 999))).toEqual({ ordinal: 1, settled: true });
    expect(await journal.knownAt(instant(noon + 1_000))).toEqual({ ordinal: 2, settled: false });
    expect(await journal.knownAt(instant(noon + minute))).toEqual({ ordinal: 2, settled: false });
  });

  test('a past instant after the last entry is settled for ever, even if the clock is set back', async () => {
    begin();
    await appendAt(noon);
    atHand().opened.setClock(noon + minute);
    const asked = instant(noon + 30_000);
    const answer = await atHand().journal.knownAt(asked);
    expect(answer).toEqual({ ordinal: 1, settled: true });
    await appendAt(noon + 10_000);
    expect(await atHand().journal.knownAt(asked)).toEqual(answer);
    expect((await atHand().journal.readAll(1, 1)).every(({ recordedAt }) => recordedAt > asked)).toBe(true);
  });

  test('what was settled stays so over a restart with the clock set back', async () => {
    begin();
    await appendAt(noon);
    atHand().opened.setClock(noon + minute);
    const asked = instant(noon + 30_000);
    await atHand().journal.knownAt(asked);
    atHand().opened.setClock(noon + 10_000);
    const restarted = await atHand().opened.restart();
    await restarted.append({ stream: a, expectedRevision: 0, entries: received(a, 'after') });
    expect(await restarted.knownAt(asked)).toEqual({ ordinal: 1, settled: true });
  });

  test('an empty journal knows nothing at any past instant, and settles it', async () => {
    begin();
    expect(await atHand().journal.knownAt(instant(noon - minute))).toEqual({ ordinal: 0, settled: true });
    expect(await atHand().journal.knownAt(instant(noon + minute))).toEqual({ ordinal: 0, settled: false });
  });

  test.each(['2026-03-20', 'noon', '2026-03-20T12:00:00+01:00'])('"%s" is no instant', async (text) => {
    await expect(atHand().journal.knownAt(text)).rejects.toThrow('Not an instant in UTC');
  });
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
