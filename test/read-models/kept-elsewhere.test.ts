import { expect, test } from 'vitest';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { JournalReader, JournalState } from '#journal/journal.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { ProjectionBehind } from '#read-models/read-models.ts';
import { handlerFor, noon, openLedger, writeRandomBooks } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

const today = () => calendarDate('2024-06-30');
const heard: JournalState = { isCurrent: true, isWritable: true, problem: undefined };
const away: JournalState = { isCurrent: false, isWritable: false, problem: 'the server does not answer' };

/** Figures of a journal that a server keeps: its state can be switched, and entries come here when the test says so. */
async function books() {
  let now = noon;
  const clock = (): number => (now += 1_000);
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: '00c0ffee-0000-4000-8000-000000000001', clock });
  const handle = handlerFor(journal);
  await openLedger(handle);
  await writeRandomBooks(handle, { seed: 3, accounts: 2, commands: 60 });
  const { ordinal: head, recordedAt } = await journal.head();
  let hidden = 0;
  let state = heard;
  // Everything is there; what is hidden has not come here yet.
  const book: JournalReader = new Proxy(journal, {
    get: (target, name) => {
      if (name === 'head') return async () => ({ ordinal: head - hidden, recordedAt });
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const reads = await openReadModels({
    dataDirectory: temporaryDirectory(),
    journal: book,
    today,
    journalState: () => state,
  });
  return {
    journal,
    reads,
    head,
    setState: (to: JournalState) => (state = to),
    hide: (count: number) => (hidden = count),
  };
}

test('figures are stale while the server of the journal is not heard, and not what was known before', async () => {
  const { reads, head, setState } = await books();
  expect(await reads.view({})).toMatchObject({ ordinal: head, stale: false });
  setState(away);
  expect(await reads.view({})).toMatchObject({ ordinal: head, stale: true });
  expect(await reads.view({ knownAt: { ordinal: 5 } })).toMatchObject({ ordinal: 5, stale: false });
  setState(heard);
  expect(await reads.view({})).toMatchObject({ stale: false });
  await reads.close();
});

test('a position that another process gave out is waited for, and behind if it does not come', async () => {
  const { journal, reads, head, hide } = await books();
  hide(3);
  const coming = reads.view({ minPosition: journal.tokenOf(head) });
  setTimeout(() => hide(0), 100);
  expect(await coming).toMatchObject({ ordinal: head });
  hide(3);
  await expect(reads.view({ minPosition: journal.tokenOf(head) })).rejects.toThrow(ProjectionBehind);
  await reads.close();
});
