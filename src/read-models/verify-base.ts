import { canonicalJson } from '#journal/canonical-json.ts';
import { type Account, itemKey } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { sourceKey } from '#ledger/foreign/base-book.ts';
import type { Carried } from '#ledger/foreign/carried.ts';
import { priced } from '#ledger/foreign/priced.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { type Minor, minorOf } from '#projections/minor.ts';
import type { Findings } from './findings.ts';
import { signedBase } from './verify-entry.ts';

/**
 * INV-06 and INV-08 in base: every line of an account in a foreign currency has a base value, what is posted on an item, a
 * payment or a credit is what is carried of it, and nothing is carried of nothing.
 */
export function verifyBase(account: Account, entries: readonly Entry[], findings: Findings): void {
  const { accountId, base } = account;
  const lines = entries.flatMap(linesOf);
  const isForeign = base !== undefined;
  findings.require(
    lines.every((line) => (line.base !== undefined) === isForeign),
    'INV-06',
    accountId,
    isForeign ? 'a line has no base value' : 'a line has a base value though the account is in the base currency',
  );
  if (base === undefined) return;
  const posted = new Map<string, Minor>();
  for (const line of lines) {
    const key = keyOf(line);
    if (key !== undefined) posted.set(key, (posted.get(key) ?? 0n) + signedBase(line));
  }
  for (const [key, item] of base.items) verifyCarried(item, posted.get(key) ?? 0n, accountId, findings);
  for (const [key, source] of base.sources) verifyCarried(source, -(posted.get(key) ?? 0n), accountId, findings);
}

/** INV-08 in base: each part that leaves or comes is what the rule makes of what was carried right before. */
export function verifyBaseParts(before: Account, entry: Entry, place: string, findings: Findings): void {
  if (before.base === undefined) return;
  const worked = attempted(() => canonicalJson(priced(before, entry).data));
  const isSame = worked === undefined || worked === canonicalJson(entry.data);
  findings.require(isSame, 'INV-08', place, 'a base value is not what the rule makes of what was carried');
}

/** What is not there to be moved is found by the fold. */
function attempted(work: () => string): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** What cannot be posted has been found already. */
function linesOf(entry: Entry): readonly PostingLine[] {
  try {
    return postingsOf(entry);
  } catch {
    return [];
  }
}

function keyOf({ item, paymentId, creditId }: PostingLine): string | undefined {
  if (item !== undefined) return itemKey(item.chargeId, item.item);
  return paymentId === undefined && creditId === undefined ? undefined : sourceKey({ paymentId, creditId });
}

function verifyCarried({ left, carried }: Carried, posted: Minor, place: string, findings: Findings): void {
  const isPosted = posted === minorOf(carried.minor.toString());
  findings.require(isPosted, 'INV-08', place, 'what is carried in base is not what is posted');
  const isNothing = !left.minor.isZero() || carried.minor.isZero();
  findings.require(isNothing, 'INV-08', place, 'a base value is carried of nothing');
}
