import { charge, credit, line, paid, payment, refund, reverse, voidCharge, voidCredit } from '../commands.ts';
import { beforeOpening, type Faults, noReason, otherCurrency, otherReason } from '../faults.ts';
import type { Sent } from '../given-when-then.ts';
import { refused } from '../provocation.ts';
import { chargeArriving, receive, transferBalance } from './transfers.ts';

/** How the books refuse transfers of balance: for the catalogue of refusals, and for their order (refusal-order.test.ts). */
const c1 = charge('c1', '100.00', '03-01');
const away = [
  c1,
  payment('p1', '50.00', '03-02'),
  credit('k1', '9.00', '03-03'),
  transferBalance('t1', '30.00', '03-05', { chargeId: 'c1' }),
  transferBalance('t2', '20.00', '03-05', { paymentId: 'p1' }),
  transferBalance('t3', '4.00', '03-05', { creditId: 'k1' }),
];

export const transferProvocations = {
  SAME_ACCOUNT: refused(
    [c1],
    transferBalance('t1', '1.00', '03-05', { chargeId: 'c1' }, { toAccountId: 'account-1' }),
    {},
    'toAccountId',
  ),
  CHARGE_TRANSFERRED: refused(away, voidCharge('c1', '03-06'), { transferred: '30.00' }, 'chargeId'),
  CHARGE_FROM_ACCOUNT: refused(
    [receive('t9', '03-06', chargeArriving)],
    voidCharge('t9', '03-07'),
    { accountId: 'account-2' },
    'chargeId',
  ),
  PAYMENT_TRANSFERRED: refused(away, reverse('p1', '03-06'), { transferred: '20.00' }, 'paymentId'),
  CREDIT_TRANSFERRED: refused(away, voidCredit('k1', '03-06'), { transferred: '4.00' }, 'creditId'),
};

/** On the desk of refusal-order.test.ts, beside its charges. */
export const transferDesk: readonly Sent[] = [
  charge('c20', '40.00', '03-01'),
  transferBalance('bt1', '1.00', '03-20', { chargeId: 'c20' }),
  payment('p20', '10.00', '03-02'),
  paid('p21', '10.00', '03-02', line('c20', '10.00')),
  refund('r20', 'p20', '03-03', '1.00'),
];

export const transferFaults: Readonly<Record<string, Faults>> = {
  'TransferBalance of a charge': {
    sound: transferBalance('new', '5.00', '03-22', { chargeId: 'c20' }),
    faults: [
      ['INPUT_INVALID', { paymentId: 'p20' }],
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['CHARGE_UNKNOWN', { chargeId: 'none' }],
      ['DUPLICATE_ID', { transferId: 'bt1' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['SAME_ACCOUNT', { toAccountId: 'account-1' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
      ['EXCEEDS_OPEN', { amount: '500.00' }],
    ],
  },
  'TransferBalance of a payment': {
    sound: transferBalance('new', '5.00', '03-22', { paymentId: 'p20' }),
    faults: [
      ['INPUT_INVALID', { dueDate: '2024-05-01' }],
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      ['DUPLICATE_ID', { transferId: 'bt1' }],
      otherCurrency,
      noReason,
      beforeOpening,
      ['PAYMENT_PENDING', { paymentId: 'q1' }],
      ['ALREADY_REVERSED', { paymentId: 'p2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
      ['INSUFFICIENT_FUNDS', { amount: '500.00' }],
    ],
  },
};
