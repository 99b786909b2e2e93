import { addDays, addMonths, type CalendarDate, daysBetween, endOfMonth } from '#money/calendar-date.ts';
import { services } from './catalogue.ts';
import {
  adjust,
  assessLateFee,
  type Course,
  demoCurrency,
  money,
  type Owed,
  receive,
  type Setting,
  type Step,
  share,
  waiveLateFee,
} from './steps.ts';
import { postCharge } from './visit-course.ts';

/** A bill that is not simply paid. Today is left to what pays towards everything: that goes wherever something is open. */
export function* notSimplyPaid(setting: Setting, opened: CalendarDate, today: CalendarDate): Course {
  for (const step of disputedOrHeld(setting, opened, daysBetween(opened, today))) {
    if (step.on >= today) return;
    yield step;
  }
}

/** Somebody disputes it, promises to pay it, or something stands in the way. */
function* disputedOrHeld(setting: Setting, opened: CalendarDate, days: number): Course {
  const { random, nextId } = setting;
  if (!random.chance(0.32)) return;
  const service = random.pick(services);
  const on = addDays(opened, random.whole(5, Math.max(6, days - 30)));
  const owed = { chargeId: nextId('c'), item: 1, cents: service.price };
  const visit = { service, on, primary: undefined, secondary: undefined };
  yield postCharge(setting, visit, owed.chargeId, [{ cents: owed.cents, dueDate: addDays(on, 30) }]);
  const at = addDays(on, random.whole(6, 28));
  const what = random.pick(['DISPUTE', 'HOLD', 'PROMISE', 'PLAN', 'PLAN'] as const);
  if (what === 'DISPUTE') yield* isDisputed(setting, owed, at);
  else if (what === 'PROMISE') yield* isPromised(setting, owed, at);
  else if (what === 'PLAN') yield* isPaidByAndBy(setting, owed, at);
  else yield* isHeld(setting, owed, addDays(on, 30), at);
}

/** Reached on the telephone, somebody promises a day: two in three keep it, whole or in part; one in eight is taken back. */
function* isPromised({ random, nextId }: Setting, owed: Owed, on: CalendarDate): Course {
  const promiseId = nextId('m');
  const promisedDate = addDays(on, random.whole(3, 30));
  const covers = [{ chargeId: owed.chargeId, item: owed.item }];
  const input = { promiseId, currency: demoCurrency, amount: money(owed.cents), promisedDate, covers };
  yield { on, role: 'billing_specialist', name: 'RecordPromise', input };
  if (random.chance(0.12)) {
    yield { on: addDays(on, 2), role: 'billing_specialist', name: 'CancelPromise', input: { promiseId } };
    return;
  }
  if (random.chance(0.3)) return;
  const cents = random.chance(0.6) ? owed.cents : share(owed.cents, random.whole(30, 80));
  const paid = addDays(promisedDate, random.chance(0.8) ? -random.whole(0, 3) : random.whole(2, 15));
  yield receive({ paymentId: nextId('p'), cents, method: 'ACH', on: paid, pays: [{ ...owed, cents }] });
}

/** Equal parts every month: paid to the end, revised once, or broken after the first part that does not come. */
function* isPaidByAndBy({ random, nextId }: Setting, owed: Owed, on: CalendarDate): Course {
  const planId = nextId('l');
  const count = random.whole(2, 4);
  const firstDueDate = addDays(on, random.whole(5, 30));
  const role = 'billing_specialist';
  const schedule = { equalParts: { count, firstDueDate, every: 'MONTH' } };
  const covers = [{ chargeId: owed.chargeId, item: owed.item }];
  yield { on, role, name: 'AgreePaymentPlan', input: { planId, currency: demoCurrency, covers, ...schedule } };
  const isRevised = random.chance(0.2);
  if (isRevised) {
    const later = { equalParts: { count, firstDueDate: addDays(firstDueDate, 10), every: 'MONTH' } };
    const input = { planId, currency: demoCurrency, ...later };
    yield { on: addDays(on, 2), role, name: 'RevisePaymentPlan', input };
  }
  const first = isRevised ? addDays(firstDueDate, 10) : firstDueDate;
  const parts = partsOf(owed.cents, count);
  for (const [index, cents] of parts.entries()) {
    const due = addMonths(first, index);
    if (random.chance(0.15)) {
      if (random.chance(0.6)) yield { on: addDays(due, 20), role, name: 'BreakPaymentPlan', input: { planId } };
      return;
    }
    // An item may give to a revised plan once more: what the plan made last is what is paid.
    const item = 2 + index + (isRevised ? count : 0);
    yield receive({ paymentId: nextId('p'), cents, method: 'ACH', on: due, pays: [{ ...owed, item, cents }] });
  }
  yield { on: addDays(addMonths(first, count - 1), 3), role, name: 'CompletePaymentPlan', input: { planId } };
}

