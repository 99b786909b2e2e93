import { describe } from 'vitest';
import { followingContract } from './contract-following.ts';
import { readingContract } from './contract-reading.ts';
import { recordedTimeContract } from './contract-recorded-time.ts';
import { writingContract } from './contract-writing.ts';
import type { Engine } from './engine.ts';

const chapters = [
  ['writing', writingContract],
  ['reading', readingContract],
  ['following', followingContract],
  ['recorded time', recordedTimeContract],
] as const;

/** What every engine has to do: the definition of the journal port. */
export function journalContract(name: string, engine: Engine): void {
  describe.each(chapters)(`${name} keeps the contract of %s`, (_, chapter) => {
    chapter(engine);
  });
}
