import { type PreparedQuery, prepared } from './prepared-queries.ts';

const week = 7 * 86_400_000;

/** For the clock of a sandbox that stands still: a week on from what it shows. */
export function advanceClock(now: number): PreparedQuery {
  return prepared(
    `
# The clock of this sandbox stands until it is moved:
# forward only. What is recorded next is recorded then.
mutation AdvanceClock($to: DateTime!) {
  advanceClock(to: $to) { now today }
}`,
    { to: new Date(now + week).toISOString() },
  );
}
