/**
 * How processes share a stream that all of them append to. Whoever has just appended knows the end of the stream and can go
 * on at once; everybody else has to read before appending, and by then is too late. Without more, one process would keep a
 * busy stream as long as it has commands for it. So each appends for a turn and then leaves a gap, long enough for others to
 * read and append; commands that come meanwhile wait and go together.
 */
export interface Turns {
  /** Resolves when commands may be decided on the stream; undefined where that is now. */
  readonly opening: () => Promise<void> | undefined;
  /** An append was submitted. */
  readonly appending: (appended: Promise<unknown>) => void;
  /** What was submitted met entries of somebody else. */
  readonly lost: () => void;
  /** Before the stream is read on. After a race that was lost it is a moment of chance, so that the same two do not meet again. */
  readonly beforeReading: () => Promise<void>;
}

/** In trips, which are as long as an append lately took: of a process that seems to be alone, and where others were met. */
const measure = { alone: { turn: 20, gap: 2 }, met: { turn: 5, gap: 3 } };
/** Milliseconds for which a race that was lost says that others are at the stream. */
const meetingLasts = 1_000;
/** Milliseconds that count as a trip at least and at most. */
const shortestTrip = 1;
const longestTrip = 20;

export function createTurns(elapsed: () => number): Turns {
  let trip = shortestTrip;
  let begun: number | undefined;
  let underWay = 0;
  let lastSettled = 0;
  let racesLost = 0;
  let metUntil = 0;
  let gap: Promise<void> | undefined;

  const settle = (submitted: number): void => {
    lastSettled = elapsed();
    underWay -= 1;
    trip = Math.min(Math.max(lastSettled - submitted, shortestTrip), longestTrip);
  };
  const pauseAfter = async (settled: Promise<unknown>, trips: number): Promise<void> => {
    await settled;
    await pause(trips * trip);
    gap = undefined;
    begun = undefined;
  };

  return {
    opening: () => gap,
    appending: (appended) => {
      const now = elapsed();
      const lengths = now < metUntil ? measure.met : measure.alone;
      // Where nothing was appended for as long as a gap, there was one.
      if (underWay === 0 && now - lastSettled > lengths.gap * trip) begun = undefined;
      begun ??= now;
      underWay += 1;
      const settled = appended
        .then(
          () => (racesLost = 0),
          () => undefined,
        )
        .then(() => settle(now));
      if (gap === undefined && now - begun > lengths.turn * trip) gap = pauseAfter(settled, lengths.gap);
    },
    lost: () => {
      racesLost += 1;
      begun = undefined;
      metUntil = elapsed() + meetingLasts;
    },
    beforeReading: async () => {
      if (racesLost > 0) await pause(Math.random() * trip * Math.min(racesLost, 4));
    },
  };
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
