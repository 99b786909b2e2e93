/** Where something stands in time: the day from which it counts, and the ordinal of the entry with which it became known. */
export interface At {
  readonly day: string;
  readonly known: number;
}

/** One change of a figure. */
export interface Change extends At {
  readonly cents: bigint;
}

export type Dated = readonly Change[];

/** The figure at the end of a day, as known at a position. */
export function on(changes: Dated, day: string, known = Number.POSITIVE_INFINITY): bigint {
  let sum = 0n;
  for (const change of changes) if (change.day <= day && change.known <= known) sum += change.cents;
  return sum;
}

/** The figure over all days. */
export function over(changes: Dated): bigint {
  let sum = 0n;
  for (const change of changes) sum += change.cents;
  return sum;
}

/** The smallest the figure is on `day` or on any later day: every day on which it changes is looked at anew. */
export function smallestFrom(changes: Dated, day: string): bigint {
  let least = on(changes, day);
  for (const change of changes) {
    if (change.day > day) least = lesser(least, on(changes, change.day));
  }
  return least;
}

/** The first day on which the figure is below zero. */
export function negativeDay(changes: Dated): string | undefined {
  return changes.find((change) => on(changes, change.day) < 0n)?.day;
}

/** Whether the figure is zero on the day and on every later one. */
export function isZeroFrom(changes: Dated, day: string): boolean {
  return [day, ...changes.map((change) => change.day)].every((one) => one < day || on(changes, one) === 0n);
}

export function lesser(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

export function later(one: string, other: string): string {
  return one > other ? one : other;
}

export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, cents) => sum + cents, 0n);
}
