import type { Decision } from '#ledger/books.ts';
import type { Sent } from './given-when-then.ts';

/** What random transfers come to; counted with the others in situations.ts. */
export const transferFloors: Readonly<Record<string, number>> = {
  'an open amount leaves for another account': 20,
  'a payment leaves for another account': 20,
  'a credit leaves for another account': 10,
  'several items leave for another account': 10,
  'what left comes back, refused': 20,
  'what left comes back by another transfer': 10,
  'a charge arrives from another account': 10,
  'a payment arrives from another account': 10,
  'what arrives is refused for good': 3,
  'a payment of which a part is away is not reversed': 5,
  'a charge of which a part is away is not voided': 3,
  'a charge that came is not voided': 3,
};

export function transferSituations([name]: Sent, decision: Decision): readonly string[] {
  if (decision.outcome === 'REJECTED') {
    if (decision.code === 'PAYMENT_TRANSFERRED' && name === 'ReversePayment')
      return ['a payment of which a part is away is not reversed'];
    if (decision.code === 'CHARGE_TRANSFERRED') return ['a charge of which a part is away is not voided'];
    return decision.code === 'CHARGE_FROM_ACCOUNT' ? ['a charge that came is not voided'] : [];
  }
  const [fact] = decision.facts;
  switch (fact?.type) {
    case 'BalanceTransferredOut': {
      const { what } = fact.data;
      if (what.kind === 'PAYMENT') return ['a payment leaves for another account'];
      if (what.kind === 'CREDIT') return ['a credit leaves for another account'];
      const names = ['an open amount leaves for another account'];
      return what.items.length > 1 ? [...names, 'several items leave for another account'] : names;
    }
    case 'BalanceTransferredIn': {
      if (fact.data.returns !== undefined) return ['what left comes back by another transfer'];
      const { kind } = fact.data.what;
      return kind === 'CREDIT' ? [] : [`a ${kind === 'CHARGE' ? 'charge' : 'payment'} arrives from another account`];
    }
    case 'BalanceTransferReturned':
      return ['what left comes back, refused'];
    case 'BalanceTransferRefused':
      return ['what arrives is refused for good'];
    default:
      return [];
  }
}
