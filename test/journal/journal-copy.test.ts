import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { measureAppend } from '#journal/append-limits.ts';
import { type CopiedEntry, FeedContradiction, JournalCopy } from '#journal/journal-copy.ts';
import { noon } from './engine.ts';
import { hashOf, received } from './entries.ts';
import { removeDirectory, temporaryDirectory } from './sqlite-directory.ts';

function openCopy(): JournalCopy {
  const directory = temporaryDirectory();
  const copy = new JournalCopy(join(directory, 'copy.db'), { ledgerId: 'main', journalId: crypto.randomUUID() });
  onTestFinished(() => {
    copy.close();
    removeDirectory(directory);
  });
  return copy;
}

/** The first entry of an account, at a place of the server's log. */
function firstAt(place: number, account: string): CopiedEntry {
  const stream = `main.account-${account}`;
  const { entries } = measureAppend('main', { stream, expectedRevision: -1, entries: received(stream, account) });
  const [entry] = entries;
  if (entry === undefined) throw new Error('one entry');
  const position = { commit: BigInt(place), prepare: BigInt(place) };
  return { ...entry, stream, revision: 0, recordedAt: noon, command: { id: account, hash: hashOf(account) }, position };
}

test('what comes once more on another connection does not take the copy back to an earlier place of the log', () => {
  const copy = openCopy();
  copy.take([firstAt(10, 'a'), firstAt(20, 'b')]);
  copy.take([firstAt(10, 'a')]);
  expect(copy.head).toMatchObject({ ordinal: 2, position: { commit: 20n } });
});

test('an entry from before a place that the copy has passed contradicts the order of the log', () => {
  const copy = openCopy();
  copy.take([firstAt(10, 'a'), firstAt(20, 'b')]);
  expect(() => copy.take([firstAt(15, 'c')])).toThrow(FeedContradiction);
  expect(copy.head).toMatchObject({ ordinal: 2, position: { commit: 20n } });
});
