import { afterEach, beforeEach } from 'vitest';
import type { Appended, Journal } from '#journal/journal.ts';
import type { Engine, OpenedJournal } from './contract.ts';

/** The journal of the test that is running: a fresh one for each. */
export interface AtHand {
  readonly journal: Journal;
  readonly opened: OpenedJournal;
}

export function freshJournal(engine: Engine): () => AtHand {
  let atHand: AtHand | undefined;
  beforeEach(async () => {
    const opened = await engine.open();
    atHand = { journal: opened.journal, opened };
  });
  afterEach(async () => {
    await atHand?.opened.discard();
    atHand = undefined;
  });
  return () => {
    if (atHand === undefined) throw new Error('There is a journal only while a test runs');
    return atHand;
  };
}

/** What became of appends that were submitted together: the revision, or the name of the error. */
export async function outcomes(appends: readonly Promise<Appended>[]): Promise<readonly (number | string)[]> {
  const settled = await Promise.allSettled(appends);
  return settled.map((one) => {
    if (one.status === 'fulfilled') return one.value.revision;
    return one.reason instanceof Error ? one.reason.name : 'no error';
  });
}
