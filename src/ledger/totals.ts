import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';

/** Totals over everything recorded, kept as the fold goes along: to add up ten thousand items per command would be its whole cost. */
export interface Totals {
  readonly open: Money;
  /** Of payments and credits together. */
  readonly unapplied: Money;
  readonly unappliedCredits: Money;
  /** Announced and neither settled nor failed; in no other figure. */
  readonly pending: Money;
  /** All that was ever charged, raised, paid, announced and granted; no other figure of the account can be larger. */
  readonly turnover: Money;
  /** The last day on which anything recorded is effective: from it on, the figures are these totals. */
  readonly lastDate: CalendarDate;
}

/**
 * The most that may ever be charged, raised, paid, announced and granted on one account, in minor units. A single command
 * adds at most `largestAmount`, so the arithmetic of money, which throws beyond `largestTotal`, is never reached.
 */
export const largestTurnover = '900000000000000000';
