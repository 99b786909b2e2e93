import type { Entry } from '#ledger/entry.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { addDays, type CalendarDate } from '#money/calendar-date.ts';

/** The slow twin of late entries: each as it counts, by looking back through everything recorded before it. */
export function slowCounted(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry, index) => {
    const last = entries.slice(0, index).findLast(({ type }) => type === 'PeriodFenced' || type === 'PeriodReopened');
    const through = last?.type === 'PeriodFenced' ? last.data.periodEnd : lockedIn(last);
    const isLate = through !== undefined && entry.effectiveDate <= through;
    return isLate ? { ...entry, effectiveDate: addDays(through, 1) } : entry;
  });
}

function lockedIn(entry: Entry | undefined): CalendarDate | undefined {
  return entry?.type === 'PeriodReopened' ? entry.data.lockedThrough : undefined;
}

export interface SlowSums {
  readonly open: bigint;
  readonly unapplied: bigint;
}

/** What is open and unapplied over the whole book, of the entries that a test lets through. */
export function slowSums(entries: readonly Entry[], counts: (entry: Entry) => boolean): SlowSums {
  let [open, unapplied] = [0n, 0n];
  for (const { account, side, amount } of entries.filter(counts).flatMap((entry) => postingsOf(entry))) {
    const signed = side === 'DEBIT' ? BigInt(amount) : -BigInt(amount);
    if (account === 'AccountsReceivable') open += signed;
    if (account === 'UnappliedCash' || account === 'UnappliedCredits') unapplied -= signed;
  }
  return { open, unapplied };
}
