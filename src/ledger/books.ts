import type { Map as PersistentMap } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Account } from './account.ts';
import type { Fact, LedgerMode } from './events.ts';
import { evolveFact } from './evolve.ts';
import type { LateFeeRun } from './fee-runs/late-fee-run.ts';
import { priced } from './foreign/priced.ts';
import type { FiscalCalendar } from './periods/fiscal-calendar.ts';
import type { PublishedReasonList } from './reasons/published-lists.ts';
import type { ReasonList } from './reasons.ts';
import type { RecordedCommand } from './recorded-command.ts';
import type { Rejection } from './rejections.ts';

/** What a ledger was opened with; fixed for ever. */
export interface LedgerTerms {
  readonly openedOn: CalendarDate;
  readonly baseCurrency: string;
  readonly timeZone: string;
  readonly mode: LedgerMode;
  readonly fiscalYearStartMonth: number;
}

/** The state of the ledger's own stream. */
export interface Ledger {
  readonly revision: number;
  readonly terms: LedgerTerms | undefined;
  /** In the order of publication. */
  readonly reasonLists: readonly PublishedReasonList[];
  readonly calendar: FiscalCalendar;
  /** By run id. */
  readonly feeRuns: PersistentMap<string, LateFeeRun>;
  readonly commands: PersistentMap<string, RecordedCommand>;
}

/** What the rules know besides the account they decide on. "Today" is the ledger's, in its own time zone. */
export interface Books {
  readonly terms: LedgerTerms | undefined;
  readonly today: CalendarDate;
  /** The list in force on the effective date of the command. */
  readonly reasons: ReasonList;
  /** The last day that is locked: nothing is recorded on it or before it. */
  readonly lockedThrough: CalendarDate | undefined;
}

/** A decision in the making: the account as the facts so far have left it. */
export interface Draft {
  readonly account: Account;
  readonly facts: readonly Fact[];
}

export interface Accepted {
  readonly outcome: 'ACCEPTED';
  readonly facts: readonly Fact[];
  readonly account: Account;
}

export type Decision = Accepted | Rejection;

export function draftOf(account: Account): Draft {
  return { account, facts: [] };
}

/** Facts that follow one another. On an account in a foreign currency each gets its base values here, in that order. */
export function record(draft: Draft, ...facts: readonly Fact[]): Draft {
  let { account } = draft;
  const recorded = [...draft.facts];
  for (const fact of facts) {
    const inBase = priced(account, fact);
    account = evolveFact(account, inBase);
    recorded.push(inBase);
  }
  return { account, facts: recorded };
}

export function accept(draft: Draft): Accepted {
  if (draft.facts.length === 0) throw new Error('an accepted command records at least one fact');
  return { outcome: 'ACCEPTED', ...draft };
}
