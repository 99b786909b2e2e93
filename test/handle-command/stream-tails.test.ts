import { Map as emptyMap } from 'immutable';
import { expect, test } from 'vitest';
import { createStreamTails, type Folded } from '#handle-command/stream-tails.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Fence } from '#ledger/periods/late-entries.ts';
import { received } from '../journal/entries.ts';
import { noon } from './desk.ts';
import { lineTo } from './journal-line.ts';

/** How much is folded is all that is kept. */
const folding = {
  empty: { revision: -1, commands: emptyMap<string, never>() },
  evolve: (state: Folded, { revision }: { readonly revision: number }): Folded => ({ ...state, revision }),
};
const noFences: readonly Fence[] = [];

test('what others have appended to an account counts towards the bound of what is kept in memory', async () => {
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: crypto.randomUUID(), clock: () => noon });
  const [a, b] = ['main.account-a', 'main.account-b'];
  const tails = createStreamTails<Folded>(
    lineTo(journal),
    () => folding,
    100_000,
    () => noFences,
  );
  for (const stream of [b, a]) {
    await journal.append({ stream, expectedRevision: -1, entries: received(stream, `${stream}-0`) });
    await tails.withTail(stream, () => undefined);
  }
  expect([a, b].map((stream) => tails.stateNow(stream)?.revision)).toEqual([0, 0]);
  await journal.append({ stream: a, expectedRevision: 0, entries: received(a, 'others', 99) });
  await tails.readOn(a);
  expect([a, b].map((stream) => tails.stateNow(stream)?.revision)).toEqual([99, undefined]);
});
