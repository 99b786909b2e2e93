import { type Account, itemKey } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import type { WriteOffFact } from '#ledger/write-offs/evolve-write-offs.ts';
import { minorOf } from '#projections/minor.ts';
import type { Findings } from './findings.ts';
import { verifyNotBefore } from './verify-not-before.ts';

type WriteOffEntry = Entry & WriteOffFact;

/** Bad debt against what was there before: INV-14, INV-15, INV-16 and INV-17. */
export function verifyWriteOff(before: Account, entry: WriteOffEntry, place: string, findings: Findings): void {
  switch (entry.type) {
    case 'WrittenOff':
      for (const { item } of entry.data.items) {
        const start = before.items.get(itemKey(entry.data.chargeId, item))?.effectiveDate;
        verifyNotBefore(entry, start, 'INV-17', place, findings);
      }
      return;
    case 'WriteOffReversed':
    case 'BadDebtRecovered': {
      const original = before.writeOffs.get(entry.data.writeOffId);
      return verifyNotBefore(entry, original?.effectiveDate, 'INV-14', place, findings);
    }
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      return verifyRecovery(before, entry, place, findings);
    default:
  }
}

function verifyRecovery(
  before: Account,
  entry: Extract<WriteOffEntry, { type: 'RecoveryReversed' | 'RecoveryReinstated' }>,
  place: string,
  findings: Findings,
): void {
  const recovery = before.recoveries.get(entry.data.paymentId);
  if (recovery === undefined) return verifyNotBefore(entry, undefined, 'INV-14', place, findings);
  const isReversal = entry.type === 'RecoveryReversed';
  const isDue = isReversal === (recovery.reversedOn === undefined);
  findings.require(isDue, 'INV-15', place, 'the recovery is already in this state');
  const isSame =
    entry.data.writeOffId === recovery.writeOffId &&
    minorOf(entry.data.amount) === minorOf(recovery.amount.minor.toString());
  findings.require(isSame, 'INV-16', place, 'it is not the whole recovery that it turns');
  const original = isReversal ? recovery.settledOn : (recovery.reversedOn ?? recovery.settledOn);
  verifyNotBefore(entry, original, 'INV-14', place, findings);
}
