import type { FactOf } from '#ledger/events.ts';
import { found, must, type Papers, sourceKeyOf, type Touched } from './audit-papers.ts';
import { addOn, sumsOf } from './dated-sums.ts';

/** What of a payment or credit went back and stayed back. */
export function refundedOf(papers: Papers, source: string): bigint {
  return [...papers.refunds.values()]
    .filter((refund) => refund.source === source && !refund.reversed)
    .reduce((sum, { amount }) => sum + amount, 0n);
}

export function refunded(papers: Papers, fact: FactOf<'PaymentRefunded' | 'CreditRefunded'>): Touched {
  const { refundId } = fact.data;
  const date = fact.effectiveDate;
  const amount = BigInt(fact.data.amount);
  const key = sourceKeyOf(fact.data);
  const source = found(papers.sources.get(key), 'INV-14 a refund of nothing');
  must(source.goneOn === undefined, 'INV-14 a refund of what was reversed or voided');
  must(date >= source.begun, 'INV-14 a refund before its payment or credit');
  must(!papers.refunds.has(refundId), 'INV-14 a refund id is used twice');
  papers.refunds.set(refundId, { source: key, date, amount, reversed: false });
  const [fromUnapplied, reopened] =
    fact.type === 'PaymentRefunded' ? [BigInt(fact.data.fromUnapplied), fact.data.reopened] : [amount, []];
  must(reopened.reduce((sum, line) => sum + BigInt(line.amount), fromUnapplied) === amount, 'INV-25 parts of a refund');
  addOn(sumsOf(papers.unapplied, key), date, -fromUnapplied);
  for (const line of reopened) {
    const itemKey = `${line.chargeId}#${line.item}`;
    const allocation = found(papers.allocations.get(line.allocation), 'INV-14 nothing to open again');
    must(allocation.source === key && allocation.itemKey === itemKey, 'INV-14 opened again elsewhere');
    must(date >= allocation.date, 'INV-17 opened again before it was paid');
    allocation.live -= BigInt(line.amount);
    must(allocation.live >= 0n, 'INV-25 more is opened again than was paid');
    addOn(sumsOf(papers.open, itemKey), date, BigInt(line.amount));
    addOn(sumsOf(papers.chargeOpen, line.chargeId), date, BigInt(line.amount));
  }
  return { items: reopened.map((line) => `${line.chargeId}#${line.item}`), sources: [key] };
}

export function refundReversed(papers: Papers, fact: FactOf<'RefundReversed'>): Touched {
  const key = sourceKeyOf(fact.data);
  const refund = found(papers.refunds.get(fact.data.refundId), 'INV-14 no refund to reverse');
  must(!refund.reversed, 'INV-15 a refund is reversed twice');
  must(refund.source === key && refund.amount === BigInt(fact.data.amount), 'INV-16 not the opposite of the refund');
  must(fact.effectiveDate >= refund.date, 'INV-14 a refund is reversed before it was made');
  refund.reversed = true;
  addOn(sumsOf(papers.unapplied, key), fact.effectiveDate, refund.amount);
  return { items: [], sources: [key] };
}
