import { expect } from 'vitest';
import { type Appended, Denied, type Journal, TooLarge, WrongRevision } from '#journal/journal.ts';
import { type Chapter, outcomes } from './engine.ts';
import { charged, entryId, hashOf, received, wide } from './entries.ts';

export const writing: Chapter = {
  'the first append makes the stream, and the next one goes on from its revision': async ({ journal, a }) => {
    expect(await append(journal, a, -1, 'k1', 2)).toMatchObject({ revision: 1 });
    expect(await append(journal, a, 1, 'k2')).toMatchObject({ revision: 2 });
    expect(await idsOf(journal, a)).toEqual(['k1', 'k1', 'k2']);
  },

  'an append at another revision is refused with both revisions, and nothing is written': async ({ journal, a }) => {
    await append(journal, a, -1, 'k1', 2);
    for (const expected of [-1, 0, 2]) {
      const refused = await append(journal, a, expected, 'k2').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WrongRevision);
      expect(refused).toMatchObject({ expected, actual: 1 });
      expect(await idsOf(journal, a)).toEqual(['k1', 'k1']);
    }
  },

  'an append to a stream that is not there says so': async ({ journal, a }) => {
    await expect(append(journal, a, 0, 'k1')).rejects.toMatchObject({ name: 'WrongRevision', expected: 0, actual: -1 });
  },

  'appends to one stream are carried out in the order of submission, without waiting': async ({ journal, a }) => {
    const submitted = Array.from({ length: 50 }, (_, index) => append(journal, a, index - 1, `k${index}`));
    expect(await outcomes(submitted)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(await idsOf(journal, a)).toEqual(Array.from({ length: 50 }, (_, index) => `k${index}`));
  },

  'when the first of three pipelined appends fails, the later ones were decided on nothing and fail too': async ({
    journal,
    a,
    b,
  }) => {
    await append(journal, b, -1, 'taken');
    const submitted = [append(journal, a, -1, 'taken'), append(journal, a, 0, 'k2'), append(journal, a, 1, 'k3')];
    expect(await outcomes(submitted)).toEqual(['CommandTaken', 'WrongRevision', 'WrongRevision']);
    expect(await idsOf(journal, a)).toEqual([]);
  },

  'what was decided on an append that failed is not carried out, though others have brought about its revision':
    async ({ journal, a }) => {
      const chained = (chain: object, expectedRevision: number, commandId: string): Promise<Appended> =>
        journal.append({ stream: a, expectedRevision, entries: received(a, commandId), chain });
      const [one, other] = [{}, {}];
      const submitted = [
        append(journal, a, -1, 'k0'),
        chained(one, -1, 'k1'),
        chained(one, 0, 'k2'),
        chained(one, 1, 'k3'),
      ];
      expect(await outcomes(submitted)).toEqual([0, 'WrongRevision', 'WrongRevision', 'WrongRevision']);
      expect(await outcomes([chained(one, 0, 'k2')])).toEqual(['WrongRevision']);
      expect(await outcomes([chained(other, 0, 'k4'), chained(other, 1, 'k5')])).toEqual([1, 2]);
      expect(await idsOf(journal, a)).toEqual(['k0', 'k4', 'k5']);
    },

  'one of two appends at the same revision wins, whichever came first': async ({ journal, a }) => {
    expect(await outcomes([append(journal, a, -1, 'k1'), append(journal, a, -1, 'k2')])).toEqual([0, 'WrongRevision']);
  },

  'an append is all or nothing: an entry id that is there already leaves none of its entries': async ({
    journal,
    a,
  }) => {
    await append(journal, a, -1, 'k1');
    const [again] = received(a, 'k1');
    const [first, second] = received(a, 'k2', 2);
    if (first === undefined || second === undefined || again === undefined) throw new Error('three entries');
    const entries = [first, { ...second, id: again.id }];
    await expect(journal.append({ stream: a, expectedRevision: 0, entries })).rejects.toBeInstanceOf(Denied);
    expect(await idsOf(journal, a)).toEqual(['k1']);
    expect(await journal.findCommand('k2')).toBeUndefined();
    expect(await journal.head()).toMatchObject({ ordinal: 1 });
    expect(await append(journal, a, 0, 'k3')).toMatchObject({ revision: 1 });
  },

  'the same entry id may stand in two streams': async ({ journal, a, b }) => {
    await append(journal, a, -1, 'k1');
    const entries = received(b, 'k2').map((entry) => ({ ...entry, id: entryId(a, 'k1', 0) }));
    await expect(journal.append({ stream: b, expectedRevision: -1, entries })).resolves.toBeDefined();
  },

  'a command id is used once in the ledger, on whatever stream': async ({ journal, a, b }) => {
    await append(journal, a, -1, 'k1', 2);
    expect(await outcomes([append(journal, b, -1, 'k1'), append(journal, a, 1, 'k1')])).toEqual([
      'CommandTaken',
      'CommandTaken',
    ]);
    expect(await idsOf(journal, b)).toEqual([]);
    expect(await idsOf(journal, a)).toEqual(['k1', 'k1']);
  },

  'submitted for several streams at once, however close together, it is used once too': async ({ journal, a, b }) => {
    for (let gap = 0; gap < 12; gap += 1) {
      const one = append(journal, a, gap - 1, `k${gap}`);
      for (let turn = 0; turn < gap; turn += 1) await Promise.resolve();
      expect(await outcomes([one, append(journal, b, -1, `k${gap}`)])).toEqual([gap, 'CommandTaken']);
    }
    expect(await idsOf(journal, b)).toEqual([]);
  },

  'a command is found by its id, with the revision of its first entry': async ({ journal, a }) => {
    await append(journal, a, -1, 'k1', 2);
    await append(journal, a, 1, 'k2', 3);
    const place = { stream: a, firstRevision: 2, hash: hashOf('k2') };
    expect(await journal.findCommand('k2')).toEqual(place);
    expect(await journal.findCommand('k3')).toBeUndefined();
  },

  'several commands may be appended together, and each is found at its own first entry': async ({ journal, a }) => {
    const entries = [...received(a, 'k1', 2), ...received(a, 'k2', 2)];
    await journal.append({ stream: a, expectedRevision: -1, entries });
    expect(await journal.findCommand('k2')).toMatchObject({ firstRevision: 2 });
  },

  'a command, twenty others, the same command again: refused, and found where it was': async ({
    journal,
    restart,
    a,
  }) => {
    await append(journal, a, -1, 'k0', 2);
    for (let index = 1; index <= 20; index += 1) await append(journal, a, index, `k${index}`);
    // A stale cache still believes in revision -1; a warm one knows the head; a cold one has just been started.
    expect(await outcomes([append(journal, a, -1, 'k0', 2), append(journal, a, 21, 'k0', 2)])).toEqual([
      'WrongRevision',
      'CommandTaken',
    ]);
    const cold = await restart();
    const again = { stream: a, entries: received(a, 'k0', 2) };
    expect(await outcomes([cold.append({ ...again, expectedRevision: -1 })])).toEqual(['WrongRevision']);
    expect(await outcomes([cold.append({ ...again, expectedRevision: 21 })])).toEqual(['CommandTaken']);
    expect(await cold.findCommand('k0')).toEqual({ stream: a, firstRevision: 0, hash: hashOf('k0') });
    expect(await cold.readStream(a)).toHaveLength(22);
  },

  'an append of more entries, a larger entry or more bytes than the limits is too large, whatever the engine': async ({
    journal,
    a,
  }) => {
    const many = received(a, 'k1', 1_101);
    const broad = [wide(a, 'k1', 257 * 1024)];
    const heavy = [1, 2, 3, 4].map((index) => wide(a, `k${index}`, 230 * 1024));
    for (const entries of [many, broad, heavy]) {
      await expect(journal.append({ stream: a, expectedRevision: -1, entries })).rejects.toBeInstanceOf(TooLarge);
    }
    expect(await journal.head()).toMatchObject({ ordinal: 0 });
    await expect(append(journal, a, -1, 'k5', 1_100)).resolves.toMatchObject({ revision: 1_099 });
  },

  'a stream of another ledger is denied': async ({ journal }) => {
    for (const stream of ['other.account-a', `${journal.ledgerId}x.account-a`, journal.ledgerId]) {
      await expect(append(journal, stream, -1, 'k1')).rejects.toBeInstanceOf(Denied);
    }
  },

  'a stream or an entry has a name without room for anything personal': async ({ journal, a }) => {
    const [entry] = received(a, 'k1');
    if (entry === undefined) throw new Error('one entry');
    for (const [stream, id] of [
      [`${a} Doe`, entry.id],
      [`${a}\nb`, entry.id],
      [a, 'k1-0'],
      [a, `${entry.id}\n`],
    ] as const) {
      const refused = journal.append({ stream, expectedRevision: -1, entries: [{ ...entry, id }] });
      await expect(refused).rejects.toMatchObject({ name: 'Unstorable' });
    }
    expect(await journal.head()).toMatchObject({ ordinal: 0 });
  },

  'what could never be read again is not written, and the message does not repeat it': async ({ journal, a }) => {
    const bad = charged(a, 'k1', 'canary \uD800');
    const refused = await journal
      .append({ stream: a, expectedRevision: -1, entries: bad })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'Unstorable' });
    expect(String(refused)).not.toContain('canary');
    expect(await journal.head()).toMatchObject({ ordinal: 0 });
  },

  'a journal that is closed takes nothing more; what was submitted before is durable': async ({ journal, a }) => {
    const submitted = Array.from({ length: 20 }, (_, index) => append(journal, a, index - 1, `k${index}`));
    const closed = journal.close();
    const late = outcomes([append(journal, a, 19, 'late')]);
    await closed;
    expect(await outcomes(submitted)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(await late).toEqual(['Unavailable']);
    await journal.close();
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

async function idsOf(journal: Journal, stream: string): Promise<readonly string[]> {
  return (await journal.readStream(stream)).map(({ command }) => command.id);
}
