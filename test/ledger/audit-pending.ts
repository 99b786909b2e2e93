import type { FactOf } from '#ledger/events.ts';
import { found, must, type Papers, type Touched } from './audit-papers.ts';
import { addOn, sumsOf } from './dated-sums.ts';

type PendingFact = FactOf<'PaymentPended' | 'PaymentSettled' | 'PaymentFailed'>;

/** Money that is announced: it is nowhere until it is settled, and then it is a payment of that day. */
export function pended(papers: Papers, fact: PendingFact): Touched {
  const key = fact.data.paymentId;
  const amount = BigInt(fact.data.amount);
  const date = fact.effectiveDate;
  must(!papers.sources.has(key) && !papers.recoveries.has(key), 'INV-33 a payment is announced or settled twice');
  if (fact.type === 'PaymentPended') {
    must(!papers.announced.has(key), 'INV-33 a payment is announced twice');
    papers.announced.set(key, { amount, date, isResolved: false });
    addOn(sumsOf(papers.pending, key), date, amount);
    return { items: [], sources: [] };
  }
  const announced = found(papers.announced.get(key), 'INV-14 nothing was announced');
  must(!announced.isResolved, 'INV-15 resolved twice');
  must(date >= announced.date, 'INV-14 resolved before it was announced');
  const lapsed = fact.type === 'PaymentSettled' ? BigInt(fact.data.lapsed ?? '0') : 0n;
  must(amount + lapsed === announced.amount, 'INV-37 what came and what lapsed is not what was announced');
  papers.announced.set(key, { ...announced, isResolved: true });
  addOn(sumsOf(papers.pending, key), date, -announced.amount);
  if (fact.type === 'PaymentFailed') return { items: [], sources: [] };
  papers.sources.set(key, { amount, begun: date, since: date, goneOn: undefined });
  addOn(sumsOf(papers.unapplied, key), date, amount);
  return { items: [], sources: [key] };
}
