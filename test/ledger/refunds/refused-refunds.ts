import {
  charge,
  line,
  paid,
  payment,
  refund,
  refundCredit,
  reinstate,
  reverse,
  reverseRefund,
  unapply,
  writeOff,
} from '../commands.ts';
import { beforeOpening, type Faults, noReason, otherCurrency, otherReason } from '../faults.ts';
import type { Sent } from '../given-when-then.ts';
import { refundOfShortfall } from '../payments/refused-shortfalls.ts';
import { refused } from '../provocation.ts';

/** How the books refuse refunds: for the catalogue of refusals (refusals.test.ts), and for their order (refusal-order.test.ts). */
const applied = [charge('c1', '100.00', '03-01'), paid('p1', '30.00', '03-10', line('c1', '30.00'))];

export const refundProvocations = {
  REFUND_DOES_NOT_SUM: refused(applied, refund('r1', 'p1', '03-12', '1.00', { amount: '1.01' }), {}, 'amount'),
  REFUND_UNKNOWN: refused(applied, reverseRefund('r9', '03-12'), {}, 'refundId'),
  CHARGE_HAS_WRITE_OFF: refused(
    [
      payment('p2', '9.00', '03-05'),
      refund('r1', 'p2', '03-06', '9.00'),
      reverse('p2', '03-07'),
      writeOff('x1', 'recharge:1', '1.00', '03-08'),
    ],
    reinstate('p2', '03-09'),
    { chargeId: 'recharge:1' },
    'paymentId',
  ),
  REFUND_EXCEEDS_PAYMENT: refused(
    [...applied, unapply('p1', '03-15')],
    refund('r1', 'p1', '03-12', '20.00'),
    { available: '0.00', bindingDate: '2024-03-12', earliestDate: '2024-03-15' },
    'fromUnapplied',
  ),
};

/** Refunds on the desk of refusal-order.test.ts, beside its charges. */
export const refundDesk: readonly Sent[] = [
  payment('p5', '9.00', '03-10'),
  refund('r1', 'p5', '03-25', '4.00'),
  refund('r2', 'p5', '03-25', '4.00'),
  reverseRefund('r2', '03-26'),
];

export const refundFaults: Readonly<Record<string, Faults>> = {
  RefundPayment: {
    sound: refund('new', 'p1', '03-20', '5.00', line('c1', '1.00')),
    faults: [
      ['INPUT_INVALID', { method: 'SHELLS' }],
      ['REFUND_DOES_NOT_SUM', { amount: '6.01' }],
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      ['DUPLICATE_ID', { refundId: 'r1' }],
      ['CHARGE_UNKNOWN', { reopen: [line('none', '1.00')] }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['PAYMENT_PENDING', { paymentId: 'q1' }],
      ['PAYMENT_FAILED', { paymentId: 'q3' }],
      ['ALREADY_REVERSED', { paymentId: 'p2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
      refundOfShortfall,
      ['REFUND_EXCEEDS_PAYMENT', { amount: '45.00', fromUnapplied: '44.00' }],
    ],
  },
  RefundCredit: {
    sound: refundCredit('new', 'k1', '5.00', '03-25'),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['CREDIT_UNKNOWN', { creditId: 'none' }],
      ['DUPLICATE_ID', { refundId: 'r1' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
      ['INSUFFICIENT_CREDIT', { amount: '5000.00' }],
    ],
  },
  ReverseRefund: {
    sound: reverseRefund('r1', '03-26'),
    faults: [
      ['REFUND_UNKNOWN', { refundId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['ALREADY_REVERSED', { refundId: 'r2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-24' }],
    ],
  },
};
