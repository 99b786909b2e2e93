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

/** Nothing comes, and after half a year the debt is given up; some of it comes after all. */
export function* isGivenUp(setting: Setting, owed: Owed, from: CalendarDate): Course {
  const { random, nextId } = setting;
  yield* lateFees(setting, owed, addDays(from, 30), random.whole(1, 2));
  const writeOffId = nextId('wo');
  const on = addDays(from, random.whole(150, 210));
  const reasonCode = random.pick(['UNCOLLECTABLE', 'UNCOLLECTABLE', 'SENT_TO_AGENCY', 'SENT_TO_AGENCY', 'BANKRUPT']);
  const { chargeId, item } = owed;
  const writeOff = { writeOffId, chargeId, item, currency: demoCurrency, amount: money(owed.cents), reasonCode };
  yield { on, role: 'supervisor', name: 'WriteOff', input: writeOff };
  if (reasonCode === 'BANKRUPT') return;
  const later = addDays(on, random.whole(15, 80));
  if (random.chance(0.35)) yield* isRecovered(setting, { writeOffId, cents: share(owed.cents, 40) }, later);
  else if (random.chance(0.6)) yield* isOwedAfterAll(setting, writeOffId, owed, later);
}

interface Recovered {
  readonly writeOffId: string;
  readonly cents: number;
}

/** What the agency collects is a payment of its own; one in four bounces, and most of those come again. */
function* isRecovered({ random, nextId }: Setting, { writeOffId, cents }: Recovered, on: CalendarDate): Course {
  if (cents === 0) return;
  const paymentId = nextId('p');
  const received = { currency: demoCurrency, amount: money(cents), method: 'CHECK' };
  yield { on, role: 'cash_poster', name: 'RecoverBadDebt', input: { paymentId, writeOffId, ...received } };
  if (!random.chance(0.4)) return;
  yield undo('ReversePayment', addDays(on, 5), { paymentId, reasonCode: 'NSF' });
  if (random.chance(0.7)) yield undo('ReinstatePayment', addDays(on, 12), { paymentId, reasonCode: 'REDEPOSITED' });
}

function* isOwedAfterAll({ random, nextId }: Setting, writeOffId: string, owed: Owed, on: CalendarDate): Course {
  const reasonCode = random.pick(['COLLECTABLE_AFTER_ALL', 'WRITTEN_OFF_IN_ERROR', 'RETURNED_BY_AGENCY']);
  const whole = { writeOffId, currency: demoCurrency, amount: money(owed.cents), reasonCode };
  yield undo('ReverseWriteOff', on, whole);
  if (!random.chance(0.6)) return;
  const paid = { paymentId: nextId('p'), cents: owed.cents, method: 'CARD', on: addDays(on, random.whole(2, 20)) };
  yield receive({ ...paid, pays: [owed] });
}

function undo(name: Step['name'], on: CalendarDate, input: Step['input']): Step {
  return { on, role: 'supervisor', name, input };
}
