import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import type { Random } from './random.ts';
import { demoCurrency, money, type Step } from './steps.ts';

/** A step on an account of its own. */
export interface StepOnAccount extends Step {
  readonly accountId: string;
}

/** Something is recorded on the wrong account, and somebody sees it and moves it to the right one: money, or a debt. */
export function onTheWrongAccount(
  random: Random,
  [accountId, toAccountId]: readonly [string, string],
  on: CalendarDate,
): readonly StepOnAccount[] {
  const seen = addDays(on, random.whole(2, 9));
  const cents = random.pick([2_500, 6_000, 12_500]);
  const amounts = { currency: demoCurrency, amount: money(cents) };
  const moved = { transferId: 'bt-1', toAccountId, ...amounts };
  if (random.chance(0.5)) {
    const payment = { paymentId: 'p-900', ...amounts, method: 'CHECK' };
    const back = { ...moved, paymentId: 'p-900', reasonCode: 'WRONG_ACCOUNT' };
    return [
      { accountId, on, role: 'cash_poster', name: 'ReceivePayment', input: payment },
      { accountId, on: seen, role: 'cash_poster', name: 'TransferBalance', input: back },
    ];
  }
  const charge = { chargeId: 'c-900', category: 'SERVICE', ...amounts, dueDate: addDays(on, 30), serviceDate: on };
  const debt = {
    ...moved,
    chargeId: 'c-900',
    reasonCode: random.pick(['WRONG_ACCOUNT', 'OTHER_GUARANTOR']),
  };
  return [
    { accountId, on, role: 'billing_specialist', name: 'PostCharge', input: charge },
    { accountId, on: seen, role: 'billing_specialist', name: 'TransferBalance', input: debt },
  ];
}
