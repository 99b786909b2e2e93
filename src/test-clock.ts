import { readClock, setClock, standingClock, systemClock } from '#journal/clock.ts';
import type { Journal } from '#journal/journal.ts';
import { JournalRefused } from '#journal/sqlite-open.ts';
import { emptyLedger, evolveLedger } from '#ledger/ledger.ts';
import { reject } from '#ledger/rejections.ts';
import type { HandleCommand } from './handle-command.ts';
import { type JournalPlace, openJournal } from './open-journal.ts';

/** The clock of a sandbox that stands until somebody moves it forward. Tokens, deadlines and limits go by the real one. */
export interface TestClock {
  readonly now: () => number;
  /** False, and nothing changes, where it would go backwards. */
  readonly advance: (milliseconds: number) => boolean;
}

export interface TimedJournal {
  readonly journal: Journal;
  /** Milliseconds since 1970: what time it is for the ledger. */
  readonly clock: () => number;
  readonly testClock: TestClock | undefined;
}

/** As the configuration says it. `start` in milliseconds since 1970. */
type ClockChoice = { readonly kind: 'SYSTEM' } | { readonly kind: 'MANUAL'; readonly start: number };

/** Opens a journal with the clock that the configuration names. A manual one is refused on live books. */
export async function openTimedJournal(config: ClockChoice, place: JournalPlace): Promise<TimedJournal> {
  if (config.kind === 'SYSTEM') {
    const { journal } = await openJournal(place, systemClock);
    return { journal, clock: Date.now, testClock: undefined };
  }
  const cell = standingClock(config.start);
  const { journal, recordedUntil } = await openJournal(place, cell);
  if (await isLive(journal)) {
    await journal.close();
    throw new JournalRefused('The books are live and go by the real time: CLOCK=manual is for a sandbox');
  }
  // Where there are entries the clock goes on from the last of them, whatever it would begin with.
  if ((await journal.head()).ordinal > 0) setClock(cell, await recordedUntil());
  const now = (): number => readClock(cell);
  const advance = (milliseconds: number): boolean => {
    if (milliseconds < now()) return false;
    setClock(cell, milliseconds);
    return true;
  };
  return { journal, clock: now, testClock: { now, advance } };
}

async function isLive(journal: Journal): Promise<boolean> {
  const [opening] = await journal.readAll(0, 1);
  return opening !== undefined && evolveLedger(emptyLedger(), opening).terms?.mode === 'LIVE';
}

/** Live books are never begun by a clock that somebody can move. */
export function onlySandboxes(handleCommand: HandleCommand): HandleCommand {
  return async (name, input, context) => {
    const isOpeningLive =
      name === 'OpenLedger' && typeof input === 'object' && input !== null && 'mode' in input && input.mode === 'LIVE';
    return isOpeningLive
      ? reject('INPUT_INVALID', { expected: 'SANDBOX while CLOCK is manual' }, 'mode')
      : handleCommand(name, input, context);
  };
}
