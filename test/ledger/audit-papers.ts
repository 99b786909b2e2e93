import type { DatedSums } from './dated-sums.ts';

/** What the auditor writes down while reading the facts of an account. */
interface AuditedItem {
  readonly chargeId: string;
  readonly start: string;
  readonly party: string;
}
interface AuditedPayment {
  readonly amount: bigint;
  readonly received: string;
  /** Received, or last reinstated. */
  readonly since: string;
  readonly reversedOn: string | undefined;
}
interface AuditedAllocation {
  readonly paymentId: string;
  readonly itemKey: string;
  readonly date: string;
  live: bigint;
}

export interface Papers {
  readonly items: Map<string, AuditedItem>;
  readonly payments: Map<string, AuditedPayment>;
  readonly allocations: Map<number, AuditedAllocation>;
  readonly adjustments: Map<string, { readonly date: string; readonly amount: bigint; undone: boolean }>;
  readonly open: Map<string, DatedSums>;
  readonly unapplied: Map<string, DatedSums>;
  /** Amount + adjustments - waivers - (applied - released) of each charge, without looking at its items. */
  readonly chargeOpen: Map<string, DatedSums>;
  readonly postedOpen: Map<string, DatedSums>;
  readonly postedUnapplied: Map<string, DatedSums>;
  readonly trialBalance: DatedSums;
  currency: string;
}

export function must(isSo: boolean, breach: string): void {
  if (!isSo) throw new Error(breach);
}

export function found<Value>(value: Value | undefined, breach: string): Value {
  if (value === undefined) throw new Error(breach);
  return value;
}
