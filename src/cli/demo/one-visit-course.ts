import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import { services } from './catalogue.ts';
import { type Course, receive, type Setting } from './steps.ts';
import { postCharge } from './visit-course.ts';

/** Somebody who came once and paid at the desk: the account is closed when a year has nearly gone, and now and then opened again. */
export function* oneVisitOnly(setting: Setting, on: CalendarDate): Course {
  const { random } = setting;
  yield* paidAtTheDesk(setting, on);
  const closed = addDays(on, random.whole(90, 300));
  yield { on: closed, role: 'supervisor', name: 'CloseAccount', input: {} };
  if (!random.chance(0.4)) return;
  const again = addDays(closed, random.whole(10, 60));
  yield { on: again, role: 'supervisor', name: 'ReopenAccount', input: {} };
  yield* paidAtTheDesk(setting, addDays(again, 1));
}

function* paidAtTheDesk(setting: Setting, on: CalendarDate): Course {
  const { random, nextId } = setting;
  const service = random.pick(services);
  const chargeId = nextId('c');
  const cents = service.price;
  const charge = postCharge(setting, { service, on, primary: undefined, secondary: undefined }, chargeId, [
    { cents, dueDate: on },
  ]);
  yield charge;
  yield receive({ paymentId: nextId('p'), cents, method: 'CARD', on: charge.on, pays: [{ chargeId, item: 1, cents }] });
}
