import type { EventType } from '#ledger/events.ts';
import type { StoredTotals } from '#ledger/periods/period-events.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type * as agreed from './agreements.ts';
import type { LateFeeSubjects } from './fee-run-query.ts';
import type { ClearingFilter, ClearingRow, InTransit, TrialBalance } from './general-ledger.ts';
import type { ReadStatus } from './read-status.ts';
import type {
  ReceiptFilter,
  ReceiptRow,
  UnappliedCash,
  UnappliedFilter,
  UnappliedPaymentRow,
  UnidentifiedCash,
} from './receipts.ts';
import type { CutOffFilter, CutOffRow, LateRow, RollForwardRequest, RollForwardRow } from './roll-forward.ts';
import type { Statement } from './statement.ts';

/**
 * What the read side answers: figures of any account or the whole book as of any business day, as known at
 * any position. Every method that takes a view is a function of that view: asked again, it answers the same.
 */
export interface ReadModels {
  /** Fixes what a query sees. Waits briefly for `minPosition`; rejects with `ProjectionBehind` or `PositionUnknown`. */
  view(request: ViewRequest): Promise<View>;
  account(view: View, accountId: string): Promise<AccountRow | undefined>;
  accounts(view: View, filter: AccountFilter, page: PageRequest): Promise<Page<AccountRow>>;
  /** Undefined if the account is not known in this view. */
  balance(view: View, accountId: string, party?: PartyFilter): Promise<Balance | undefined>;
  aging(view: View, request: AgingRequest): Promise<Aging>;
  openItems(view: View, filter: OpenItemFilter, page: PageRequest): Promise<Page<OpenItemRow>>;
  /** Everything on an account that moved what is owed or unapplied, effective in [from, to], known in the view. */
  statement(view: View, accountId: string, from: CalendarDate, to: CalendarDate): Promise<Statement | undefined>;
  /**
   * Entries by what they are, newest first; the entries themselves are read from the journal by (stream, revision).
   * Everything known in the view, whatever its effective date: `asOf` says what counts in a figure.
   */
  audit(view: View, filter: AuditFilter, page: PageRequest): Promise<Page<AuditRow>>;
  /** The accounts of the general ledger, of every currency or of one; each currency adds up to zero. */
  trialBalance(view: View, currency?: string): Promise<TrialBalance>;
  clearing(view: View, filter: ClearingFilter, page: PageRequest): Promise<Page<ClearingRow>>;
  /** What moved receivables and what is unapplied in a period, by class. Throws where it does not add up (INV-09). */
  rollForward(request: RollForwardRequest): Promise<readonly RollForwardRow[]>;
  /** Entries that were recorded in another month than they are dated in, newest first. */
  cutOff(view: View, filter: CutOffFilter, page: PageRequest): Promise<Page<CutOffRow>>;
  /** Entries that came after the fence of their period, newest first. */
  lateEntries(view: View, page: PageRequest): Promise<Page<LateRow>>;
  /** What a late-fee run looks at: the accounts on whose holders something that is no fee was due before the day, and is open. */
  lateFeeSubjects(view: View, currency: string, dueBefore: CalendarDate): Promise<LateFeeSubjects>;
  /** The entries of a late-fee run on accounts, in the order of recording. */
  feeRun(view: View, runId: string, page: PageRequest): Promise<Page<AuditRow>>;
  /** What is frozen when a period is closed: the books as of its last day. */
  periodTotals(view: View): Promise<StoredTotals>;
  /** Those that were placed by the day, in the order of recording. */
  holds(view: View, filter: agreed.HoldFilter, page: PageRequest): Promise<Page<agreed.HoldRow>>;
  disputes(view: View, filter: agreed.DisputeFilter, page: PageRequest): Promise<Page<agreed.DisputeRow>>;
  paymentPlans(view: View, filter: agreed.PlanFilter, page: PageRequest): Promise<Page<agreed.PlanRow>>;
  promises(view: View, filter: agreed.PromiseFilter, page: PageRequest): Promise<Page<agreed.PromiseRow>>;
  /** Money that arrived before anybody knew whose it is, in the order of recording. */
  receipts(view: View, filter: ReceiptFilter, page: PageRequest): Promise<Page<ReceiptRow>>;
  /**
   * Over the whole book, by currency and why. Two figures that are never added up: of the one nobody knows whose it is, of
   * the other nobody has said for what.
   */
  unidentifiedCash(view: View): Promise<UnidentifiedCash>;
  unappliedCash(view: View): Promise<UnappliedCash>;
  /** Payments of which something is unapplied, the oldest first. */
  unappliedPayments(view: View, filter: UnappliedFilter, page: PageRequest): Promise<Page<UnappliedPaymentRow>>;
  /** What is on its way between streams by what is in the tables now, the oldest first, at most `limit`. */
  inTransit(limit: number): Promise<readonly InTransit[]>;
  /** How far the read side is. */
  status(): Promise<ReadStatus>;
  close(): Promise<void>;
}

