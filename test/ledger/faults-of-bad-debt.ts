import { recover, reinstateFee, reverse, reverseWriteOff, writeOff } from './commands.ts';
import { beforeOpening, type Faults, noReason, otherCurrency, otherReason } from './faults.ts';

export const badDebtFaults: Readonly<Record<string, Faults>> = {
  ReinstateLateFee: {
    sound: reinstateFee('w1', '03-25'),
    faults: [
      ['INPUT_INVALID', { reasonCode: 'no such code' }],
      ['WAIVER_UNKNOWN', { waiverId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['ALREADY_REVERSED', { waiverId: 'w2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-20' }],
    ],
  },
  WriteOff: {
    sound: writeOff('new', 'c1', '10.00', '03-25'),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['ITEM_UNKNOWN', { item: 9 }],
      ['DUPLICATE_ID', { writeOffId: 'x1' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['ITEM_REQUIRED', { chargeId: 'c2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
      ['EXCEEDS_OPEN', { amount: '1000.00' }],
    ],
  },
  ReverseWriteOff: {
    sound: reverseWriteOff('x1', '10.00', '03-25'),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['WRITE_OFF_UNKNOWN', { writeOffId: 'none' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-21' }],
      ['EXCEEDS_RECOVERABLE', { amount: '15.01' }],
    ],
  },
  RecoverBadDebt: {
    sound: recover('new', 'x1', '10.00', '03-25'),
    faults: [
      ['INPUT_INVALID', { method: 'SHELLS' }],
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['DUPLICATE_ID', { paymentId: 'p1' }],
      ['WRITE_OFF_UNKNOWN', { writeOffId: 'none' }],
      otherCurrency,
      beforeOpening,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-21' }],
      ['EXCEEDS_RECOVERABLE', { amount: '15.01' }],
    ],
  },
  'ReversePayment of a recovery': {
    sound: reverse('r1', '03-25'),
    faults: [
      noReason,
      otherReason,
      beforeOpening,
      ['ALREADY_REVERSED', { paymentId: 'r2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-22' }],
    ],
  },
  'ReinstatePayment of a recovery': {
    sound: ['ReinstatePayment', { paymentId: 'r2', effectiveDate: '2024-03-25', reasonCode: 'REDEPOSITED' }],
    faults: [
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['NOT_REVERSED', { paymentId: 'r1' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-23' }],
    ],
  },
};
