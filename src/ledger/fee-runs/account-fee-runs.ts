import { Map as PersistentMap } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';

/** What runs have said of the items of an account, by item key. */
export interface AccountFeeRuns {
  /** The day on which an item was first noted as late. */
  readonly noticed: PersistentMap<string, CalendarDate>;
  /** The last day that has borne interest. */
  readonly interestThrough: PersistentMap<string, CalendarDate>;
}

export const noFeeRuns: AccountFeeRuns = { noticed: PersistentMap(), interestThrough: PersistentMap() };