/** Equal, the cents that do not divide first. */
function partsOf(cents: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.floor(cents / count) + (index < cents % count ? 1 : 0));
}

/** Most disputes are answered in some weeks; what is upheld is adjusted, what is not is paid. */
function* isDisputed(setting: Setting, owed: Owed, on: CalendarDate): Course {
  const { random, nextId } = setting;
  const disputeId = nextId('d');
  const cents = random.chance(0.4) ? owed.cents : share(owed.cents, random.whole(10, 60));
  const { chargeId, item } = owed;
  const about = { disputeId, chargeId, item, currency: demoCurrency, amount: money(cents) };
  yield { on, role: 'billing_specialist', name: 'OpenDispute', input: about };
  const answered = addDays(on, random.whole(12, 75));
  const outcome = random.pick(['UPHELD', 'UPHELD', 'REJECTED', 'REJECTED', 'WITHDRAWN', 'SETTLED']);
  yield { on: answered, role: 'supervisor', name: 'ResolveDispute', input: { disputeId, outcome } };
  const forgiven = outcome === 'UPHELD' ? cents : outcome === 'SETTLED' ? share(cents, 50) : 0;
  const correction = { kind: 'CORRECTION', reasonCode: 'WRONG_AMOUNT', item, on: answered };
  if (forgiven > 0) yield adjust(nextId('a'), chargeId, { ...correction, cents: -forgiven });
  const rest = { ...owed, cents: owed.cents - forgiven };
  if (rest.cents > 0) yield* paysLate(setting, rest, answered);
}

const kinds = [
  'HARDSHIP',
  'HARDSHIP',
  'BAD_ADDRESS',
  'BANKRUPTCY',
  'ASSISTANCE',
  'DECEASED',
  'LEGAL',
  'OTHER',
] as const;

/** Somebody is not asked for money for a while, or never again. A bankruptcy is often heard of when a fee is assessed already. */
function* isHeld(setting: Setting, owed: Owed, dueDate: CalendarDate, on: CalendarDate): Course {
  const { random, nextId } = setting;
  const kind = random.pick(kinds);
  const holdId = nextId('h');
  const hold = { holdId, kind, holdOn: { chargeId: owed.chargeId, item: owed.item } };
  if (kind === 'BANKRUPTCY') {
    yield* heardOfLater(setting, owed, dueDate, { on, role: 'billing_specialist', name: 'PlaceHold', input: hold });
    return;
  }
  yield { on, role: 'billing_specialist', name: 'PlaceHold', input: hold };
  if (kind === 'DECEASED' || kind === 'LEGAL') return;
  const released = addDays(on, random.whole(30, 160));
  yield { on: released, role: 'supervisor', name: 'ReleaseHold', input: { holdId } };
  yield* paysLate(setting, owed, released);
}

/** The hold is dated back to the day of the petition, and lists the fee that was assessed since. */
function* heardOfLater(setting: Setting, owed: Owed, dueDate: CalendarDate, hold: Step): Course {
  const feeId = setting.nextId('f');
  const fined = endOfMonth(dueDate);
  yield assessLateFee(feeId, owed, fined);
  const heard = addDays(fined, setting.random.whole(3, 20));
  yield { ...hold, on: heard, input: { ...hold.input, effectiveDate: hold.on } };
  yield waiveLateFee(setting.nextId('w'), feeId, 'OUR_ERROR', addDays(heard, 1));
}

function* paysLate({ random, nextId }: Setting, owed: Owed, from: CalendarDate): Course {
  if (random.chance(0.3)) return;
  const on = addDays(from, random.whole(4, 40));
  yield receive({ paymentId: nextId('p'), cents: owed.cents, method: 'CHECK', on, pays: [owed] });
}
