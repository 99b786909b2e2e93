import { apply, charge, failed, instalments, line, medicare, paid, pended, settled } from '../commands.ts';
import { beforeOpening, type Faults, otherCurrency } from '../faults.ts';
import type { Sent } from '../given-when-then.ts';
import { shortfallFaults } from '../payments/refused-shortfalls.ts';
import { refused } from '../provocation.ts';

/** How the books refuse what is pending: for the catalogue of refusals (refusals.test.ts), and for their order (refusal-order.test.ts). */
const c1 = charge('c1', '100.00', '03-01');
const waiting = [c1, pended('p1', '60.00', '03-10')];

export const pendingProvocations = {
  PAYMENT_PENDING: refused(
    waiting,
    apply('p1', '03-12', line('c1', '60.00')),
    { pendingSince: '2024-03-10' },
    'paymentId',
  ),
  PAYMENT_FAILED: refused(
    [...waiting, failed('p1', '03-14')],
    apply('p1', '03-15', line('c1', '60.00')),
    { failedOn: '2024-03-14' },
    'paymentId',
  ),
  NOT_PENDING: refused(
    [c1, paid('p1', '60.00', '03-10', line('c1', '60.00'))],
    settled('p1', '03-12'),
    {},
    'paymentId',
  ),
  PENDING_ALREADY_RESOLVED: refused(
    [...waiting, settled('p1', '03-13')],
    failed('p1', '03-14'),
    { resolvedOn: '2024-03-13' },
    'paymentId',
  ),
  EXCEEDS_PENDING: refused(waiting, settled('p1', '03-12', { amount: '60.01' }), { pending: '60.00' }, 'amount'),
};

/** Pending payments on the desk of refusal-order.test.ts, beside its charges. */
export const pendingDesk: readonly Sent[] = [
  pended('q1', '60.00', '03-10'),
  pended('q2', '60.00', '03-10'),
  settled('q2', '03-11'),
  pended('q3', '60.00', '03-10'),
  failed('q3', '03-11'),
  instalments('c11', '03-01', [
    ['6.00', '04-01'],
    ['4.00', '05-01', medicare],
  ]),
];

export const pendingFaults: Readonly<Record<string, Faults>> = {
  SettlePayment: {
    sound: settled('q1', '03-20', { amount: '50.00', lines: [line('c1', '1.00')] }),
    faults: [
      ['INPUT_INVALID', { strategy: 'GUESS' }],
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['LINES_EXCEED_AMOUNT', { amount: '0.99' }],
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      ['ITEM_UNKNOWN', { lines: [line('c1', '1.00', 9)] }],
      otherCurrency,
      beforeOpening,
      ['NOT_PENDING', { paymentId: 'p1' }],
      ['NOT_PENDING', { paymentId: 'r1' }],
      ['PENDING_ALREADY_RESOLVED', { paymentId: 'q2' }],
      ['PENDING_ALREADY_RESOLVED', { paymentId: 'q3' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
      ['ITEM_REQUIRED', { lines: [line('c11', '1.00')] }],
      ['EXCEEDS_PENDING', { amount: '60.01' }],
      ['OVER_ALLOCATION', { lines: [line('c3', '11.00')] }],
      ...shortfallFaults,
    ],
  },
  FailPayment: {
    sound: failed('q1', '03-20'),
    faults: [
      ['INPUT_INVALID', { amount: '60.00' }],
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      beforeOpening,
      ['NOT_PENDING', { paymentId: 'p1' }],
      ['NOT_PENDING', { paymentId: 'r1' }],
      ['PENDING_ALREADY_RESOLVED', { paymentId: 'q2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
    ],
  },
};
