import { creditSource, paymentSource, type SourceName } from '#ledger/account.ts';
import type { EventData } from '#ledger/events.ts';
import { type Party, payerIdOf } from '#ledger/parties.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';
import type { OpenItem } from './open-items.ts';
import type { Subledger } from './postings.ts';
import type { AllocationSource } from './sources.ts';

/**
 * What changes a figure of a party without a line that says so: money that is pending posts nothing, money for a debt that was written off never touches what is
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
 * CHARGED: what the lines of a void leave of a charge that never was, party by party. They follow the items as transfers have
 * left them, while the charge was charged to whom it was posted to; of a recharge only the adjustments were net charged.
 * PENDING: payments announced and not there yet, until they were settled or failed.
 */
export type MovedFigure = 'RECOVERED' | 'REFUNDED' | 'ADJUSTED' | 'CHARGED' | 'PENDING';

type ItemFinder = Subledger<OpenItem, AllocationSource>['itemOf'];

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
    case 'PaymentPended':
      return [pending(entry.data.payer, minorOf(entry.data.amount))];
    case 'PaymentSettled':
      return [pending(payerOf(sourceOf, entry.data.paymentId), -settledAndLapsed(entry.data))];
    case 'PaymentFailed':
      return [pending(payerOf(sourceOf, entry.data.paymentId), -minorOf(entry.data.amount))];
    case 'ChargeVoided':
      return takenBack(entry.data, itemOf);
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

function pending(party: Party, amount: Minor): FigureMovement {
  return { figure: 'PENDING', party, reasonCode: undefined, amount };
}

/** Nothing of it is pending any more, whatever part of it came. */
function settledAndLapsed({ amount, lapsed }: EventData<'PaymentSettled'>): Minor {
  return minorOf(amount) + minorOf(lapsed ?? '0');
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

/** Adjustments under the reason they were made for; and net charged comes to nothing for every party. */
function takenBack(data: EventData<'ChargeVoided'>, itemOf: ItemFinder): readonly FigureMovement[] {
  return [...adjustmentsTakenBack(data, itemOf), ...leftOfCharge(data, itemOf)];
}

function adjustmentsTakenBack(
  { chargeId, adjustments }: EventData<'ChargeVoided'>,
  itemOf: ItemFinder,
): readonly FigureMovement[] {
  return adjustments.flatMap(({ reasonCode, items }) => {
    if (reasonCode === undefined) throw new Error('INV-18: an adjustment was made for no reason');
    return items.map(({ item, amount }): FigureMovement => {
      return { figure: 'ADJUSTED', party: itemOf(chargeId, item).party, reasonCode, amount: -minorOf(amount) };
    });
  });
}

/** Of most charges nothing: the items that were posted are the items that fall. */
function leftOfCharge(data: EventData<'ChargeVoided'>, itemOf: ItemFinder): readonly FigureMovement[] {
  const left = new Map<string, FigureMovement>();
  const add = (item: number, amount: Minor): void => {
    const { party } = itemOf(data.chargeId, item);
    const key = `${party.partyClass}/${payerIdOf(party) ?? ''}`;
    const before = left.get(key)?.amount ?? 0n;
    left.set(key, { figure: 'CHARGED', party, reasonCode: undefined, amount: before + amount });
  };
  if (data.origin !== 'RECHARGE') {
    for (const { item, amount } of itemsPosted(data, itemOf)) add(item, -amount);
    for (const { item, amount } of data.items) add(item, minorOf(amount));
  }
  for (const { item, amount } of data.adjustments.flatMap(({ items }) => items)) add(item, -minorOf(amount));
  return [...left.values()].filter(({ amount }) => amount !== 0n);
}

/** The first items, which add up to the amount of the charge; those after them came by transfer. */
function itemsPosted({ chargeId, amount }: EventData<'ChargeVoided'>, itemOf: ItemFinder): readonly OpenItem[] {
  const posted: OpenItem[] = [];
  for (let left = minorOf(amount); left > 0n; left -= posted.at(-1)?.amount ?? 0n) {
    posted.push(itemOf(chargeId, posted.length + 1));
  }
  return posted;
}
