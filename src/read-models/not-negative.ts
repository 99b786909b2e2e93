import type { Posting } from '#projections/postings.ts';
import type { StoredItem } from './stored-items.ts';
import type { StoredSource } from './stored-sources.ts';

/** INV-01 and INV-03 over everything recorded. */
export function requireNotNegative({ item, source }: Posting<StoredItem, StoredSource>): void {
  if (item !== undefined && item.open < 0n) throw new Error('INV-01: less than nothing is open of an item');
  if (source !== undefined && source.unapplied < 0n) {
    throw new Error(`INV-03: less than nothing of a ${source.kind.toLowerCase()} is unapplied`);
  }
}
