import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import { isGivenUp } from './bad-debt-course.ts';
import { isGrantedCredit } from './credit-course.ts';
import { paysWithMoneyUnderWay } from './pending-course.ts';
import { insurerPaysAfterAll, paysTooMuch } from './refund-course.ts';
import {
  adjust,
  type Course,
  demoCurrency,
  lateFees,
  money,
  type Owed,
  receive,
  type Setting,
  share,
} from './steps.ts';

type Ending = (setting: Setting, owed: Owed, from: CalendarDate) => Course;

/** What the account holder does about an amount owed since `from`, due 30 days later. */
export function* patientPays(setting: Setting, owed: Owed, from: CalendarDate): Course {
  yield* setting.random.pick(endings)(setting, owed, from);
}

function* paysInFull(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  if (random.chance(0.06)) return yield* insurerPaysAfterAll(setting, owed, from);
  const method = random.pick(['CARD', 'CARD', 'CHECK', 'CASH', 'ACH']);
  const on = addDays(from, random.whole(6, 50));
  yield receive({ paymentId: nextId('p'), cents: owed.cents, method, on, pays: [owed] });
}

function* paysInParts(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  const first = share(owed.cents, random.whole(20, 60));
  const rest = owed.cents - first;
  const on = addDays(from, random.whole(12, 35));
  if (first > 0)
    yield receive({ paymentId: nextId('p'), cents: first, method: 'CARD', on, pays: [{ ...owed, cents: first }] });
  if (rest > 0 && rest < 500) {
    const small = {
      kind: 'SMALL_BALANCE',
      reasonCode: 'SMALL_BALANCE',
      cents: -rest,
      item: owed.item,
      on: addDays(on, 90),
    };
    yield adjust(nextId('a'), owed.chargeId, small);
  } else if (rest > 0 && random.chance(0.4)) {
    const later = addDays(on, random.whole(30, 60));
    yield receive({ paymentId: nextId('p'), cents: rest, method: 'CARD', on: later, pays: [{ ...owed, cents: rest }] });
  } else if (rest > 0) {
    yield* lateFees(setting, owed, addDays(from, 30), random.whole(1, 3));
  }
}

function* paysNothing(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  yield* lateFees(setting, owed, addDays(from, 30), random.whole(1, 4));
  if (!random.chance(0.3)) return;
  const reasonCode = random.pick(['CHARITY_CARE', 'SLIDING_SCALE']);
  const relief = { kind: 'CHARITY', reasonCode, cents: -share(owed.cents, 60), item: owed.item };
  yield adjust(nextId('a'), owed.chargeId, { ...relief, on: addDays(from, 170) });
}

/** A cheque comes back. It is paid when presented again, or by card, or not at all. */
function* chequeBounces(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  const paymentId = nextId('p');
  const on = addDays(from, random.whole(8, 30));
  yield receive({ paymentId, cents: owed.cents, method: 'CHECK', on, pays: [owed] });
  const returned = addDays(on, random.whole(3, 9));
  yield { on: returned, role: 'supervisor', name: 'ReversePayment', input: { paymentId, reasonCode: 'NSF' } };
  const after = addDays(returned, random.whole(4, 20));
  if (random.chance(0.45)) {
    const input = { paymentId, reasonCode: 'REDEPOSITED' };
    yield { on: after, role: 'supervisor', name: 'ReinstatePayment', input };
  } else if (random.chance(0.6)) {
    yield receive({ paymentId: nextId('p'), cents: owed.cents, method: 'CARD', on: after, pays: [owed] });
  } else {
    yield* lateFees(setting, owed, addDays(from, 30), 2);
  }
}

/** Applied to the wrong item and taken back; most are put where they belong, some stay unapplied. */
function* paymentIsMisapplied(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  const paymentId = nextId('p');
  const on = addDays(from, random.whole(5, 25));
  yield receive({ paymentId, cents: owed.cents, method: 'ACH', on, pays: [owed] });
  const found = addDays(on, random.whole(4, 30));
  const reasonCode = random.pick(['MISAPPLIED', 'MISAPPLIED', 'WRONG_PAYEE']);
  const input = { paymentId, currency: demoCurrency, reasonCode };
  yield { on: found, role: 'cash_poster', name: 'UnapplyPayment', input };
  if (!random.chance(0.6)) return;
  const lines = [{ chargeId: owed.chargeId, item: owed.item, amount: money(owed.cents) }];
  const apply = { paymentId, currency: demoCurrency, lines };
  yield { on: addDays(found, 1), role: 'cash_poster', name: 'ApplyPayment', input: apply };
}

const endings: readonly [Ending, ...Ending[]] = [
  paysInFull,
  paysInFull,
  paysInFull,
  paysInFull,
  paysInParts,
  paysInParts,
  paysNothing,
  paysTooMuch,
  chequeBounces,
  paymentIsMisapplied,
  isGivenUp,
  isGrantedCredit,
  paysWithMoneyUnderWay,
];
