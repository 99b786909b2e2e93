import type { Minor } from './minor.ts';
import type { OpenItem } from './open-items.ts';
import type { Posting } from './postings.ts';
import type { AllocationSource } from './sources.ts';

/**
 * The control totals of an account, over everything recorded whatever its date. Figures are never read from here: the
 * totals are what sums of postings and sums of items are held against.
 */
export interface ControlTotals {
  readonly open: Minor;
  /** Of payments and credits together. */
  readonly unapplied: Minor;
  readonly lines: number;
}

export const noTotals: ControlTotals = { open: 0n, unapplied: 0n, lines: 0 };

export function withPostings(
  totals: ControlTotals,
  postings: readonly Posting<OpenItem, AllocationSource>[],
): ControlTotals {
  let { open, unapplied } = totals;
  for (const { account, amount } of postings) {
    if (account === 'AccountsReceivable') open += amount;
    // What is unapplied is a debt to the payer: it stands on the credit side.
    if (account === 'UnappliedCash' || account === 'UnappliedCredits') unapplied -= amount;
  }
  return { open, unapplied, lines: totals.lines + postings.length };
}
