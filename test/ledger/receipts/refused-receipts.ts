import { charge, payment, refund, reinstate, reverse, unapply } from '../commands.ts';
import { beforeOpening, type Faults, noReason, otherReason } from '../faults.ts';
import { books, day, type Sent as SentToAccount } from '../given-when-then.ts';
import { type Provocation, refusalOf, refused } from '../provocation.ts';
import { transferBalance } from '../transfers/transfers.ts';
import {
  arrived,
  arriving,
  back,
  bounce,
  decidedOn,
  giveBack,
  identify,
  part,
  receiptAfter,
  receive,
  type Sent,
  unidentify,
} from './receipts.ts';

/** How the books refuse what is asked of receipts: for the catalogue of refusals. */
function refusedReceipt(
  given: readonly Sent[],
  when: Sent,
  figures: Provocation['figures'],
  inputPath: string,
): Provocation {
  return { provoke: () => refusalOf(decidedOn(receiptAfter(given), when)), figures, inputPath };
}

const there = receive('100.00', '03-01');
const gone = identify('03-02', [part('account-1', '60.00')]);

export const receiptProvocations = {
  RECEIPT_UNKNOWN: refusedReceipt([], bounce('03-02'), {}, 'receiptId'),
  RECEIPT_TAKEN: refusedReceipt([there], there, {}, 'receiptId'),
  EXCEEDS_UNIDENTIFIED: refusedReceipt(
    [there, gone, arrived(1, '03-02'), back(1, 'account-1', '6000', '03-20')],
    giveBack('40.01', '03-05'),
    { available: '40.00', bindingDate: '2024-03-05', earliestDate: '2024-03-20' },
    'amount',
  ),
  RECEIPT_RETURNED: refusedReceipt(
    [there, giveBack('1.00', '03-03')],
    bounce('03-04'),
    { returned: '1.00' },
    'receiptId',
  ),
  RECEIPT_IN_TRANSIT: refusedReceipt([there, gone], bounce('03-04'), { parts: '1' }, 'receiptId'),
  PAYMENT_FROM_RECEIPT: refused(
    [arriving('p1', '6000', '03-02')],
    reverse('p1', '03-03'),
    { receiptId: 'r1' },
    'paymentId',
  ),
  PAYMENT_NOT_FROM_RECEIPT: refused([payment('p1', '9.00', '03-02')], unidentify('p1', '03-03'), {}, 'paymentId'),
  PAYMENT_REFUNDED: refused(
    [arriving('p1', '6000', '03-02'), refund('b1', 'p1', '03-03', '5.00')],
    unidentify('p1', '03-04'),
    { refunded: '5.00' },
    'paymentId',
  ),
};

/** A payment that went back to its receipt does not come again by itself. */
export const reinstatedAfterAll = refused(
  [arriving('p1', '6000', '03-02'), unidentify('p1', '03-04')],
  reinstate('p1', '03-05'),
  { receiptId: 'r1' },
  'paymentId',
);

/** On the desk of refusal-order.test.ts: a part that pays, and parts that cannot go back. */
export const receiptDesk: readonly SentToAccount[] = [
  charge('c30', '90.00', '03-01'),
  arriving('i1', '1000', '03-10', { lines: [{ chargeId: 'c30', amount: '600' }] }),
  arriving('i2', '1000', '03-10', { part: 2 }),
  unidentify('i2', '03-15'),
  arriving('i3', '1000', '03-10', { part: 3 }),
  transferBalance('bt30', '4.00', '03-11', { paymentId: 'i3' }),
  arriving('i4', '1000', '03-10', { part: 4 }),
  refund('r30', 'i4', '03-11', '3.00'),
  arriving('i5', '1000', '03-10', { part: 5, lines: [{ chargeId: 'c30', amount: '1000' }] }),
  unapply('i5', '03-25'),
];

export const receiptFaults: Readonly<Record<string, Faults>> = {
  UnidentifyReceipt: {
    sound: unidentify('i1', '03-20'),
    faults: [
      ['INPUT_INVALID', { paymentId: '' }],
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['PAYMENT_PENDING', { paymentId: 'q1' }],
      ['PAYMENT_FAILED', { paymentId: 'q3' }],
      ['PAYMENT_NOT_FROM_RECEIPT', { paymentId: 'p1' }],
      ['ALREADY_REVERSED', { paymentId: 'i2' }],
      ['PAYMENT_TRANSFERRED', { paymentId: 'i3' }],
      ['PAYMENT_REFUNDED', { paymentId: 'i4' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
      ['BACKDATE_CONFLICT', { paymentId: 'i5' }],
    ],
  },
};

/** Each command with faults in the order in which they are refused: with all of them the first is told, without that the next. */
const january = { ...books, lockedThrough: day('2024-01-31') };

interface Faulty {
  readonly given: readonly Sent[];
  readonly sound: Sent;
  readonly faults: readonly (readonly [code: string, fault: Readonly<Record<string, unknown>>])[];
}

const reasonFaults = [
  ['REASON_REQUIRED', { reasonCode: undefined }],
  ['REASON_UNKNOWN', { reasonCode: 'COPAY' }],
] as const;

const dateFaults = [
  ['BEFORE_LEDGER_OPENING', { effectiveDate: '2023-12-31' }],
  ['PERIOD_LOCKED', { effectiveDate: '2024-01-31' }],
] as const;

export const lockedBooks = january;

export const faultyReceipts: Readonly<Record<string, Faulty>> = {
  RecordReceipt: {
    given: [there],
    sound: receive('5.00', '03-01'),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['RECEIPT_TAKEN', {}],
    ],
  },
  'RecordReceipt of a new one': {
    given: [],
    sound: receive('5.00', '03-01'),
    faults: [
      ['INPUT_INVALID', { method: 'SHELLS' }],
      ['AMOUNT_SCALE', { amount: '1.001' }],
      ['BASE_VALUE_REQUIRED', { currency: 'EUR' }],
      ...dateFaults,
    ],
  },
  IdentifyReceipt: {
    given: [there, gone, arrived(1, '03-02')],
    sound: identify('03-05', [part('account-2', '10.00')]),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { parts: [part('account-2', '0.00')] }],
      ['INPUT_INVALID', { parts: [part('account-2', '1.00', { priority: ['SERVICE'] })] }],
      ['LINES_EXCEED_AMOUNT', { parts: [part('account-2', '1.00', { lines: [{ chargeId: 'c1', amount: '1.01' }] })] }],
      ['DUPLICATE_ID', { parts: [part('account-2', '1.00'), part('account-2', '2.00')] }],
      ['CURRENCY_MISMATCH', { currency: 'EUR' }],
      ...dateFaults,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-28' }],
      ['EXCEEDS_UNIDENTIFIED', { parts: [part('account-2', '30.00'), part('account-3', '10.01')] }],
    ],
  },
  ReturnReceipt: {
    given: [there, gone, arrived(1, '03-02')],
    sound: giveBack('5.00', '03-05'),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['CURRENCY_MISMATCH', { currency: 'EUR' }],
      ...reasonFaults,
      ...dateFaults,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-28' }],
      ['EXCEEDS_UNIDENTIFIED', { amount: '40.01' }],
    ],
  },
  ReverseReceipt: {
    given: [there, gone, arrived(1, '03-02'), back(1, 'account-1', '6000', '03-20')],
    sound: bounce('03-21'),
    faults: [
      ...reasonFaults,
      ...dateFaults,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-28' }],
      ['BACKDATE_CONFLICT', { effectiveDate: '2024-03-05' }],
    ],
  },
};
