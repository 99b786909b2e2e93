import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import {
  type Course,
  demoCurrency,
  money,
  type Owed,
  receive,
  reversingRefund,
  type Setting,
  type Step,
  share,
} from './steps.ts';

/** The house grants a credit that takes a part of the bill, and the account holder pays the rest. */
export function* isGrantedCredit(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  if (random.chance(0.25)) return yield* isPaidOutACredit(setting, owed, from);
  const creditId = nextId('cr');
  const cents = share(owed.cents, random.whole(15, 60));
  if (cents === 0) return;
  const on = addDays(from, random.whole(4, 20));
  const reasonCode = random.pick(['SERVICE_CREDIT', 'SERVICE_CREDIT', 'LOYALTY_CREDIT', 'PRICE_GUARANTEE', 'GOODWILL']);
  const credit = { creditId, currency: demoCurrency, amount: money(cents), reasonCode };
  yield { on, role: 'supervisor', name: 'IssueCredit', input: credit };
  yield applying(creditId, { ...owed, cents }, addDays(on, 1));
  const paid = { paymentId: nextId('p'), cents: owed.cents - cents, method: 'CARD', on: addDays(on, 10) };
  yield receive({ ...paid, pays: [{ ...owed, cents: owed.cents - cents }] });
  if (random.chance(0.2)) yield* isMisapplied(setting, creditId, { ...owed, cents }, addDays(on, 15));
  else if (random.chance(0.25)) yield voiding(creditId, 'CREDIT_ISSUED_IN_ERROR', addDays(on, random.whole(12, 40)));
}

/** Taken back; some credits are put where they were meant to go, the others expire unapplied. */
function* isMisapplied({ random }: Setting, creditId: string, owed: Owed, on: CalendarDate): Course {
  const input = { creditId, currency: demoCurrency, reasonCode: 'MISAPPLIED' };
  yield { on, role: 'cash_poster', name: 'UnapplyCredit', input };
  if (random.chance(0.5)) yield applying(creditId, owed, addDays(on, 1));
  else if (random.chance(0.6)) yield voiding(creditId, 'CREDIT_EXPIRED', addDays(on, 90));
}

/** The price promised was lower, and the bill is paid: there is nothing to use the credit for, so it is paid out. */
function* isPaidOutACredit(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  const cents = share(owed.cents, random.whole(5, 25));
  const paidOn = addDays(from, random.whole(6, 30));
  yield receive({ paymentId: nextId('p'), cents: owed.cents, method: 'CARD', on: paidOn, pays: [owed] });
  if (cents === 0) return;
  const credit = { creditId: nextId('cr'), currency: demoCurrency, amount: money(cents) };
  const granted = addDays(paidOn, random.whole(5, 25));
  const input = { ...credit, reasonCode: 'PRICE_GUARANTEE' };
  yield { on: granted, role: 'supervisor', name: 'IssueCredit', input };
  const refund = { ...credit, refundId: nextId('r'), method: random.pick(['CHECK', 'ACH']) };
  const sent = addDays(granted, random.whole(3, 20));
  const paidOut = { ...refund, reasonCode: 'REFUND_REQUESTED' };
  yield { on: sent, role: 'supervisor', name: 'RefundCredit', input: paidOut };
  if (random.chance(0.2)) yield reversingRefund(refund.refundId, 'REFUND_RETURNED', addDays(sent, random.whole(8, 20)));
}

function applying(creditId: string, { chargeId, item, cents }: Owed, on: CalendarDate): Step {
  const input = { creditId, currency: demoCurrency, lines: [{ chargeId, item, amount: money(cents) }] };
  return { on, role: 'cash_poster', name: 'ApplyCredit', input };
}

function voiding(creditId: string, reasonCode: string, on: CalendarDate): Step {
  return { on, role: 'supervisor', name: 'VoidCredit', input: { creditId, reasonCode } };
}
