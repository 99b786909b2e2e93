import { applyCredit, charge, credit, line, paid, payment, unapplyCredit, voidCredit } from '../commands.ts';
import { beforeOpening, type Faults, noReason, otherCurrency, otherReason } from '../faults.ts';
import type { Sent } from '../given-when-then.ts';
import { refused } from '../provocation.ts';

/** How the books refuse credits: for the catalogue of refusals (refusals.test.ts), and for their order (refusal-order.test.ts). */
const c1 = charge('c1', '100.00', '03-01');
const applied = [c1, paid('p1', '30.00', '03-10', line('c1', '30.00'))];

export const creditProvocations = {
  CREDIT_UNKNOWN: refused([c1], applyCredit('k9', '03-05', line('c1', '1.00')), {}, 'creditId'),
  INSUFFICIENT_CREDIT: refused(
    [c1, credit('k1', '20.00', '03-01'), applyCredit('k1', '03-02', line('c1', '20.00')), unapplyCredit('k1', '03-15')],
    applyCredit('k1', '03-12', line('c1', '20.00')),
    { available: '0.00', bindingDate: '2024-03-12', earliestDate: '2024-03-15' },
    'lines.0.amount',
  ),
  NO_CREDIT_AVAILABLE: refused(
    [...applied, payment('p2', '50.00', '03-11')],
    applyCredit(undefined, '03-12', line('c1', '1.00')),
  ),
};

/** Credits on the desk of refusal-order.test.ts, beside its charges. */
export const creditDesk: readonly Sent[] = [
  credit('k1', '20.00', '03-10'),
  applyCredit('k1', '03-12', line('c1', '5.00')),
  credit('k2', '7.00', '03-10'),
  voidCredit('k2', '03-11'),
  credit('k3', '3.00', '03-05'),
  applyCredit('k3', '03-06', line('c1', '3.00')),
  unapplyCredit('k3', '03-25'),
];

export const creditFaults: Readonly<Record<string, Faults>> = {
  IssueCredit: {
    sound: credit('new', '10.00', '03-20'),
    faults: [
      ['INPUT_INVALID', { payer: 'none' }],
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['DUPLICATE_ID', { creditId: 'k1' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
    ],
  },
  ApplyCredit: {
    sound: applyCredit('k1', '03-26', line('c1', '1.00')),
    faults: [
      ['INPUT_INVALID', { amount: '5.00' }],
      ['CREDIT_UNKNOWN', { creditId: 'none' }],
      ['ITEM_UNKNOWN', { lines: [line('c1', '1.00', 9)] }],
      otherCurrency,
      beforeOpening,
      ['ALREADY_REVERSED', { creditId: 'k2' }],
      ['ITEM_REQUIRED', { lines: [line('c2', '1.00')] }],
      ['INSUFFICIENT_CREDIT', { lines: [line('c1', '15.01')] }],
      ['OVER_ALLOCATION', { lines: [line('c3', '11.00')] }],
    ],
  },
  UnapplyCredit: {
    sound: unapplyCredit('k1', '03-20', line('c1', '1.00')),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { lines: [line('c1', '0.00')] }],
      ['CREDIT_UNKNOWN', { creditId: 'none' }],
      ['CHARGE_UNKNOWN', { lines: [line('none', '1.00')] }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-11' }],
      ['NOT_ALLOCATED', { lines: [line('c1', '5.00')] }],
    ],
  },
  VoidCredit: {
    sound: voidCredit('k1', '03-20'),
    faults: [
      ['CREDIT_UNKNOWN', { creditId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['ALREADY_REVERSED', { creditId: 'k2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-04' }],
      ['BACKDATE_CONFLICT', { creditId: 'k3' }],
    ],
  },
};
