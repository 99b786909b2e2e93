import type { Fact, FactOf } from './events.ts';
import { feeRunFactTypes } from './fee-runs/late-fee-run.ts';
import { periodFactTypes } from './periods/fiscal-calendar.ts';

const ledgerFactTypes = ['LedgerOpened', 'ReasonListPublished', ...periodFactTypes, ...feeRunFactTypes] as const;

/** What the ledger's own stream holds: it posts nothing, and belongs to no account. */
export type LedgerFact = FactOf<(typeof ledgerFactTypes)[number]>;

const names: ReadonlySet<string> = new Set(ledgerFactTypes);

export function isLedgerFact(fact: Fact): fact is LedgerFact {
  return names.has(fact.type);
}
