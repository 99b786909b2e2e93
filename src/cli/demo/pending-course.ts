import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import {
  type Course,
  demoCurrency,
  lateFees,
  money,
  type Owed,
  receive,
  type Setting,
  type Step,
  share,
} from './steps.ts';

/** Money under way: a card is authorised or a transfer announced, and days later it is there, perhaps only in part, or failed. */
export function* paysWithMoneyUnderWay(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  const paymentId = nextId('p');
  const method = random.pick(['CARD', 'ACH', 'ACH']);
  const on = addDays(from, random.whole(5, 28));
  yield announced({ paymentId, cents: owed.cents, method, on });
  const after = addDays(on, random.whole(1, 6));
  if (random.chance(0.2)) {
    yield* neverComes(setting, { ...owed, paymentId, method }, from, after);
    return;
  }
  const cents = random.chance(0.25) ? share(owed.cents, random.whole(60, 95)) : owed.cents;
  if (cents === 0) return;
  const lines = [{ chargeId: owed.chargeId, item: owed.item, amount: money(cents) }];
  const amount = cents === owed.cents ? {} : { amount: money(cents) };
  const input = { paymentId, currency: demoCurrency, ...amount, lines };
  yield { on: after, role: 'cash_poster', name: 'SettlePayment', input };
  const rest = { ...owed, cents: owed.cents - cents };
  if (rest.cents === 0) return;
  if (random.chance(0.5)) yield* lateFees(setting, owed, addDays(from, 30), 1);
  else
    yield receive({
      paymentId: nextId('p'),
      cents: rest.cents,
      method: 'CARD',
      on: addDays(after, random.whole(5, 20)),
      pays: [rest],
    });
}

interface UnderWay extends Owed {
  readonly paymentId: string;
  readonly method: string;
}

/** What the bank or the card scheme says of it is a code of theirs, and so a reference. */
function* neverComes(setting: Setting, owed: UnderWay, from: CalendarDate, on: CalendarDate): Course {
  const { random, nextId } = setting;
  const { paymentId, method } = owed;
  const reference = method === 'ACH' ? random.pick(['ACH-R01', 'ACH-R03']) : 'CARD-EXPIRED';
  yield { on, role: 'cash_poster', name: 'FailPayment', input: { paymentId, reference } };
  if (random.chance(0.6)) {
    const paid = { paymentId: nextId('p'), cents: owed.cents, method: 'CHECK', on: addDays(on, random.whole(3, 20)) };
    yield receive({ ...paid, pays: [owed] });
  } else {
    yield* lateFees(setting, owed, addDays(from, 30), 2);
  }
}

/** On the last day of the demo somebody's money is under way: it is shown, and no balance counts it. */
export function* isUnderWayToday({ random, nextId }: Setting, today: CalendarDate): Course {
  const cents = random.pick([2_500, 6_000, 12_000]);
  yield announced({ paymentId: nextId('p'), cents, method: 'ACH', on: addDays(today, -random.whole(0, 2)) });
}

interface Announced {
  readonly paymentId: string;
  readonly cents: number;
  readonly method: string;
  readonly on: CalendarDate;
}

function announced({ paymentId, cents, method, on }: Announced): Step {
  const input = { paymentId, currency: demoCurrency, amount: money(cents), method, pending: true };
  return { on, role: 'cash_poster', name: 'ReceivePayment', input };
}
