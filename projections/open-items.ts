import type { ChargeCategory } from '#ledger/charge-kinds.ts';
import type { FactOf } from '#ledger/events.ts';
import type { Party } from '#ledger/parties.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';

/**
 * An open item with the anchors it ages by. Everything here is fixed when the item comes into being: what is still open
 * of it is a sum of postings, never a field.
 */
export interface OpenItem {
  readonly chargeId: string;
  readonly item: number;
  readonly party: Party;
  readonly currency: string;
  readonly category: ChargeCategory;
  readonly dueDate: CalendarDate;
  readonly serviceDate: CalendarDate | undefined;
  /** The charge's: an item made by a transfer of responsibility keeps it. */
  readonly chargeDate: CalendarDate;
  /** Since when this party owes it, which is when the item begins: the charge's date, or the transfer's. */
  readonly responsibilityDate: CalendarDate;
  readonly providerId: string | undefined;
  readonly amount: Minor;
}

/** The items that an entry brings into being. `itemOf` finds an item of the same account that is already there. */
export function itemsOpenedBy(
  entry: BookEntry,
  itemOf: (chargeId: string, item: number) => OpenItem,
): readonly OpenItem[] {
  switch (entry.type) {
    case 'ChargePosted':
      return chargePosted(entry);
    case 'LateFeeAssessed':
      return [lateFeeAssessed(entry)];
    case 'BalanceTransferredIn':
      return entry.data.returns === undefined ? arrived(entry) : noItems;
    case 'ResponsibilityTransferred':
      return responsibilityTransferred(entry, itemOf);
    case 'PaymentPlanAgreed':
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
      return redated(entry, itemOf);
    default:
      return noItems;
  }
}

const noItems: readonly OpenItem[] = [];

function chargePosted({ data, effectiveDate }: FactOf<'ChargePosted'>): readonly OpenItem[] {
  const { chargeId, currency, category, serviceDate, justification, items } = data;
  return items.map(({ item, party, dueDate, amount }) => ({
    chargeId,
    item,
    party,
    currency,
    category,
    dueDate,
    serviceDate,
    chargeDate: effectiveDate,
    responsibilityDate: effectiveDate,
    providerId: justification?.providerId,
    amount: minorOf(amount),
  }));
}

/** From another account: as old there as it was here by its service and due dates, and owed here since it came. */
function arrived({ data, effectiveDate }: FactOf<'BalanceTransferredIn'>): readonly OpenItem[] {
  const { currency, what } = data;
  if (what.kind !== 'CHARGE') return noItems;
  const { chargeId, category, serviceDate, providerId } = what;
  const charge = { chargeId, currency, category, serviceDate, providerId, chargeDate: effectiveDate };
  return what.items.map(({ item, party, dueDate, amount }) => ({
    ...charge,
    item,
    party,
    dueDate,
    responsibilityDate: effectiveDate,
    amount: minorOf(amount),
  }));
}

function lateFeeAssessed({ data, effectiveDate }: FactOf<'LateFeeAssessed'>): OpenItem {
  const { chargeId, currency, category, party, dueDate, amount } = data;
  return {
    chargeId,
    item: 1,
    party,
    currency,
    category,
    dueDate,
    serviceDate: undefined,
    chargeDate: effectiveDate,
    responsibilityDate: effectiveDate,
    providerId: undefined,
    amount: minorOf(amount),
  };
}

/** Nothing but the due date is new: the party owes it since when it did. */
function redated(
  { data }: FactOf<'PaymentPlanAgreed' | 'PaymentPlanRevised' | 'PaymentPlanBroken'>,
  itemOf: (chargeId: string, item: number) => OpenItem,
): readonly OpenItem[] {
  return data.moves.map(({ chargeId, item, toItem, dueDate, amount }) => {
    const { party, currency, category, serviceDate, chargeDate, responsibilityDate, providerId } = itemOf(
      chargeId,
      item,
    );
    const anchors = { dueDate, serviceDate, chargeDate, responsibilityDate };
    return { chargeId, item: toItem, party, currency, category, ...anchors, providerId, amount: minorOf(amount) };
  });
}

/** The new party's item is as old as the charge: only who owes it, since when and until when is new. */
function responsibilityTransferred(
  { data, effectiveDate }: FactOf<'ResponsibilityTransferred'>,
  itemOf: (chargeId: string, item: number) => OpenItem,
): readonly OpenItem[] {
  return data.moves.map(({ item, toItem, dueDate, amount }) => {
    const { chargeId, currency, category, serviceDate, chargeDate, providerId } = itemOf(data.chargeId, item);
    return {
      chargeId,
      item: toItem,
      party: data.toParty,
      currency,
      category,
      dueDate,
      serviceDate,
      chargeDate,
      responsibilityDate: effectiveDate,
      providerId,
      amount: minorOf(amount),
    };
  });
}
