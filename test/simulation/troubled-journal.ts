import { type Appended, type AppendRequest, type Journal, OutcomeUnknown, Unavailable } from '#journal/journal.ts';
import { passedOn } from '../journal/passed-on.ts';
import type { Random } from './random.ts';

/**
 * How the line to the journal is: appends are at once, or late; they fail, or the process dies at one of them. CUT_OFF: so with
 * those that follow from an entry before, so that what takes several appends is left in the middle.
 */
export type Weather = 'CALM' | 'SLOW' | 'FAILING' | 'CRASHING' | 'CUT_OFF';

/** What happens to one append; after a crash nobody hears anything any more. */
export type Trouble = 'DONE_BUT_UNKNOWN' | 'NOT_DONE_AND_UNKNOWN' | 'UNAVAILABLE' | 'CRASH_AFTER' | 'CRASH_BEFORE';

export interface TroubledJournal extends Journal {
  weather: Weather;
  /** Resolves when the process has died: nothing under way is answered, and what was not written never will be. */
  readonly died: Promise<void>;
  readonly isDead: () => boolean;
  /** What has happened so far, for the situations. */
  readonly troubles: readonly Trouble[];
}

const troublesIn: Readonly<Record<Weather, readonly (Trouble | undefined)[]>> = {
  CALM: [undefined],
  SLOW: [undefined],
  FAILING: [undefined, 'DONE_BUT_UNKNOWN', 'NOT_DONE_AND_UNKNOWN', 'UNAVAILABLE'],
  CRASHING: [undefined, 'CRASH_AFTER', 'CRASH_BEFORE'],
  CUT_OFF: ['UNAVAILABLE', 'UNAVAILABLE', 'NOT_DONE_AND_UNKNOWN', 'CRASH_AFTER', 'CRASH_BEFORE'],
};

/** A real journal at the end of a bad line, for one life of the process. Appends of a stream keep their order, as the port asks. */
export function troubledJournal(journal: Journal, random: Random): TroubledJournal {
  const death = Promise.withResolvers<void>();
  const troubles: Trouble[] = [];
  let dead = false;
  let before: Promise<unknown> = Promise.resolve();
  const die = (trouble: Trouble): void => {
    dead = true;
    troubles.push(trouble);
    death.resolve();
  };
  const silence = new Promise<never>(() => undefined);

  async function carryOut(request: AppendRequest, trouble: Trouble | undefined): Promise<Appended> {
    if (trouble === 'CRASH_BEFORE') die(trouble);
    if (dead) return silence;
    if (trouble !== undefined && trouble !== 'CRASH_AFTER') troubles.push(trouble);
    if (trouble === 'UNAVAILABLE') throw new Unavailable('the simulated line is down');
    if (trouble === 'NOT_DONE_AND_UNKNOWN') throw new OutcomeUnknown('the simulated line was cut');
    const appended = await journal.append(request);
    if (trouble === 'DONE_BUT_UNKNOWN') throw new OutcomeUnknown('the simulated answer was lost');
    if (trouble !== 'CRASH_AFTER') return appended;
    die(trouble);
    return silence;
  }

  const troubled: TroubledJournal = {
    ...passedOn(journal),
    weather: 'CALM',
    died: death.promise,
    isDead: () => dead,
    troubles,
    append(request) {
      const isBegun = request.entries.some(({ causationId }) => causationId !== undefined);
      const isSpared = troubled.weather === 'CUT_OFF' && !isBegun;
      const trouble = isSpared ? undefined : random.oneOf(troublesIn[troubled.weather]);
      const turns = troubled.weather === 'CALM' ? 0 : random.below(12);
      const turn = Promise.allSettled([before, turnsPass(turns)]).then(() => carryOut(request, trouble));
      before = turn;
      // Whoever waits for the answer hears of the failure; the order of appends has to go on.
      turn.catch(() => undefined);
      return turn;
    },
  };
  return troubled;
}

/** Lateness without time: so many turns of the queue of promises. */
async function turnsPass(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
}
