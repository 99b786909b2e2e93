import { type Appended, type AppendRequest, type Journal, OutcomeUnknown, Unavailable } from '#journal/journal.ts';
import { passedOn } from '../journal/passed-on.ts';

/** What happens to one append: it is done but its answer is lost, it is not done and nobody can tell, or it is refused. */
type Fault = 'DONE_BUT_UNKNOWN' | 'NOT_DONE_AND_UNKNOWN' | 'UNAVAILABLE';

/** A real journal behind a bad line. Appends of a stream keep their order, as the port asks. */
export interface FaultyJournal extends Journal {
  /** The n-th append from now on (0 is the next) meets this fault. */
  plan(nth: number, fault: Fault): void;
  /** The next reads of a stream find nobody to ask. */
  blind(reads: number): void;
  /** Appends wait until `resume`. */
  pause(): void;
  resume(): void;
  readonly appendsSeen: () => number;
}

export function withFaults(journal: Journal): FaultyJournal {
  const plans = new Map<number, Fault>();
  let seen = 0;
  let blindReads = 0;
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  let before: Promise<unknown> = Promise.resolve();

  async function carryOut(request: AppendRequest, fault: Fault | undefined): Promise<Appended> {
    if (fault === 'UNAVAILABLE') throw new Unavailable('planned');
    if (fault === 'NOT_DONE_AND_UNKNOWN') throw new OutcomeUnknown('planned');
    const appended = await journal.append(request);
    if (fault === 'DONE_BUT_UNKNOWN') throw new OutcomeUnknown('planned');
    return appended;
  }

  return {
    ...passedOn(journal),
    append(request) {
      const fault = plans.get(seen);
      seen += 1;
      const turn = Promise.all([gate.promise, before.catch(() => undefined)]).then(() => carryOut(request, fault));
      before = turn;
      return turn;
    },
    async readStream(stream, from, limit) {
      blindReads -= 1;
      if (blindReads >= 0) throw new Unavailable('planned');
      return journal.readStream(stream, from, limit);
    },
    plan: (nth, fault) => plans.set(seen + nth, fault),
    blind: (reads) => {
      blindReads = reads;
    },
    pause: () => {
      gate = Promise.withResolvers<void>();
    },
    resume: () => gate.resolve(),
    appendsSeen: () => seen,
  };
}
