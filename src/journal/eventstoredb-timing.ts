/** How long the adapter waits for what, in milliseconds. All by the real clock: the server has no other. */
export interface Timing {
  /** One try of an append, or one read without a sign of life. The client's own deadline does not hold for all of them. */
  readonly attempt: number;
  /** An append is tried again, with the same ids, until its outcome is known or this has passed. */
  readonly patience: number;
  /** An answer waits so long for the entry to be in the copy, where it gets its position. */
  readonly arrival: number;
  /** Between two looks whether the server still sends everything. */
  readonly probe: number;
  /** Between two tries to follow again, at first and at most. */
  readonly pause: { readonly first: number; readonly most: number };
  /** At start the server has to answer within this. */
  readonly start: number;
  /** Between two complete looks for what would make the server forget entries. */
  readonly audit: number;
  /**
   * An instant so long ago that no writer, its clock wrong by as much as is allowed, can still record anything at or before
   * it.
   */
  readonly settles: number;
}

const minute = 60_000;

export const usualTiming: Timing = {
  attempt: 5_000,
  patience: 30_000,
  arrival: 2_000,
  probe: 2_000,
  pause: { first: 50, most: 3_000 },
  start: 30_000,
  audit: 24 * 60 * minute,
  settles: 6 * minute,
};

/** A pause that doubles with every failure, by chance a little shorter, so that not everybody comes back at once. */
export function pauseAfter(failures: number, { first, most }: Timing['pause']): number {
  return Math.min(most, first * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2);
}
