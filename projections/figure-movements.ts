import { paymentSource, type SourceName } from '#ledger/account.ts';
import type { Party } from '#ledger/parties.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';
import type { AllocationSource } from './sources.ts';

/**
 * What changes a figure of a party without a line of that party: money for a debt that was written off never touches what
 * is open or unapplied.
 */
export interface FigureMovement {
  readonly figure: MovedFigure;
  readonly party: Party;
  readonly amount: Minor;
}

/** RECOVERED: money for what was written off, as long as it has not gone back. */
export type MovedFigure = 'RECOVERED';

/** Nothing, for most entries. */
export function movementsOf(
  entry: BookEntry,
  sourceOf: (name: SourceName) => AllocationSource,
): readonly FigureMovement[] {
  const partyOf = (paymentId: string): Party => sourceOf(paymentSource(paymentId)).party;
  switch (entry.type) {
    case 'BadDebtRecovered':
      return [{ figure: 'RECOVERED', party: entry.data.payer, amount: minorOf(entry.data.amount) }];
    case 'RecoveryReversed':
      return [{ figure: 'RECOVERED', party: partyOf(entry.data.paymentId), amount: -minorOf(entry.data.amount) }];
    case 'RecoveryReinstated':
      return [{ figure: 'RECOVERED', party: partyOf(entry.data.paymentId), amount: minorOf(entry.data.amount) }];
    default:
      return noMovements;
  }
}

const noMovements: readonly FigureMovement[] = [];