export interface ViewRequest {
  /** Today in the ledger's time zone when left out. */
  readonly asOf?: CalendarDate | undefined;
  /** Everything there is when left out. */
  readonly knownAt?: { readonly ordinal: number } | { readonly instant: string } | undefined;
  /** The token of a mutation that the answer has to include. */
  readonly minPosition?: string | undefined;
}

export interface View {
  readonly asOf: CalendarDate;
  /** Entries 1..ordinal are in. */
  readonly ordinal: number;
  /** The instant asked for, or when the last entry that is in was recorded. */
  readonly knownAt: string | undefined;
  /** Nothing at or before `knownAt` can still arrive. */
  readonly settled: boolean;
  /**
   * The projection has stopped at an entry it does not understand, or the server of the journal is not heard: figures are true as of
   * `ordinal`, and what was recorded later may be missing.
   */
  readonly stale: boolean;
}

/** `after` is the last row's cursor; at most `first` rows. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly (Row & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

export interface PartyFilter {
  /** SELF or a payer class. */
  readonly partyClass?: string | undefined;
  readonly payerId?: string | undefined;
}

export interface AccountRow {
  readonly accountId: string;
  readonly currency: string;
  readonly openedOn: CalendarDate;
  /** Since when it is closed on the day of the view; undefined where it is open. */
  readonly closedOn: CalendarDate | undefined;
}

export interface AccountFilter {
  readonly accountIdPrefix?: string | undefined;
  readonly currency?: string | undefined;
}

/** Ledger-rules 2. balance = openCharges - unapplied; positive: owes. */
export interface Balance {
  readonly currency: string;
  readonly balance: Money;
  readonly openCharges: Money;
  /** unappliedPayments + unappliedCredits. */
  readonly unapplied: Money;
  readonly unappliedPayments: Money;
  readonly unappliedCredits: Money;
  readonly overdue: Money;
  readonly openItemCount: number;
  /** asOf - earliest due date with something open; null if nothing is open. */
  readonly oldestUnpaidAgeDays: number | null;
  /** Charges and fees + adjustments - waivers. Transfers and write-offs do not change it. */
  readonly netCharged: Money;
  /** Write-offs - reversed. */
  readonly writtenOff: Money;
  /** Money for what was written off; lowers neither writtenOff nor what is open. */
  readonly recovered: Money;
  /** Paid out of payments and credits, less what came back. */
  readonly refunded: Money;
  readonly pending: Money;
  /** Of openCharges: what somebody disputes; of each item at most what is open. */
  readonly disputed: Money;
  /** Of an account in a foreign currency: what it is worth in the base currency. */
  readonly inBase: BaseBalance | undefined;
  /** Adjustments and waivers, by reason code; a reason whose amounts cancel out is left out. */
  readonly adjustmentsByReason: readonly AdjustmentsOfReason[];
}

/** In the base currency. Gains are positive. balance = openCharges - unapplied + fxUnrealized. */
export interface BaseBalance {
  readonly currency: string;
  readonly balance: Money;
  /** What is open, at the value at which it is carried. */
  readonly openCharges: Money;
  readonly unapplied: Money;
  /** What money was worth beyond what it settled. */
  readonly fxRealized: Money;
  /** What the last revaluation found, on its own day; zero again the day after. Of no single party. */
  readonly fxUnrealized: Money;
}

