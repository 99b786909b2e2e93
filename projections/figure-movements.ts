import { creditSource, paymentSource, type SourceName } from '#ledger/account.ts';
import type { EventData } from '#ledger/events.ts';
import type { Party } from '#ledger/parties.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';
import type { OpenItem } from './open-items.ts';
import type { Subledger } from './postings.ts';
import type { AllocationSource } from './sources.ts';

/**
 * What changes a figure of a party without a line that says so: money for a debt that was written off never touches what is
 * open or unapplied, and the lines of a voided charge do not tell its adjustments from the charge.
 */
export interface FigureMovement {
  readonly figure: MovedFigure;
  readonly party: Party;
  /** Of ADJUSTED: the reason under which it counts, which need not be the entry's. */
  readonly reasonCode: string | undefined;
  readonly amount: Minor;
}

/**
 * RECOVERED: money for what was written off, as long as it has not gone back. REFUNDED: what was paid out of payments and
 * credits, as long as it has not come back. ADJUSTED: what a void takes back of the
 * adjustments by reason; all other adjustments are lines.
 * CHARGED: the same for a recharge, whose own lines are outside net charged while its adjustments are inside.
 */
export type MovedFigure = 'RECOVERED' | 'REFUNDED' | 'ADJUSTED' | 'CHARGED';

/** Nothing, for most entries. */
export function movementsOf(
  entry: BookEntry,
  { itemOf, sourceOf }: Subledger<OpenItem, AllocationSource>,
): readonly FigureMovement[] {
  switch (entry.type) {
    case 'BadDebtRecovered':
      return [recovered(entry.data.payer, minorOf(entry.data.amount))];
    case 'RecoveryReversed':
      return [recovered(payerOf(sourceOf, entry.data.paymentId), -minorOf(entry.data.amount))];
    case 'RecoveryReinstated':
      return [recovered(payerOf(sourceOf, entry.data.paymentId), minorOf(entry.data.amount))];
    case 'PaymentRefunded':
    case 'CreditRefunded':
      return [refunded(sourceOf, entry.data, minorOf(entry.data.amount))];
    case 'RefundReversed':
      return [refunded(sourceOf, entry.data, -minorOf(entry.data.amount))];
    case 'ChargeVoided':
      return adjustmentsTakenBack(entry.data, itemOf);
    default:
      return noMovements;
  }
}

const noMovements: readonly FigureMovement[] = [];

function payerOf(sourceOf: (name: SourceName) => AllocationSource, paymentId: string): Party {
  return sourceOf(paymentSource(paymentId)).party;
}

function recovered(party: Party, amount: Minor): FigureMovement {
  return { figure: 'RECOVERED', party, reasonCode: undefined, amount };
}

function refunded(
  sourceOf: (name: SourceName) => AllocationSource,
  { paymentId, creditId }: { readonly paymentId?: string | undefined; readonly creditId?: string | undefined },
  amount: Minor,
): FigureMovement {
  if (paymentId !== undefined)
    return { figure: 'REFUNDED', party: payerOf(sourceOf, paymentId), reasonCode: undefined, amount };
  if (creditId === undefined) throw new Error('a refund is of no payment and of no credit');
  return { figure: 'REFUNDED', party: sourceOf(creditSource(creditId)).party, reasonCode: undefined, amount };
}

/** Each under the reason it was made for. */
function adjustmentsTakenBack(
  { chargeId, origin, adjustments }: EventData<'ChargeVoided'>,
  itemOf: (chargeId: string, item: number) => OpenItem,
): readonly FigureMovement[] {
  return adjustments.flatMap(({ reasonCode, items }) => {
    if (reasonCode === undefined) throw new Error('INV-18: an adjustment was made for no reason');
    return items.flatMap(({ item, amount }): readonly FigureMovement[] => {
      const back = { party: itemOf(chargeId, item).party, amount: -minorOf(amount) };
      const adjusted: FigureMovement = { figure: 'ADJUSTED', reasonCode, ...back };
      return origin === 'RECHARGE' ? [adjusted, { figure: 'CHARGED', reasonCode: undefined, ...back }] : [adjusted];
    });
  });
}
