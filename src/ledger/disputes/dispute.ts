import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText, isNegative, type Money, negate, smaller, subtract, sum, zero } from '#money/money.ts';
import { type Account, currencyOf, type Item, itemAt, itemKey } from '../account.ts';
import { withDay } from '../account-changes.ts';
import { isInForce, type Lasting, withAgreements } from '../agreements.ts';
import { changeOn, emptyTimeline, less, type Timeline, valueOn } from '../timeline.ts';
import type { DisputeFact, DisputeOutcome } from './dispute-events.ts';

/** What somebody says is not owed of an item. Kept after it is resolved. */
export interface Dispute extends Lasting {
  readonly disputeId: string;
  readonly itemKey: string;
  readonly amount: Money;
  readonly outcome: DisputeOutcome | undefined;
}

export function disputeAt({ agreements }: Account, disputeId: string): Dispute {
  const dispute = agreements.disputes.get(disputeId);
  if (dispute === undefined) throw new Error('the state of the account lacks the dispute that an entry names');
  return dispute;
}

export function evolveDispute(account: Account, fact: DisputeFact): Account {
  const disputes = account.agreements.disputes.set(fact.data.disputeId, disputeAfter(account, fact));
  return withDay(withAgreements(account, { disputes }), fact.effectiveDate);
}

function disputeAfter(account: Account, { type, effectiveDate, data }: DisputeFact): Dispute {
  if (type === 'DisputeResolved') {
    return { ...disputeAt(account, data.disputeId), endedOn: effectiveDate, outcome: data.outcome };
  }
  const { disputeId, chargeId, item, currency, amount } = data;
  return {
    disputeId,
    itemKey: itemKey(chargeId, item),
    amount: fromMinorText(amount, currency),
    effectiveDate,
    endedOn: undefined,
    outcome: undefined,
  };
}

/** What of `open`, a figure of the item, nobody disputes, day by day: a dispute counts at most what is open. */
export function undisputedOf({ agreements }: Account, { key }: Item, open: Timeline): Timeline {
  const own = [...agreements.disputes.values()].filter((dispute) => dispute.itemKey === key);
  return own.length === 0 ? open : notBelowZero(less(open, disputedBy(own, open.currency)));
}

/** What is disputed of the open items of the account on a day. */
export function disputedOn(account: Account, asOf: CalendarDate): Money {
  const disputes = [...account.agreements.disputes.values()].filter((dispute) => isInForce(dispute, asOf));
  const items = [...new Set(disputes.map((dispute) => dispute.itemKey))].map((key) => itemAt(account, key));
  return items.reduce(
    (total, { key, open }) => {
      const own = disputes.filter((dispute) => dispute.itemKey === key).map(({ amount }) => amount);
      return add(total, smaller(valueOn(open, asOf), sum(total.currency, own)));
    },
    zero(currencyOf(account)),
  );
}

/** What the disputes are about on each day, whatever is open. */
export function disputedBy(disputes: readonly Dispute[], currency: string): Timeline {
  return disputes.reduce((all, { effectiveDate, endedOn, amount }) => {
    const from = changeOn(all, effectiveDate, amount);
    return endedOn === undefined ? from : changeOn(from, endedOn, negate(amount));
  }, emptyTimeline(currency));
}

function notBelowZero({ currency, changes }: Timeline): Timeline {
  const none = zero(currency);
  const floored = (one: Money): Money => (isNegative(one) ? none : one);
  let value = none;
  let before = none;
  let left = emptyTimeline(currency);
  for (const { date, amount } of changes) {
    value = add(value, amount);
    left = changeOn(left, date, subtract(floored(value), before));
    before = floored(value);
  }
  return left;
}
