import type { EventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import type { Acknowledged, Told } from './append-load.ts';

/** What a journal said of itself while it was watched. Moments by `performance.now()`. */
export interface StateWatch {
  /** Milliseconds after a moment until it said that it was not current; undefined if it did not before the other. */
  noticed(from: number, to: number): number | undefined;
  /** Whether it ever said that it was current between two moments. */
  claimed(from: number, to: number): boolean;
  /** What was missing when it said that it was current, long after it had been acknowledged. */
  readonly untrue: readonly string[];
  stop(): void;
}

interface Change {
  readonly at: number;
  readonly isCurrent: boolean;
}

/** An entry may be missing for so long before whoever says that everything is here is wrong. */
const longAfter = 9_000;

export function watchState(journal: EventStoreDbJournal, told: Pick<Told, 'unplaced'>): StateWatch {
  const changes: Change[] = [];
  const untrue: string[] = [];
  const look = async (): Promise<void> => {
    const { isCurrent } = journal.state();
    const at = performance.now();
    if (changes.at(-1)?.isCurrent !== isCurrent) changes.push({ at, isCurrent });
    if (!isCurrent) return;
    for (const one of told.unplaced) {
      if (one.at < at - longAfter && !(await isInCopy(journal, one))) untrue.push(one.id);
    }
  };
  const timer = setInterval(() => void look(), 50);
  const saidAfter = (isCurrent: boolean, from: number, to: number): number | undefined => {
    if (from >= to) return undefined;
    const atFirst = changes.findLast(({ at }) => at <= from)?.isCurrent;
    if (atFirst === isCurrent) return from;
    return changes.find((change) => change.at > from && change.at < to && change.isCurrent === isCurrent)?.at;
  };
  return {
    noticed: (from, to) => {
      const at = saidAfter(false, from, to);
      return at === undefined ? undefined : at - from;
    },
    claimed: (from, to) => saidAfter(true, from, to) !== undefined,
    untrue,
    stop: () => clearInterval(timer),
  };
}

async function isInCopy({ book }: EventStoreDbJournal, { stream, revision }: Acknowledged): Promise<boolean> {
  return (await book.readStream(stream, revision, 1)).length > 0;
}
