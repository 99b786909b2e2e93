import { expect, test } from 'vitest';
import type { Followed } from '#journal/journal.ts';
import { type Engine, freshJournal } from './engine.ts';
import { received } from './entries.ts';

const a = 'main.account-a';

export function followingContract(engine: Engine): void {
  const atHand = freshJournal(engine);
  const append = (expectedRevision: number, commandId: string, count = 1) =>
    atHand().journal.append({ stream: a, expectedRevision, entries: received(a, commandId, count) });
  const follow = (after: number, signal: AbortSignal) => atHand().journal.follow(after, signal)[Symbol.asyncIterator]();

  test('an empty journal is idle at once, and what comes later is delivered as it comes', async () => {
    const stop = new AbortController();
    const following = follow(0, stop.signal);
    expect(seen(await following.next())).toBe(0);
    const next = following.next();
    await append(-1, 'k1', 2);
    expect(seen(await next)).toEqual([1, 2]);
    expect(seen(await following.next())).toBe(2);
    stop.abort();
  });

  test('batches first, then idle at the last ordinal delivered', async () => {
    await append(-1, 'k1', 1_100);
    await append(1_099, 'k2', 1_100);
    const stop = new AbortController();
    const ordinals: number[] = [];
    const idleAt: number[] = [];
    for await (const followed of atHand().journal.follow(0, stop.signal)) {
      if (followed.kind === 'BATCH') ordinals.push(...followed.entries.map(({ ordinal }) => ordinal));
      else {
        idleAt.push(followed.ordinal);
        stop.abort();
      }
    }
    expect(ordinals).toEqual(Array.from({ length: 2_200 }, (_, index) => index + 1));
    expect(idleAt).toEqual([2_200]);
  });

  test.each([0, 2, 4])('following resumes after ordinal %i', async (after) => {
    await append(-1, 'k1', 5);
    const stop = new AbortController();
    const following = follow(after, stop.signal);
    expect(seen(await following.next())).toEqual([1, 2, 3, 4, 5].filter((ordinal) => ordinal > after));
    expect(seen(await following.next())).toBe(5);
    stop.abort();
  });

  test('an aborted follower ends, whether it waits or not, and others go on', async () => {
    const [stop, other] = [new AbortController(), new AbortController()];
    const following = follow(0, stop.signal);
    const going = follow(0, other.signal);
    await Promise.all([following.next(), going.next()]);
    const [ending, next] = [following.next(), going.next()];
    stop.abort();
    expect((await ending).done).toBe(true);
    await append(-1, 'k1');
    expect(seen(await next)).toEqual([1]);
    other.abort();
    expect((await follow(0, AbortSignal.abort()).next()).done).toBe(true);
  });

  test('nothing is missed or doubled by followers beside a busy writer', async () => {
    const stop = new AbortController();
    const ordinals: number[][] = [[], [], []];
    const following = ordinals.map(async (own) => {
      for await (const followed of atHand().journal.follow(0, stop.signal)) {
        if (followed.kind === 'BATCH') own.push(...followed.entries.map(({ ordinal }) => ordinal));
        if (own.length >= 400) return;
      }
    });
    for (let turn = 0; turn < 200; turn += 1) await append(2 * turn - 1, `k${turn}`, 2);
    await Promise.all(following);
    const expected = Array.from({ length: 400 }, (_, index) => index + 1);
    expect(ordinals).toEqual([expected, expected, expected]);
    stop.abort();
  });

  test('followers end when the journal is closed', async () => {
    const following = follow(0, new AbortController().signal);
    await following.next();
    const ending = following.next();
    await atHand().journal.close();
    expect((await ending).done).toBe(true);
  });
}

/** The ordinals of a batch, or the one at which it is idle. */
function seen({ value, done }: IteratorResult<Followed, unknown>): unknown {
  if (done === true) return undefined;
  return value.kind === 'BATCH' ? value.entries.map(({ ordinal }) => ordinal) : value.ordinal;
}
