import type { EventData } from '#ledger/events.ts';
import type { PaymentMethod } from '#ledger/payments/payment-methods.ts';
import type { BookEntry } from './book-entry.ts';
import type { ReceivedPayment } from './payments.ts';

/**
 * How the money moved that an entry posts to CashClearing: what a bank statement is read by. Money that goes back goes
 * back the way the payment came.
 */
export function cashMethodOf(entry: BookEntry, paymentOf: (paymentId: string) => ReceivedPayment): PaymentMethod {
  switch (entry.type) {
    case 'PaymentReceived':
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      return entry.data.method;
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return paymentOf(entry.data.paymentId).method;
    case 'ChargePosted':
      return rechargeMethod(entry.data, paymentOf);
    default:
      throw new Error('an entry moves cash in a way that nobody has named');
  }
}

/** The bank takes back the whole payment, also the part that had been refunded since. */
function rechargeMethod(
  { rechargeOf }: EventData<'ChargePosted'>,
  paymentOf: (paymentId: string) => ReceivedPayment,
): PaymentMethod {
  if (rechargeOf === undefined) throw new Error('a charge moves cash and names no payment');
  return paymentOf(rechargeOf).method;
}
