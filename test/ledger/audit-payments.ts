import type { FactOf } from '#ledger/events.ts';
import { found, must, type Papers, type Touched } from './audit-papers.ts';
import { refundedOf } from './audit-refunds.ts';
import { addOn, sumsOf } from './dated-sums.ts';

type MoneyMoved = FactOf<
  'PaymentReceived' | 'PaymentReversed' | 'PaymentReinstated' | 'PaymentIdentified' | 'PaymentUnidentified'
>;

/** Money that came, went back, and came again. */
export function settled(papers: Papers, fact: MoneyMoved): Touched {
  const key = fact.data.paymentId;
  const amount = BigInt(fact.data.amount);
  const date = fact.effectiveDate;
  const known = papers.sources.get(key);
  if (fact.type === 'PaymentReceived' || fact.type === 'PaymentIdentified') {
    const isTaken = known !== undefined || papers.recoveries.has(key) || papers.announced.has(key);
    must(!isTaken, 'INV-14 a payment is received twice');
    papers.sources.set(key, { amount, begun: date, since: date, goneOn: undefined });
  } else {
    const payment = found(known, 'INV-14 an unknown payment');
    const isReversal = fact.type !== 'PaymentReinstated';
    must((payment.goneOn === undefined) === isReversal, 'INV-15 undone twice');
    must(isReversal || !papers.receiptParts.has(key), 'INV-14 a part of a receipt comes again by itself');
    must(date >= (payment.goneOn ?? payment.since), 'INV-14 undone before it was done');
    must(amount === payment.amount - refundedOf(papers, key), 'INV-16 undone with another amount');
    papers.sources.set(key, isReversal ? { ...payment, goneOn: date } : { ...payment, since: date, goneOn: undefined });
  }
  const isGone = fact.type === 'PaymentReversed' || fact.type === 'PaymentUnidentified';
  addOn(sumsOf(papers.unapplied, key), date, isGone ? -amount : amount);
  return { items: [], sources: [key] };
}
