import { fromMinorText, negate } from '#money/money.ts';
import { type Account, paymentAt } from '../account.ts';
import { withDay, withTurnover, withUnapplied } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import { withPayment } from '../payments/begun-payment.ts';
import type { ReceiptPartFact } from './receipt-events.ts';

/** What came to an account by a receipt is a payment as any other; gone back to it, it is as one that was reversed. */
export function evolveReceiptPart(account: Account, fact: ReceiptPartFact): Account {
  const { effectiveDate } = fact;
  switch (fact.type) {
    case 'PaymentIdentified': {
      const { paymentId, payer, currency, method, receiptId, part } = fact.data;
      const amount = fromMinorText(fact.data.amount, currency);
      const received = { ...account, totals: withTurnover(account, amount) };
      const receipt = { receiptId, part };
      return withPayment(received, { paymentId, party: payer, method, effectiveDate, amount, receipt });
    }
    case 'PaymentUnidentified': {
      const { paymentId, currency, amount } = fact.data;
      const gone = { ...paymentAt(account, paymentId), reversedOn: effectiveDate };
      return withUnapplied(account, gone, effectiveDate, negate(fromMinorText(amount, currency)));
    }
    case 'ReceiptPartRefused':
      return withDay(account, effectiveDate);
    default:
      return assertNever(fact);
  }
}
