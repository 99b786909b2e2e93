import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '#ledger/entry.ts';
import { countedBehind, type Fence } from '#ledger/periods/late-entries.ts';
import type { StoredTotals } from '#ledger/periods/period-events.ts';
import type { BookReader } from './book-reader.ts';
import { asking, type Findings } from './findings.ts';
import { periodTotalsOf } from './period-totals-query.ts';
import { maybeNumberOf } from './rows.ts';

/**
 * INV-23: the entries of an account as they count. One that came after the fence of its period is nobody's mistake and moves no closed
 * figure; whoever runs the store has to know of it.
 */
export function countedOf(entries: readonly Entry[], fences: readonly Fence[], findings: Findings): readonly Entry[] {
  return entries.map((entry) => {
    const counted = countedBehind(fences, entry);
    if (counted !== entry) {
      const place = `${entry.stream}@${entry.revision}`;
      findings.warn('INV-23', place, 'it came after its period was closed, and counts from the first open day');
    }
    return counted;
  });
}

/** INV-23 and INV-35: each closing froze what the figures of its last day still are, known at its fence. */
export function verifyClosings(ledgerEntries: readonly Entry[], reader: BookReader, findings: Findings): void {
  const checkpoint = maybeNumberOf(reader.sql.row('SELECT ordinal FROM checkpoint') ?? {}, 'ordinal') ?? 0;
  let fence: number | undefined;
  for (const entry of ledgerEntries) {
    if (entry.type === 'PeriodFenced') fence = entry.ordinal;
    if (entry.type !== 'PeriodClosed' || entry.ordinal > checkpoint) continue;
    const { periodEnd: asOf, position: ordinal, totals } = entry.data;
    const place = `${entry.stream}@${entry.revision}`;
    findings.require(ordinal === fence, 'INV-23', place, 'it was closed at another position than that of its fence');
    const view = { asOf, ordinal, knownAt: undefined, settled: true, stale: false };
    asking(findings, place, () => {
      const now = periodTotalsOf(reader, { view });
      const isSame = isDeepStrictEqual(totals.baseCurrency === undefined ? withoutBase(now) : now, totals);
      findings.require(isSame, 'INV-23', place, 'the figures of the period are not what was frozen');
    });
  }
}

/** As version 1 of a closing froze it. */
function withoutBase({ accounts, openItems, currencies, trialBalance }: StoredTotals): StoredTotals {
  return {
    accounts,
    openItems,
    currencies: currencies.map(ownOf),
    trialBalance: trialBalance.map(ownOf),
  };
}

function ownOf<Row extends { readonly inBase?: unknown }>(row: Row): Omit<Row, 'inBase'> {
  const { inBase: _, ...own } = row;
  return own;
}
