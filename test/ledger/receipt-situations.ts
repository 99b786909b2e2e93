import type { Decision } from '#ledger/books.ts';
import type { Sent } from './given-when-then.ts';

/** How often random books have to come to what is hard about parts of receipts (situations.ts). */
export const receiptFloors: Readonly<Record<string, number>> = {
  'a part of a receipt arrives and is applied': 50,
  'a part of a receipt is refused for good': 20,
  'a part is taken back from what it paid': 50,
  'a part is reversed with what it paid': 50,
  'a part is reversed on a later day than its receipt': 20,
  'a part of which something was refunded is charged when it is reversed': 5,
  'a part of which something was refunded is not taken back': 20,
  'a part of which something is away is not taken back': 20,
  'a part of which something is away waits for its reversal': 20,
  'a part is not taken back because of a past day': 5,
  'a payment of a receipt is not reversed alone': 50,
  'a payment of a receipt is not reinstated': 20,
  'a payment of no receipt is not taken back': 20,
};

export function receiptSituations(sent: Sent, decision: Decision): readonly string[] {
  return decision.outcome === 'REJECTED' ? refused(sent, decision.code) : accepted(sent, decision);
}

function refused([name]: Sent, code: string): readonly string[] {
  switch (`${name} ${code}`) {
    case 'UnidentifyReceipt PAYMENT_REFUNDED':
      return ['a part of which something was refunded is not taken back'];
    case 'UnidentifyReceipt PAYMENT_TRANSFERRED':
      return ['a part of which something is away is not taken back'];
    case 'UnidentifyReceipt BACKDATE_CONFLICT':
      return ['a part is not taken back because of a past day'];
    case 'UnidentifyReceipt PAYMENT_NOT_FROM_RECEIPT':
      return ['a payment of no receipt is not taken back'];
    case 'ReverseReceiptPart PAYMENT_TRANSFERRED':
      return ['a part of which something is away waits for its reversal'];
    case 'ReversePayment PAYMENT_FROM_RECEIPT':
      return ['a payment of a receipt is not reversed alone'];
    case 'ReinstatePayment PAYMENT_FROM_RECEIPT':
      return ['a payment of a receipt is not reinstated'];
    default:
      return [];
  }
}

function accepted([name, input]: Sent, { facts }: Extract<Decision, { readonly outcome: 'ACCEPTED' }>) {
  const types = new Set(facts.map(({ type }) => type));
  if (types.has('ReceiptPartRefused')) return ['a part of a receipt is refused for good'];
  if (types.has('PaymentIdentified'))
    return types.has('PaymentApplied') ? ['a part of a receipt arrives and is applied'] : [];
  if (types.has('PaymentUnidentified'))
    return types.has('AllocationReleased') ? ['a part is taken back from what it paid'] : [];
  if (name !== 'ReverseReceiptPart') return [];
  const isLater = facts.some(({ effectiveDate }) => effectiveDate > String(input['effectiveDate']));
  return [
    ...(types.has('AllocationReleased') ? ['a part is reversed with what it paid'] : []),
    ...(types.has('ChargePosted') ? ['a part of which something was refunded is charged when it is reversed'] : []),
    ...(isLater ? ['a part is reversed on a later day than its receipt'] : []),
  ];
}
