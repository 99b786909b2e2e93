import type { CalendarDate } from '#money/calendar-date.ts';
import { add, type Money, subtract, zero } from '#money/money.ts';
import { type Account, currencyOf } from './account.ts';
import { valueOn } from './timeline.ts';
import type { Totals } from './totals.ts';

/** An account's own figures at the end of a day, over everything recorded (ledger-rules 2). */
export interface AccountFigures {
  readonly openCharges: Money;
  /** Of payments and credits together. */
  readonly unapplied: Money;
  readonly unappliedPayments: Money;
  readonly unappliedCredits: Money;
  /** openCharges - unapplied; positive: owes, negative: in credit. */
  readonly balance: Money;
  /** Announced and not there yet: shown, counted nowhere. */
  readonly pending: Money;
}

export function figuresOf(account: Account, asOf: CalendarDate): AccountFigures {
  const { totals } = account;
  if (totals !== undefined && asOf >= totals.lastDate) return figures(totals);
  const none = zero(currencyOf(account));
  const open = account.items.reduce((total, item) => add(total, valueOn(item.open, asOf)), none);
  const ofPayments = account.payments.reduce((total, payment) => add(total, valueOn(payment.unapplied, asOf)), none);
  const ofCredits = account.credits.reduce((total, credit) => add(total, valueOn(credit.unapplied, asOf)), none);
  const pending = account.pendingPayments.reduce((total, pended) => add(total, valueOn(pended.pending, asOf)), none);
  return figures({ open, unapplied: add(ofPayments, ofCredits), unappliedCredits: ofCredits, pending });
}

type Sums = Pick<Totals, 'open' | 'unapplied' | 'unappliedCredits' | 'pending'>;

function figures({ open, unapplied, unappliedCredits, pending }: Sums): AccountFigures {
  const unappliedPayments = subtract(unapplied, unappliedCredits);
  const balance = subtract(open, unapplied);
  return { openCharges: open, unapplied, unappliedPayments, unappliedCredits, balance, pending };
}
