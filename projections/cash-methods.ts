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
      return entry.data.method;
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return methodOf(sourceOf(paymentSource(entry.data.paymentId)));
    case 'ChargePosted':
      return rechargeMethod(entry.data, sourceOf);
    default:
      throw new Error('an entry moves cash in a way that nobody has named');
  }
}

/** The bank takes back the whole payment, also the part that had been refunded since. */
function rechargeMethod(
  { rechargeOf }: EventData<'ChargePosted'>,
  sourceOf: (name: SourceName) => AllocationSource,
): PaymentMethod {
  if (rechargeOf === undefined) throw new Error('a charge moves cash and names no payment');
  return methodOf(sourceOf(paymentSource(rechargeOf)));
}

function methodOf({ method }: AllocationSource): PaymentMethod {
  if (method === undefined) throw new Error('money moves that came in no way');
  return method;
}
