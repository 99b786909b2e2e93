import { paymentSource, type SourceName } from '#ledger/account.ts';
import type { EventData } from '#ledger/events.ts';
import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import type { BookEntry } from './book-entry.ts';
import type { AllocationSource } from './sources.ts';

/**
 * How the money moved that an entry posts to CashClearing: what a bank statement is read by. Money that goes back goes
 * back the way the payment came.
 */
export function cashMethodOf(entry: BookEntry, sourceOf: (name: SourceName) => AllocationSource): PaymentMethod {
  switch (entry.type) {
    case 'PaymentReceived':
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
    case 'PaymentRefunded':
    case 'CreditRefunded':
    case 'RefundReversed':
    case 'ReceiptRecorded':
    case 'ReceiptReturned':
    case 'ReceiptReversed':
      return entry.data.method;
    case 'ChargePosted':
    case 'ChargeVoided':
      return methodOf(sourceOf(paymentSource(rechargedBy(entry.data))));
    case 'PaymentSettled':
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return methodOf(sourceOf(paymentSource(entry.data.paymentId)));
    default:
      throw new Error('an entry moves cash in a way that nobody has named');
  }
}

/** The bank takes a payment back as a whole: the part that had been refunded goes the same way as the rest. */
function rechargedBy({ rechargeOf }: EventData<'ChargePosted' | 'ChargeVoided'>): string {
  if (rechargeOf === undefined) throw new Error('a charge moves cash that is no recharge');
  return rechargeOf;
}

function methodOf({ method }: AllocationSource): PaymentMethod {
  if (method === undefined) throw new Error('money moves that came in no way');
  return method;
}
