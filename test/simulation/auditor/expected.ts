import { type At, later } from './dated.ts';
import { plusDays } from './days.ts';
import type { FeeRunPaper } from './fee-runs.ts';
import type { Papers } from './papers.ts';
import type { ReceiptPaper } from './receipt-papers.ts';

/** What the step has to be. */
export interface Expected {
  /** The account whose books it is in; undefined where it is in those of the ledger. */
  readonly papers: Papers | undefined;
  /** What its entry has to say. */
  readonly says: Readonly<Record<string, unknown>>;
  /** Its day, or the first that is open where that has been locked meanwhile. */
  readonly days: readonly string[];
  readonly reached: readonly string[];
  readonly record: (at: At) => void;
}

export interface Books {
  readonly papersOf: (accountId: string) => Papers;
  readonly accounts: readonly Papers[];
  readonly feeRuns: ReadonlyMap<string, FeeRunPaper>;
  readonly receipts: ReadonlyMap<string, ReceiptPaper>;
  /** What may have been locked for whoever took the step. */
  readonly locks: readonly (string | undefined)[];
}

export function openDays({ locks }: Books, day: string): readonly string[] {
  return locks.map((locked) => (locked === undefined ? day : later(day, plusDays(locked, 1))));
}
