import type { EventLog } from './event-log.ts';
import { Faults } from './faults.ts';
import type { RecordedCall } from './recorded-calls.ts';

/** What the calls of one server work on. */
export interface ServedBooks {
  readonly log: EventLog;
  readonly faults: Faults;
  readonly calls: RecordedCall[];
  /** Appends that wait until somebody lets them through. */
  readonly held: (() => void)[];
  /** Subscriptions that have begun and whose caller is still there. */
  readonly subscribers: Set<object>;
}

export function servedBooks(log: EventLog): ServedBooks {
  return { log, faults: new Faults(), calls: [], held: [], subscribers: new Set() };
}
