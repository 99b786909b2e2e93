/**
 * Faults that a test can bring about in the real writer, at any time, through memory that both threads see. Never given
 * in production.
 */

/** Each cell counts how many more times its fault happens; the last one is a limit. 0: none. */
export const faultCells = {
  /** COMMIT fails and was not carried out. */
  commitBefore: 0,
  /** COMMIT fails and was carried out. */
  commitAfter: 1,
  /** The checkpoint that settles an unknown COMMIT fails. */
  repair: 2,
  /** That checkpoint finds the disk full. */
  repairFull: 3,
  /** The disk is full at this many pages. */
  largestPageCount: 4,
} as const;

export function noFaults(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(5 * Int32Array.BYTES_PER_ELEMENT));
}

/** Whether a fault is due now; counts it down. */
export function isDue(cells: Int32Array | undefined, cell: number): boolean {
  if (cells === undefined || Atomics.load(cells, cell) <= 0) return false;
  Atomics.sub(cells, cell, 1);
  return true;
}
