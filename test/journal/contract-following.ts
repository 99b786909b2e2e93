import { expect } from 'vitest';
import { type Appended, type Followed, type Journal } from '#journal/journal.ts';
import type { Chapter } from './engine.ts';
import { received } from './entries.ts';

export const following: Chapter = {
  'an empty journal is idle at once, and what comes later is delivered as it comes': async ({ journal }) => {
    const stop = new AbortController();
    const following = follow(journal, 0, stop.signal);
    expect(seen(await following.next())).toBe(0);
    const next = following.next();
    await append(journal, -1, 'k1', 2);
    expect(seen(await next)).toEqual([1, 2]);
    expect(seen(await following.next())).toBe(2);
    stop.abort();
  },

  'batches first, then idle at the last ordinal delivered': async ({ journal }) => {
    await append(journal, -1, 'k1', 1_100);
    await append(journal, 1_099, 'k2', 1_100);
    const stop = new AbortController();
    const ordinals: number[] = [];
    const idleAt: number[] = [];
    for await (const followed of journal.follow(0, stop.signal)) {
      if (followed.kind === 'BATCH') ordinals.push(...followed.entries.map(({ ordinal }) => ordinal));
      else {
        idleAt.push(followed.ordinal);
        stop.abort();
      }
    }
    expect(ordinals).toEqual(Array.from({ length: 2_200 }, (_, index) => index + 1));
    expect(idleAt).toEqual([2_200]);
  },

  'following resumes after any ordinal': async ({ journal }) => {
    await append(journal, -1, 'k1', 5);
    for (const after of [0, 2, 4]) {
      const stop = new AbortController();
      const following = follow(journal, after, stop.signal);
      expect(seen(await following.next())).toEqual([1, 2, 3, 4, 5].filter((ordinal) => ordinal > after));
      expect(seen(await following.next())).toBe(5);
      stop.abort();
    }
  },

  'an aborted follower ends, whether it waits or not, and others go on': async ({ journal }) => {
    const [stop, other] = [new AbortController(), new AbortController()];
    const following = follow(journal, 0, stop.signal);
    const going = follow(journal, 0, other.signal);
    await Promise.all([following.next(), going.next()]);
    const [ending, next] = [following.next(), going.next()];
    stop.abort();
    expect((await ending).done).toBe(true);
    await append(journal, -1, 'k1');
    expect(seen(await next)).toEqual([1]);
    other.abort();
    expect((await follow(journal, 0, AbortSignal.abort()).next()).done).toBe(true);
  },

  'nothing is missed or doubled by followers beside a busy writer': async ({ journal }) => {
    const stop = new AbortController();
    const ordinals: number[][] = [[], [], []];
    const following = ordinals.map(async (own) => {
      for await (const followed of journal.follow(0, stop.signal)) {
        if (followed.kind === 'BATCH') own.push(...followed.entries.map(({ ordinal }) => ordinal));
        if (own.length >= 400) return;
      }
    });
    for (let turn = 0; turn < 200; turn += 1) await append(journal, 2 * turn - 1, `k${turn}`, 2);
    await Promise.all(following);
    const expected = Array.from({ length: 400 }, (_, index) => index + 1);
    expect(ordinals).toEqual([expected, expected, expected]);
    stop.abort();
  },

  'followers end when the journal is closed': async ({ journal }) => {
    const following = follow(journal, 0, new AbortController().signal);
    await following.next();
    const ending = following.next();
    await journal.close();
    expect((await ending).done).toBe(true);
  },

  'a follower that was busy while the journal was closed ends, too': async ({ journal }) => {
    await append(journal, -1, 'k1');
    const [idle, taking] = [
      follow(journal, 0, new AbortController().signal),
      follow(journal, 0, new AbortController().signal),
    ];
    await taking.next();
    await idle.next();
    expect(seen(await idle.next())).toBe(1);
    await journal.close();
    expect((await idle.next()).done).toBe(true);
    expect((await taking.next()).done).toBe(true);
  },
};

function append(journal: Journal, expectedRevision: number, commandId: string, count = 1): Promise<Appended> {
  const a = `${journal.ledgerId}.account-a`;
  return journal.append({ stream: a, expectedRevision, entries: received(a, commandId, count) });
}

function follow(journal: Journal, after: number, signal: AbortSignal): AsyncIterator<Followed> {
  return journal.follow(after, signal)[Symbol.asyncIterator]();
}

/** The ordinals of a batch, or the one at which it is idle. */
function seen({ value, done }: IteratorResult<Followed, unknown>): unknown {
  if (done === true) return undefined;
  return value.kind === 'BATCH' ? value.entries.map(({ ordinal }) => ordinal) : value.ordinal;
}
