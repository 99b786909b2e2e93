import type { AuditedTransfer } from './audit-transfers.ts';
import type { BasePapers } from './base-papers.ts';
import type { DatedSums } from './dated-sums.ts';

/** What the auditor writes down while reading the facts of an account. */
interface AuditedItem {
  readonly chargeId: string;
  readonly start: string;
  readonly party: string;
}
/** A payment or a credit. */
interface AuditedSource {
  readonly amount: bigint;
  /** Received, or issued. */
  readonly begun: string;
  /** Received, or last reinstated. */
  readonly since: string;
  /** Reversed, or voided. */
  readonly goneOn: string | undefined;
}
interface AuditedAllocation {
  readonly source: string;
  readonly itemKey: string;
  readonly date: string;
  live: bigint;
}

interface AuditedWriteOff {
  readonly chargeId: string;
  readonly date: string;
  /** What of it stands on each item. */
  readonly items: Map<number, bigint>;
}
interface AuditedRecovery {
  readonly writeOffId: string;
  readonly amount: bigint;
  /** The day of its last turn: received, reversed or reinstated. */
  readonly date: string;
  readonly isReversed: boolean;
}

interface AuditedRefund {
  readonly source: string;
  readonly date: string;
  readonly amount: bigint;
  reversed: boolean;
}

interface AuditedAnnouncement {
  readonly amount: bigint;
  readonly date: string;
  readonly isResolved: boolean;
}

/** Holds and disputes, by kind and id: when they began and ended. */
interface AuditedAgreement {
  readonly date: string;
  readonly endedOn: string | undefined;
  /** The item it is about; none for a whole account. */
  readonly itemKey: string | undefined;
  /** What is disputed; 0 of others. */
  readonly amount: bigint;
}

interface AuditedFee {
  readonly on: string;
  readonly date: string;
}

export interface Papers {
  readonly agreements: Map<string, AuditedAgreement>;
  readonly fees: Map<string, AuditedFee>;
  /** Items that plans made, and which. */
  readonly planned: Map<string, string>;
  /** Of an item that a plan made: whose amount it took. */
  readonly redatedFrom: Map<string, string>;
  readonly items: Map<string, AuditedItem>;
  readonly sources: Map<string, AuditedSource>;
  readonly allocations: Map<number, AuditedAllocation>;
  readonly adjustments: Map<string, { readonly date: string; readonly amount: bigint; undone: boolean }>;
  /** Adjustments that belong to an allocation, by id: which. */
  readonly shortfalls: Map<string, number>;
  readonly waivers: Map<string, { readonly date: string; readonly amount: bigint; undone: boolean }>;
  readonly writeOffs: Map<string, AuditedWriteOff>;
  readonly recoveries: Map<string, AuditedRecovery>;
  /** Written off less reversed less recovered, of each write-off. */
  readonly recoverable: Map<string, DatedSums>;
  readonly refunds: Map<string, AuditedRefund>;
  /** Payments that were pending once. */
  readonly announced: Map<string, AuditedAnnouncement>;
  readonly pending: Map<string, DatedSums>;
  readonly transfersOut: Map<string, AuditedTransfer>;
  /** What of a payment or credit is on other accounts. */
  readonly away: Map<string, bigint>;
  /** Payments that came by receipts: the part that each was. */
  readonly receiptParts: Map<string, string>;
  readonly voided: Set<string>;
  readonly open: Map<string, DatedSums>;
  readonly unapplied: Map<string, DatedSums>;
  /** Amount + adjustments - waivers - written off - (applied - released) of each charge, without looking at its items. */
  readonly chargeOpen: Map<string, DatedSums>;
  readonly postedOpen: Map<string, DatedSums>;
  readonly postedUnapplied: Map<string, DatedSums>;
  readonly trialBalance: DatedSums;
  currency: string;
  /** Of an account in a foreign currency. */
  base: BasePapers | undefined;
  closedOn: string | undefined;
}

export function must(isSo: boolean, breach: string): void {
  if (!isSo) throw new Error(breach);
}

export function found<Value>(value: Value | undefined, breach: string): Value {
  if (value === undefined) throw new Error(breach);
  return value;
}

/** What a fact says by its own words, written into the papers; and whether what it points at is there. */
export interface Touched {
  readonly items: readonly string[];
  readonly sources: readonly string[];
}

interface NamesSource {
  readonly paymentId?: string | undefined;
  readonly creditId?: string | undefined;
}

/** A payment and a credit may have the same id. */
export function sourceKeyOf({ paymentId = '', creditId }: NamesSource): string {
  return creditId === undefined ? paymentId : `credit ${creditId}`;
}
