import { type ReasonListPaper, shippedVersion } from './reasons.ts';
import { malformed } from './shape.ts';
import type { Told, ToldReason } from './told.ts';
import { firstObjection, type Verdict } from './verdict.ts';

/** The books of the ledger itself, as far as a list of reasons asks. */
export interface LedgerDesk {
  readonly openingDate: string;
  readonly today: string;
  readonly lists: ReasonListPaper[];
  readonly locked: string | undefined;
}

export function publishReasonList({ openingDate, today, lists, locked }: LedgerDesk, told: Told): Verdict {
  const { effectiveDate: day = today, version = '', reasons = [], expect } = told.input;
  const isTaken = version === shippedVersion || lists.some((list) => list.version === version);
  const refused = firstObjection(
    // Conditions are of an account.
    () => [...malformed(told), (expect !== undefined || misshapen(reasons)) && 'INPUT_INVALID'],
    () => [isTaken && 'REASON_LIST_TAKEN'],
    () => [day < openingDate && 'BEFORE_LEDGER_OPENING'],
    () => [locked !== undefined && day <= locked && 'PERIOD_LOCKED'],
  );
  const reached = ['a list of reasons is published', ...(day > today ? ['a list of reasons of a future day'] : [])];
  return refused ?? { kind: 'ACCEPT', reached, record: () => lists.push({ version, day, reasons }) };
}

/** Each code once; what explains adjustments says which kinds and where they post to, and nothing else does. */
function misshapen(reasons: readonly ToldReason[]): boolean {
  const codes = new Set(reasons.map(({ code }) => code));
  return (
    codes.size < reasons.length ||
    reasons.some(({ commands, kinds = [], contraAccount, validFrom, validTo }) => {
      const isAdjusting = commands.includes('AdjustCharge');
      const isInOrder = validFrom === undefined || validTo === undefined || validFrom <= validTo;
      return isAdjusting !== kinds.length > 0 || isAdjusting !== (contraAccount !== undefined) || !isInOrder;
    })
  );
}
