import type { CalendarDate } from '#money/calendar-date.ts';
import { add, type Money, subtract, zero } from '#money/money.ts';
import { type Account, currencyOf } from './account.ts';
import { valueOn } from './timeline.ts';

/** An account's own figures at the end of a day, over everything recorded (ledger-rules 2). */
export interface AccountFigures {
  readonly openCharges: Money;
  readonly unapplied: Money;
  /** openCharges - unapplied; positive: owes, negative: in credit. */
  readonly balance: Money;
}

export function figuresOf(account: Account, asOf: CalendarDate): AccountFigures {
  const { totals } = account;
  if (totals !== undefined && asOf >= totals.lastDate) return withBalance(totals.open, totals.unapplied);
  const none = zero(currencyOf(account));
  const openCharges = account.items.reduce((total, item) => add(total, valueOn(item.open, asOf)), none);
  const unapplied = account.payments.reduce((total, payment) => add(total, valueOn(payment.unapplied, asOf)), none);
  return withBalance(openCharges, unapplied);
}

function withBalance(openCharges: Money, unapplied: Money): AccountFigures {
  return { openCharges, unapplied, balance: subtract(openCharges, unapplied) };
}
