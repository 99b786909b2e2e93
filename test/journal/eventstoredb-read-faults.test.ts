import { describe, expect, test } from 'vitest';
import { Unavailable } from '#journal/journal.ts';
import { type ReadFault, refusals } from '../eventstoredb/faults.ts';
import { append, appendElsewhere, hasty, openOnFaults, timed } from './eventstoredb-faulty.ts';

const { unavailable, streamReset } = refusals;

// The feed must not meet the fault that is meant for a decision.
const unprobed = { ...hasty, probe: 60_000 };

describe('nothing is decided on half an account:', () => {
  const faults: readonly (readonly [title: string, fault: ReadFault])[] = [
    ['a read that goes silent at once', { kind: 'SILENCE', after: 0 }],
    ['a read that goes silent in the middle', { kind: 'SILENCE', after: 2 }],
    ['a read that breaks off in the middle', { kind: 'REFUSE', after: 2, refusal: unavailable }],
    ['a read that is reset in the middle', { kind: 'REFUSE', after: 2, refusal: streamReset }],
    ['a read that ends, as if that were all, before it has begun', { kind: 'END', after: 0 }],
    ['a read that ends, as if that were all, in the middle', { kind: 'END', after: 2 }],
  ];

  test.each(faults)('%s', async (_, fault) => {
    const opened = await openOnFaults({ timing: unprobed });
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1', 5);
    server.faults.read.next(fault, { on: a });
    const { outcome, took } = await timed(journal.readStream(a));
    const isWhole = Array.isArray(outcome) && outcome.length === 5;
    expect(isWhole || outcome instanceof Unavailable).toBe(true);
    expect(took).toBeLessThan(3_000);
    expect(server.faults.read.struck).toBe(1);
    expect(await journal.readStream(a)).toHaveLength(5);
  });

  test('a read that ends early, where only the server knows what another process has written', async () => {
    const opened = await openOnFaults({ timing: unprobed });
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1', 2);
    for (const [after, expectedRevision] of [
      [0, 1],
      [1, 2],
      [3, 3],
    ] as const) {
      server.faults.read.next({ kind: 'END', after: 1 }, { on: a });
      server.faults.read.next({ kind: 'END', after }, { on: a });
      appendElsewhere(opened, a, expectedRevision, `others-${expectedRevision}`);
      await expect(journal.readStream(a)).rejects.toBeInstanceOf(Unavailable);
      expect(await journal.readStream(a)).toHaveLength(expectedRevision + 2);
    }
  });

  test('an account that was deleted on the server is not one that never was', async () => {
    const opened = await openOnFaults({ timing: unprobed });
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1', 2);
    server.log.softDelete(a);
    await expect(journal.readStream(a)).rejects.toThrow('the server has lost entries of a stream');
    server.log.tombstone(a);
    await expect(journal.readStream(a)).rejects.toBeInstanceOf(Unavailable);
  });
});
