import { describe, expect, test } from 'vitest';
import { following } from './contract-following.ts';
import { reading } from './contract-reading.ts';
import { recordedTime } from './contract-recorded-time.ts';
import { writing } from './contract-writing.ts';
import type { Chapter, Engine } from './engine.ts';

const chapters: Readonly<Record<string, Chapter>> = { writing, reading, following, 'recorded time': recordedTime };

/** What every engine has to do: the definition of the journal port. Each promise is tried on a fresh journal. */
export function journalContract(name: string, engine: Engine): void {
  describe.each(Object.entries(chapters))(`${name} keeps the contract of %s`, (_, chapter) => {
    test.each(Object.entries(chapter))('%s', async (_, keepsPromise) => {
      expect.hasAssertions();
      const opened = await engine.open();
      try {
        const account = (name: string): string => `${opened.journal.ledgerId}.account-${name}`;
        await keepsPromise({ ...opened, a: account('a'), b: account('b') });
      } finally {
        await opened.discard();
      }
    });
  });
}
