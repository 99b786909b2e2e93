import type { DisputeOutcome } from '#ledger/disputes/dispute-events.ts';
import type { HoldKind } from '#ledger/holds/hold-events.ts';
import type { PromiseState } from '#ledger/promises/promise-state.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';

/** What the read side answers about agreements: each with its state on the day of the view, as known there. */
export interface AgreementFilter {
  readonly accountId?: string | undefined;
  /** Only what has not ended by the day, or only what has. */
  readonly isStanding?: boolean | undefined;
}

export interface HoldFilter extends AgreementFilter {
  readonly kind?: HoldKind | undefined;
}

export interface HoldRow {
  readonly accountId: string;
  readonly holdId: string;
  readonly kind: HoldKind;
  /** Of a hold on one item; both undefined where it is on the account. */
  readonly chargeId: string | undefined;
  readonly item: number | undefined;
  readonly placedOn: CalendarDate;
  /** Undefined while it stands. */
  readonly releasedOn: CalendarDate | undefined;
}

export interface PromiseFilter extends AgreementFilter {
  /** First and last promised day. */
  readonly dueFrom?: CalendarDate | undefined;
  readonly dueTo?: CalendarDate | undefined;
  readonly state?: PromiseState | undefined;
}

export interface PromiseRow {
  readonly accountId: string;
  readonly promiseId: string;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly amount: Money;
  /** By payments that began in its days, on its items, less what was taken back. */
  readonly received: Money;
  readonly promisedDate: CalendarDate;
  readonly recordedOn: CalendarDate;
  readonly cancelledOn: CalendarDate | undefined;
  readonly state: PromiseState;
}

export const planOutcomes = ['BROKEN', 'COMPLETED'] as const;
export type PlanOutcome = (typeof planOutcomes)[number];

export interface PlanFilter extends AgreementFilter {
  readonly isAtRisk?: boolean | undefined;
}

export interface PlanRow {
  readonly accountId: string;
  readonly planId: string;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  /** As it was agreed. */
  readonly amount: Money;
  readonly open: Money;
  /** Of that: due before the day. */
  readonly overdue: Money;
  readonly instalments: readonly PlanInstalment[];
  readonly agreedOn: CalendarDate;
  readonly endedOn: CalendarDate | undefined;
  readonly outcome: PlanOutcome | undefined;
  /** It stands, and something of it is overdue. */
  readonly isAtRisk: boolean;
}

export interface PlanInstalment {
  readonly dueDate: CalendarDate;
  /** What is to be paid, as adjusted, written off and moved since. */
  readonly amount: Money;
  readonly open: Money;
}

export type DisputeFilter = AgreementFilter;

export interface DisputeRow {
  readonly accountId: string;
  readonly disputeId: string;
  readonly chargeId: string;
  readonly item: number;
  /** Who owes the item. */
  readonly partyClass: string;
  readonly payerId: string | undefined;
  /** What was disputed when it was opened. */
  readonly amount: Money;
  /** What of that is open now and not in an older dispute of the item: those of an account add up to its `disputed`. */
  readonly disputed: Money;
  readonly openedOn: CalendarDate;
  readonly resolvedOn: CalendarDate | undefined;
  readonly outcome: DisputeOutcome | undefined;
}
