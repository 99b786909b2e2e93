import { addDays, addMonths, type CalendarDate, endOfMonth } from '#money/calendar-date.ts';
import { adjust, assessLateFee, type Course, type Owed, type Setting, share, waiveLateFee } from './steps.ts';
import { postCharge, type Visit } from './visit-course.ts';

/** A charge that should not have been posted, and what was done about it until somebody saw it: the void takes that back too. */
export function* postedInError(setting: Setting, visit: Visit): Course {
  const { random, nextId } = setting;
  const chargeId = nextId('c');
  const cents = visit.service.price;
  const dueDate = addDays(visit.on, visit.primary === undefined ? 30 : 45);
  yield postCharge(setting, visit, chargeId, [{ cents, payer: visit.primary, dueDate }]);
  if (visit.primary !== undefined) yield* seenWhenAnswered(setting, chargeId, cents, visit.on);
  else if (random.chance(0.6)) yield* seenWhenFined(setting, { chargeId, item: 1, cents }, dueDate);
  else yield voiding(chargeId, random.pick(mistakes), addDays(visit.on, random.whole(4, 25)));
}

const mistakes: readonly [string, ...string[]] = ['CHARGED_IN_ERROR', 'WRONG_ACCOUNT', 'NOT_RENDERED'];

/** Brought down to the contract price before the insurer answers that it knows of no such visit. */
function* seenWhenAnswered({ random, nextId }: Setting, chargeId: string, cents: number, on: CalendarDate): Course {
  const contractual = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE', item: 1, on: addDays(on, 5) };
  if (random.chance(0.6)) yield adjust(nextId('a'), chargeId, { ...contractual, cents: -share(cents, 30) });
  yield voiding(chargeId, random.pick(mistakes), addDays(on, random.whole(14, 40)));
}

/** A late fee brings the account holder to the telephone. The fee stays owed when the charge falls: it is waived. */
function* seenWhenFined({ random, nextId }: Setting, owed: Owed, dueDate: CalendarDate): Course {
  const feeId = nextId('f');
  const fined = endOfMonth(addMonths(dueDate, 1));
  yield assessLateFee(feeId, owed, fined);
  const called = addDays(fined, random.whole(3, 20));
  yield voiding(owed.chargeId, random.pick(mistakes), called);
  yield waiveLateFee(nextId('w'), feeId, 'OUR_ERROR', called);
}

function voiding(chargeId: string, reasonCode: string, on: CalendarDate) {
  return { on, role: 'supervisor', name: 'VoidCharge', input: { chargeId, reasonCode } } as const;
}