export interface AdjustmentsOfReason {
  readonly reasonCode: string;
  /** Signed: negative lowered what is owed. */
  readonly amount: Money;
}

/**
 * SERVICE_DATE ages a charge that has no service date by its effective date. EFFECTIVE_DATE is the charge's, also after a
 * transfer; RESPONSIBILITY_DATE begins anew with it.
 */
export const agingBases = ['DUE_DATE', 'SERVICE_DATE', 'EFFECTIVE_DATE', 'RESPONSIBILITY_DATE'] as const;
export type AgingBasis = (typeof agingBases)[number];
export const agingGroupings = ['BOOK', 'CURRENCY', 'PARTY_CLASS', 'PAYER', 'ACCOUNT', 'PROVIDER'] as const;
export type AgingGrouping = (typeof agingGroupings)[number];

export interface AgingRequest extends PartyFilter {
  readonly basis: AgingBasis;
  /** Ascending, inclusive ends in days: 30, 60, 90, 120. */
  readonly edges: readonly number[];
  readonly groupBy: AgingGrouping;
  readonly accountId?: string | undefined;
  readonly currency?: string | undefined;
  readonly page?: PageRequest | undefined;
}

export interface AgingBucket {
  /** CURRENT, 1-30, 31-60 ... 121+ */
  readonly label: string;
  readonly fromDays: number | null;
  readonly toDays: number | null;
  readonly amount: Money;
}

/** One row per group and currency. Buckets add up to openCharges; openCharges - unapplied = balance. */
export interface AgingRow {
  /**
   * `null` for the whole book; grouped by payer, for what account holders owe themselves; grouped by provider, for charges
   * that name none and for unapplied money, which no provider has earned yet. Otherwise the currency, party class, payer
   * id, account id or provider id.
   */
  readonly group: string | null;
  readonly currency: string;
  readonly buckets: readonly AgingBucket[];
  readonly openCharges: Money;
  /** Beside the buckets, never inside. Grouped by payer or class: the money that this payer paid and that is not applied. */
  readonly unapplied: Money;
  readonly balance: Money;
}

export interface Aging {
  readonly basis: AgingBasis;
  readonly edges: readonly number[];
  readonly groupBy: AgingGrouping;
  readonly rows: readonly (AgingRow & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
  /** One row per currency over all groups, not only those of this page. */
  readonly totals: readonly AgingRow[];
}

export interface OpenItemFilter extends PartyFilter {
  readonly accountId?: string | undefined;
  readonly currency?: string | undefined;
  readonly dueBefore?: CalendarDate | undefined;
}

export interface OpenItemRow {
  readonly accountId: string;
  readonly chargeId: string;
  readonly item: number;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly category: string;
  readonly dueDate: CalendarDate;
  readonly serviceDate: CalendarDate | undefined;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  readonly open: Money;
  /** asOf - due date; negative before it is due. */
  readonly ageDays: number;
}

export interface AuditFilter {
  readonly accountId?: string | undefined;
  readonly receiptId?: string | undefined;
  readonly actorId?: string | undefined;
  readonly types?: readonly EventType[] | undefined;
  readonly reasonCode?: string | undefined;
  readonly commandId?: string | undefined;
  readonly effectiveFrom?: CalendarDate | undefined;
  readonly effectiveTo?: CalendarDate | undefined;
  readonly recordedFrom?: string | undefined;
  readonly recordedTo?: string | undefined;
  /** Of the entry's main amount, without sign, in minor units of the base currency; what has no value there is left out. */
  readonly amountAtLeast?: string | undefined;
}

export interface AuditRow {
  readonly ordinal: number;
  readonly stream: string;
  readonly revision: number;
}

/** The read side does not yet have what `minPosition` or `knownAt` names. Retryable. */
export class ProjectionBehind extends Error {
  override readonly name = 'ProjectionBehind';
}

/** The position belongs to another journal, or has no such form, or lies beyond the last entry. */
export class PositionUnknown extends Error {
  override readonly name = 'PositionUnknown';
}

/** The cursor was not made by the list it is given to. */
export class CursorUnknown extends Error {
  override readonly name = 'CursorUnknown';
}
