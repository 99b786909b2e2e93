import { describe, expect, test } from 'vitest';
import { type Appended, Unavailable } from '#journal/journal.ts';
import type { NewEntry } from '#ledger/entry.ts';
import { refusals } from '../eventstoredb/faults.ts';
import { outcomes } from './engine.ts';
import { received, wide } from './entries.ts';
import { append, expectBooks, hasty, openOnFaults, timed } from './eventstoredb-faulty.ts';

const { accessDenied } = refusals;

describe('a command id that another account is being written with', () => {
  test('is free again for an account that waits in line once that has failed', async () => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    server.faults.append.next({ kind: 'REFUSE', refusal: accessDenied }, { on: a });
    const submitted = [append(journal, a, -1, 'k1'), append(journal, b, -1, 'k2'), append(journal, b, 0, 'k1')];
    expect(await outcomes(submitted)).toEqual(['Denied', 0, 1]);
    await expectBooks(opened, 'k2', 'k1');
  });

  test('and that never comes into the copy is waited for as long as for an answer of the server, and no longer', async () => {
    const { journal, server, a, b } = await openOnFaults();
    server.faults.feed.always({ kind: 'SILENCE', after: 0 });
    server.faults.subscribe.always({ kind: 'SILENCE' });
    expect(await append(journal, a, -1, 'k1')).toEqual({ revision: 0, token: undefined });
    const { outcome, took } = await timed(append(journal, b, -1, 'k1'));
    expect(outcome).toBeInstanceOf(Unavailable);
    expect(took).toBeLessThan(4_000);
  });
});

test('what was decided on an append that was too large to be tried is not written, though others have brought about its revision', async () => {
  const { journal, a } = await openOnFaults();
  const chain = {};
  const chained = (expectedRevision: number, entry: NewEntry): Promise<Appended> =>
    journal.append({ stream: a, expectedRevision, entries: [entry], chain });
  await append(journal, a, -1, 'k0');
  const [next] = received(a, 'k3');
  if (next === undefined) throw new Error('one entry');
  const submitted = [chained(0, wide(a, 'k1', 257 * 1024)), append(journal, a, 0, 'k2'), chained(1, next)];
  expect(await outcomes(submitted)).toEqual(['TooLarge', 1, 'WrongRevision']);
});

test('many who miss their entry in the copy at once do not ask the server for the same one by one', async () => {
  // Nobody looks but those who wait.
  const { journal, server } = await openOnFaults({
    timing: { ...hasty, attempt: 5_000, patience: 20_000, probe: 60_000 },
  });
  server.faults.feed.next({ kind: 'SILENCE', after: 0 });
  const before = server.calls.length;
  const streams = Array.from({ length: 100 }, (_, n) => `${journal.ledgerId}.account-${n}`);
  const answers = await outcomes(streams.map((stream) => append(journal, stream, -1, stream)));
  expect(new Set(answers)).toEqual(new Set([0]));
  await expect.poll(async () => (await journal.book.head()).ordinal, { timeout: 10_000 }).toBe(100);
  const looks = server.calls.slice(before).filter(({ method }) => method === 'SUBSCRIBE');
  expect(looks.length).toBeLessThan(20);
});

describe('a journal that is closed', () => {
  test('while nothing comes from the server any more does not stay open for an append that waits for it', async () => {
    const { journal, server, a, b } = await openOnFaults();
    server.faults.feed.always({ kind: 'SILENCE', after: 0 });
    server.faults.subscribe.always({ kind: 'SILENCE' });
    await append(journal, a, -1, 'k1');
    const waiting = outcomes([append(journal, b, -1, 'k1')]);
    const { took } = await timed(journal.close());
    expect(took).toBeLessThan(6_000);
    expect(await waiting).toEqual(['Unavailable']);
  });

  test('reads nothing more and says so, also to those who are reading, and asks the server for nothing more', async () => {
    for (const milliseconds of [0, 1, 2, 4, 8]) {
      const { journal, server, a } = await openOnFaults();
      await append(journal, a, -1, 'k1', 3);
      const reading = journal.readStream(a).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      const closed = journal.close();
      const meanwhile = journal.readStream(a).catch((error: unknown) => error);
      await closed;
      const before = server.calls.length;
      for (const late of [reading, meanwhile, journal.readStream(a).catch((error: unknown) => error)]) {
        const outcome = await late;
        expect(Array.isArray(outcome) || outcome instanceof Unavailable || outcome).toBe(true);
      }
      expect(server.calls).toHaveLength(before);
    }
  });
});
