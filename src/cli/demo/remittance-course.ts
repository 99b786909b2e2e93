import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import type { Payer } from './catalogue.ts';
import { type Course, demoCurrency, money, type Owed, receive, type Setting } from './steps.ts';

/**
 * The patient owes nothing of it: one line pays the contract price and gives up the rest. Some of these payments are taken back,
 * and what was given up with them is owed again until they come once more.
 */
export function* paysWholeShare(setting: Setting, payer: Payer, allowed: Owed, on: CalendarDate): Course {
  const { random, nextId } = setting;
  const paymentId = nextId('p');
  const shortfall = { adjustmentId: nextId('a'), kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
  yield receive({ paymentId, cents: allowed.cents, method: 'EFT', payer, on, pays: [{ ...allowed, shortfall }] });
  const later = addDays(on, random.whole(5, 25));
  if (random.chance(0.1)) yield* takenBack(setting, paymentId, later);
  else if (random.chance(0.12)) yield* paidForSomebodyElse(setting, paymentId, allowed, later);
}

function* takenBack({ random }: Setting, paymentId: string, on: CalendarDate): Course {
  const reversal = { paymentId, reasonCode: 'PAYMENT_RECORDED_IN_ERROR' };
  yield { on, role: 'supervisor', name: 'ReversePayment', input: reversal };
  if (random.chance(0.3)) return;
  const again = { paymentId, reasonCode: 'REVERSED_IN_ERROR' };
  yield { on: addDays(on, random.whole(2, 10)), role: 'supervisor', name: 'ReinstatePayment', input: again };
}

/** Un-applied, and applied anew under the price that the payer's corrected answer says. */
function* paidForSomebodyElse(
  { random, nextId }: Setting,
  paymentId: string,
  { chargeId, item, cents }: Owed,
  on: CalendarDate,
): Course {
  const base = { paymentId, currency: demoCurrency };
  const back = { ...base, lines: [{ chargeId, item }], reasonCode: 'MISAPPLIED' };
  yield { on, role: 'cash_poster', name: 'UnapplyPayment', input: back };
  if (random.chance(0.2)) return;
  const shortfall = { adjustmentId: nextId('a'), kind: 'CONTRACTUAL', reasonCode: 'SEQUESTRATION' };
  const lines = [{ chargeId, item, amount: money(cents), shortfall }];
  yield { on: addDays(on, 2), role: 'supervisor', name: 'ApplyPayment', input: { ...base, lines } };
}
