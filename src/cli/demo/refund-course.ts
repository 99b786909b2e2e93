import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import { type Payer, payers } from './catalogue.ts';
import {
  adjust,
  type Course,
  demoCurrency,
  money,
  type Owed,
  receive,
  reversingRefund,
  type Setting,
  type Step,
  share,
  transfer,
} from './steps.ts';

/** Somebody rounds up, or pays a bill twice: the rest is unapplied, and most of it goes back. */
export function* paysTooMuch(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  const paymentId = nextId('p');
  const isTwice = random.chance(0.5);
  const cents = isTwice ? owed.cents * 2 : Math.ceil(owed.cents / 1_000) * 1_000 + 500;
  const on = addDays(from, random.whole(10, 40));
  yield receive({ paymentId, cents, method: 'CHECK', on, pays: [owed] });
  if (!random.chance(0.7)) return;
  const sent = addDays(on, random.whole(10, 30));
  const refundId = nextId('r');
  const back = { refundId, paymentId, cents: cents - owed.cents };
  yield refunding({ ...back, reasonCode: isTwice ? 'DUPLICATE_PAYMENT' : 'OVERPAYMENT', on: sent });
  if (random.chance(0.25)) yield reversingRefund(refundId, 'REFUND_STALE', addDays(sent, 95));
  else if (random.chance(0.35)) yield* bouncesAfterRefund(setting, paymentId, addDays(sent, random.whole(2, 8)));
}

/** What had been sent back is owed as well, until the bank pays when the cheque is presented again. */
function* bouncesAfterRefund({ random }: Setting, paymentId: string, on: CalendarDate): Course {
  yield { on, role: 'supervisor', name: 'ReversePayment', input: { paymentId, reasonCode: 'NSF' } };
  if (!random.chance(0.6)) return;
  const again = addDays(on, random.whole(5, 15));
  yield { on: again, role: 'supervisor', name: 'ReinstatePayment', input: { paymentId, reasonCode: 'REDEPOSITED' } };
}

/** Coverage is found when the account holder has paid: that money goes back, the charge is open again, and the insurer pays. */
export function* insurerPaysAfterAll(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  const paymentId = nextId('p');
  const on = addDays(from, random.whole(6, 30));
  yield receive({ paymentId, cents: owed.cents, method: 'CARD', on, pays: [owed] });
  const found = addDays(on, random.whole(20, 50));
  yield refunding({
    refundId: nextId('r'),
    paymentId,
    cents: owed.cents,
    reopens: owed,
    reasonCode: 'REFUND_REQUESTED',
    on: found,
  });
  const payer = random.pick<Payer>([payers.medicaid, payers.commercial2]);
  yield transfer(nextId('t'), owed, {
    toPayer: payer,
    reasonCode: 'COVERAGE_FOUND',
    dueDate: addDays(found, 45),
    on: found,
  });
  const answered = addDays(found, random.whole(14, 40));
  const theirs = { ...owed, item: owed.item + 1 };
  const allowance = share(owed.cents, 30);
  const contractual = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE', item: theirs.item, on: answered };
  if (allowance > 0) yield adjust(nextId('a'), owed.chargeId, { ...contractual, cents: -allowance });
  const paid = { ...theirs, cents: owed.cents - allowance };
  yield receive({ paymentId: nextId('p'), cents: paid.cents, method: 'EFT', payer, on: answered, pays: [paid] });
}

interface Refunding {
  readonly refundId: string;
  readonly paymentId: string;
  readonly cents: number;
  /** What the payment had paid; without it the money is taken from what is unapplied. */
  readonly reopens?: Owed;
  readonly reasonCode: string;
  readonly on: CalendarDate;
}

function refunding({ refundId, paymentId, cents, reopens, reasonCode, on }: Refunding): Step {
  const amount = money(cents);
  const { chargeId, item } = reopens ?? {};
  const from = reopens === undefined ? { fromUnapplied: amount } : { reopen: [{ chargeId, item, amount }] };
  const method = reopens === undefined ? 'CHECK' : 'CARD';
  const input = { refundId, paymentId, currency: demoCurrency, amount, ...from, method, reasonCode };
  return { on, role: 'supervisor', name: 'RefundPayment', input };
}
