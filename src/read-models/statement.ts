import type { EventType } from '#ledger/events.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';

export interface StatementLine {
  readonly ordinal: number;
  readonly revision: number;
  readonly entryId: string;
  readonly type: EventType;
  readonly effectiveDate: CalendarDate;
  readonly recordedAt: string;
  /** The charge or payment it is about. */
  readonly chargeId: string | undefined;
  readonly paymentId: string | undefined;
  readonly creditId: string | undefined;
  /** What it changed: open items, what is unapplied, and the balance (open - unapplied). */
  readonly openChange: Money;
  readonly unappliedChange: Money;
  readonly balanceChange: Money;
  /** The balance after this line, in the order of effective date, then recording. */
  readonly balanceAfter: Money;
}

export interface Statement {
  readonly currency: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly openingBalance: Money;
  readonly closingBalance: Money;
  readonly lines: readonly StatementLine[];
}
