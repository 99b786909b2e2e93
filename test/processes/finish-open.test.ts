import { afterEach, describe, expect, test } from 'vitest';
import { reject } from '#ledger/rejections.ts';
import { createProcesses } from '#processes/processes.ts';
import { discardBooks, identifiedBooks } from './receipt-books.ts';

afterEach(discardBooks);

/** Parts that stand open and cannot be ended now; one of them is a bug. */
async function openParts(count: number, broken?: string) {
  const there = await identifiedBooks('memory');
  const [identified] = (await there.entries()).filter(({ type }) => type === 'ReceiptIdentified');
  const places = Array.from({ length: count }, (_, index) => ({ stream: `main.receipt-r${index}`, revision: 1 }));
  const tried: string[] = [];
  let last = '';
  const { finishOpen } = createProcesses({
    inTransit: async (limit) => places.slice(0, limit),
    entryAt: async (stream) => {
      last = stream;
      return identified;
    },
    handle: async () => {
      tried.push(last);
      if (last === broken) throw new Error('this one is broken');
      return reject('OVERLOADED', {});
    },
  });
  return { finishOpen, tried };
}

describe('what is open between streams', () => {
  test('is gone through to the last, each once, though none of it can be ended now', async () => {
    const { finishOpen, tried } = await openParts(250);
    expect(await finishOpen()).toBe(250);
    expect(new Set(tried).size).toBe(250);
    expect(tried).toHaveLength(250);
  });

  test('one that is broken stands in the way of no other, and is said at the end', async () => {
    const { finishOpen, tried } = await openParts(5, 'main.receipt-r1');
    await expect(finishOpen()).rejects.toThrow('this one is broken');
    expect(tried).toHaveLength(5);
  });

  test('is left where it is once the process stops', async () => {
    const { finishOpen, tried } = await openParts(250);
    expect(await finishOpen(() => tried.length >= 3)).toBe(3);
  });
});
