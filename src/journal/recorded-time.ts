import { Unavailable } from './journal.ts';

/**
 * How far the clock may stand behind the last recorded time, in milliseconds. Recorded time never goes
 * backwards, so one clock at 2099 would freeze it for ever: rather than that, nothing is written until
 * somebody has looked.
 */
const largestClockLag = 5 * 60_000;

/** The time to record, given the clock and the last recorded time (or the floor, if that is later). */
export function nextRecordedAt(clock: number, last: number): number {
  if (last - clock > largestClockLag) {
    throw new Unavailable('the clock is more than five minutes behind the last recorded time');
  }
  return Math.max(clock, last);
}

/** Milliseconds of an RFC 3339 instant in UTC. Throws on anything else: the edge has checked it. */
export function millisecondsOf(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(instant) || Number.isNaN(milliseconds)) {
    throw new Error('Not an instant in UTC');
  }
  return milliseconds;
}

export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
