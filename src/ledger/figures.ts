import type { CalendarDate } from '#money/calendar-date.ts';
import { add, type Money, subtract, zero } from '#money/money.ts';
import { type Account, currencyOf } from './account.ts';
import { valueOn } from './timeline.ts';

/** An account's own figures at the end of a day, over everything recorded (ledger-rules 2). */
export interface AccountFigures {
  readonly openCharges: Money;
  /** Of payments and credits together. */
  readonly unapplied: Money;
  readonly unappliedPayments: Money;
  readonly unappliedCredits: Money;
  /** openCharges - unapplied; positive: owes, negative: in credit. */
  readonly balance: Money;
}

export function figuresOf(account: Account, asOf: CalendarDate): AccountFigures {
  const { totals } = account;
  if (totals !== undefined && asOf >= totals.lastDate)
    return figures(totals.open, totals.unapplied, totals.unappliedCredits);
  const none = zero(currencyOf(account));
  const openCharges = account.items.reduce((total, item) => add(total, valueOn(item.open, asOf)), none);
  const ofPayments = account.payments.reduce((total, payment) => add(total, valueOn(payment.unapplied, asOf)), none);
  const ofCredits = account.credits.reduce((total, credit) => add(total, valueOn(credit.unapplied, asOf)), none);
  return figures(openCharges, add(ofPayments, ofCredits), ofCredits);
}

function figures(openCharges: Money, unapplied: Money, unappliedCredits: Money): AccountFigures {
  const unappliedPayments = subtract(unapplied, unappliedCredits);
  return { openCharges, unapplied, unappliedPayments, unappliedCredits, balance: subtract(openCharges, unapplied) };
}
