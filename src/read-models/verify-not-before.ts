import type { Entry } from '#ledger/entry.ts';
import type { Findings } from './findings.ts';

/** What an entry refers to is there, and is not effective after it. */
export function verifyNotBefore(
  entry: Entry,
  original: string | undefined,
  invariant: string,
  place: string,
  findings: Findings,
): void {
  const isThere = original !== undefined;
  findings.require(isThere, 'INV-14', place, 'what it refers to is not there');
  findings.require(!isThere || entry.effectiveDate >= original, invariant, place, 'it is effective before its cause');
}
