import type { Entry } from '#ledger/entry.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { clearingAt, isUnderWay } from './auditor/transit-papers.ts';
import { type Course, note } from './course.ts';
import { requireSame, requireThat } from './difference.ts';
import { signed, signedInBase } from './journal-invariants.ts';

/**
 * Everything that has left an account is in exactly one place, or stands in clearing under the key of its transfer: what the lines of
 * all entries come to for each key is what the auditor says is still on its way, in base too: to the last cent, and nothing of nothing.
 */
export function compareClearing(course: Course, entries: readonly Entry[]): void {
  const { auditor } = course;
  const moment = { day: '9999-12-31', known: Number.POSITIVE_INFINITY };
  const own = clearingAt(auditor.crossings(), moment).map(({ key, debits, credits, base }) => {
    return [key, debits - credits, base].join();
  });
  requireSame('what stands in clearing, by its transfer', standing(entries).toSorted(), own.toSorted());
  const transfers = auditor.accounts().flatMap(({ transfersOut }) => [...transfersOut.values()]);
  for (const { key, state, clearing } of transfers) {
    const isThere = state !== 'LEFT' && state !== 'REFUSED';
    requireThat(clearing.length === (isThere ? 2 : 1), `INV-08 ${key} is ${state} and crossed clearing otherwise`);
  }
  if (transfers.some(isUnderWay)) note(course, 'something is on its way when the history ends');
}

function standing(entries: readonly Entry[]): readonly string[] {
  const sums = new Map<string, readonly [bigint, bigint]>();
  for (const line of entries.flatMap(postingsOf)) {
    if (line.account !== 'TransferClearing') continue;
    requireThat(line.transit !== undefined, 'INV-08 something stands in clearing under no transfer');
    const key = line.transit ?? '';
    const [cents, base] = sums.get(key) ?? [0n, 0n];
    sums.set(key, [cents + signed(line), base + signedInBase(line)]);
  }
  return [...sums].filter(([, [cents, base]]) => cents !== 0n || base !== 0n).map(String);
}
