import { fromMinorText, negate, subtract } from '#money/money.ts';
import { type Account, allocationAt, creditSource, itemKey, paymentSource } from './account.ts';
import { withAllocation, withDropped } from './account-changes.ts';
import type { FactOf } from './events.ts';

/** Allocations of payments and of credits are made and taken back in the same way, and share one running number. */
export function applied(account: Account, fact: FactOf<'PaymentApplied' | 'CreditApplied'>): Account {
  const { currency, allocations } = fact.data;
  const { effectiveDate } = fact;
  const source = fact.type === 'PaymentApplied' ? paymentSource(fact.data.paymentId) : creditSource(fact.data.creditId);
  return allocations.reduce((state, { allocation, chargeId, item, amount }) => {
    const live = fromMinorText(amount, currency);
    const made = { allocation, source, itemKey: itemKey(chargeId, item), effectiveDate, live, shortfall: undefined };
    return withAllocation(state, made, effectiveDate, live);
  }, account);
}

type Released = FactOf<'PaymentUnapplied' | 'AllocationReleased' | 'CreditUnapplied' | 'CreditReleased'>;

export function released(account: Account, fact: Released): Account {
  const { currency, releases } = fact.data;
  const isDropped = fact.type === 'AllocationReleased' && fact.data.cause === 'REVERSAL';
  return releases.reduce((state, line) => {
    const amount = fromMinorText(line.amount, currency);
    const allocation = allocationAt(state, line.allocation);
    const left = { ...allocation, live: subtract(allocation.live, amount) };
    const freed = withAllocation(state, left, fact.effectiveDate, negate(amount));
    const dropped = { allocation: line.allocation, itemKey: allocation.itemKey, amount };
    return isDropped ? withDropped(freed, fact.data.paymentId, dropped) : freed;
  }, account);
}
