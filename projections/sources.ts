import type { SourceName } from '#ledger/account.ts';
import type { FactOf } from '#ledger/events.ts';
import type { Party } from '#ledger/parties.ts';
import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import type { BookEntry } from './book-entry.ts';

/** A payment or a credit, as far as figures need it: whose it is, and how it came. What is unapplied of it is a sum of postings. */
export interface AllocationSource extends SourceName {
  readonly party: Party;
  readonly currency: string;
  /** Of a payment. */
  readonly method: PaymentMethod | undefined;
}

/** The payment or credit that an entry brings into being. A pending payment is one of which nothing is unapplied yet. */
export function sourceOpenedBy(entry: BookEntry): AllocationSource | undefined {
  switch (entry.type) {
    case 'PaymentReceived':
    case 'PaymentIdentified':
    case 'PaymentPended':
    case 'BadDebtRecovered': {
      const { paymentId, payer, currency, method } = entry.data;
      return { kind: 'PAYMENT', id: paymentId, party: payer, currency, method };
    }
    case 'CreditIssued': {
      const { creditId, party, currency } = entry.data;
      return { kind: 'CREDIT', id: creditId, party, currency, method: undefined };
    }
    case 'BalanceTransferredIn':
      return entry.data.returns === undefined ? arrived(entry) : undefined;
    default:
      return undefined;
  }
}

function arrived({ data }: FactOf<'BalanceTransferredIn'>): AllocationSource | undefined {
  const { what, currency } = data;
  if (what.kind === 'CHARGE') return undefined;
  return what.kind === 'PAYMENT'
    ? { kind: 'PAYMENT', id: what.paymentId, party: what.payer, currency, method: what.method }
    : { kind: 'CREDIT', id: what.creditId, party: what.party, currency, method: undefined };
}
