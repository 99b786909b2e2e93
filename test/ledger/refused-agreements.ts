import {
  agreePlan,
  breakPlan,
  byAmount,
  cancelPromise,
  completePlan,
  dispute,
  hold,
  monthly,
  promise,
  releaseHold,
  resolveDispute,
  revisePlan,
} from './agreement-commands.ts';
import { charge, fee, instalments, medicare, voidCharge } from './commands.ts';
import { beforeOpening, type Faults, otherCurrency } from './faults.ts';
import type { Sent } from './given-when-then.ts';
import { refused } from './provocation.ts';

/** How the books refuse agreements, and what agreements forbid: for refusals.test.ts and refusal-order.test.ts. */
const c1 = charge('c1', '100.00', '03-01');
const planned = [c1, agreePlan('l1', '03-10', monthly(2, '04-01'))];
const twoParties = instalments('c2', '03-01', [
  ['6.00', '04-01'],
  ['4.00', '05-01', medicare],
]);

export const agreementProvocations = {
  HOLD_UNKNOWN: refused([c1], releaseHold('h9', '03-10'), {}, 'holdId'),
  PROMISE_UNKNOWN: refused([c1], cancelPromise('m9', '03-10'), {}, 'promiseId'),
  PLAN_UNKNOWN: refused([c1], breakPlan('l9', '03-10'), {}, 'planId'),
  ITEM_ON_PLAN: refused(planned, agreePlan('l2', '03-11', monthly(2, '04-01')), { planId: 'l1' }, 'covers'),
  CHARGE_HAS_PLAN: refused(planned, voidCharge('c1', '03-11'), { planId: 'l1' }, 'chargeId'),
  MORE_THAN_ONE_PARTY: refused(
    [twoParties],
    agreePlan('l1', '03-10', monthly(2, '04-01'), [
      { chargeId: 'c2', item: 1 },
      { chargeId: 'c2', item: 2 },
    ]),
    {},
    'covers',
  ),
  PLAN_NOT_PAID: refused(planned, completePlan('l1', '03-11'), { open: '100.00', bindingDate: '2024-03-11' }, 'planId'),
  PLAN_DOES_NOT_COVER: refused([c1], agreePlan('l1', '03-10', byAmount(['04-01', '99.99'])), { open: '100.00' }),
  DISPUTE_UNKNOWN: refused([c1], resolveDispute('d9', '03-10'), {}, 'disputeId'),
  ITEM_PROTECTED: refused(
    [c1, hold('h1', '03-10')],
    fee('f1', '12.00', '03-20', 'c1'),
    { protectedBy: 'HOLD', protectionId: 'h1', since: '2024-03-10' },
    'feeOn',
  ),
  ALREADY_ENDED: refused(
    [c1, hold('h1', '03-10'), releaseHold('h1', '03-12')],
    releaseHold('h1', '03-13'),
    { endedOn: '2024-03-12' },
    'holdId',
  ),
};

/** On charges of their own, so that what others on that desk do meets no agreement. */
export const agreementDesk: readonly Sent[] = [
  charge('c21', '30.00', '03-01'),
  hold('h1', '03-10', { holdOn: { chargeId: 'c21' } }),
  hold('h2', '03-10', { holdOn: { chargeId: 'c21' } }),
  releaseHold('h2', '03-11'),
  dispute('d1', 'c21', '03-10', { amount: '10.00' }),
  dispute('d2', 'c21', '03-10', { amount: '5.00' }),
  resolveDispute('d2', '03-11'),
  instalments('c22', '03-01', [
    ['6.00', '04-01'],
    ['4.00', '05-01', medicare],
  ]),
  promise('m1', '30.00', '03-10', '03-30', { covers: [{ chargeId: 'c21' }] }),
  promise('m2', '30.00', '03-10', '03-30', { covers: [{ chargeId: 'c21' }] }),
  cancelPromise('m2', '03-11'),
  charge('c23', '30.00', '03-01'),
  agreePlan('l1', '03-10', monthly(3, '04-01'), [{ chargeId: 'c23' }]),
  charge('c24', '30.00', '03-01'),
  agreePlan('l2', '03-10', monthly(3, '04-01'), [{ chargeId: 'c24' }]),
  breakPlan('l2', '03-11'),
  charge('c25', '30.00', '03-01'),
];

export const agreementFaults: Readonly<Record<string, Faults>> = {
  PlaceHold: {
    sound: hold('new', '03-20', { holdOn: { chargeId: 'c21' } }),
    faults: [
      ['INPUT_INVALID', { kind: 'WHIM' }],
      ['CHARGE_UNKNOWN', { holdOn: { chargeId: 'none' } }],
      ['ITEM_UNKNOWN', { holdOn: { chargeId: 'c21', item: 9 } }],
      ['DUPLICATE_ID', { holdId: 'h2' }],
      beforeOpening,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-29' }],
    ],
  },
  ReleaseHold: {
    sound: releaseHold('h1', '03-20'),
    faults: [
      ['INPUT_INVALID', { kind: 'BANKRUPTCY' }],
      ['HOLD_UNKNOWN', { holdId: 'none' }],
      beforeOpening,
      ['ALREADY_ENDED', { holdId: 'h2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
    ],
  },
  OpenDispute: {
    sound: dispute('new', 'c21', '03-20', { amount: '20.00' }),
    faults: [
      ['INPUT_INVALID', { outcome: 'REJECTED' }],
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['CHARGE_UNKNOWN', { chargeId: 'none' }],
      ['ITEM_UNKNOWN', { item: 9 }],
      ['DUPLICATE_ID', { disputeId: 'd2' }],
      otherCurrency,
      beforeOpening,
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-29' }],
      ['EXCEEDS_OPEN', { amount: '20.01' }],
    ],
  },
  AgreePaymentPlan: {
    sound: agreePlan('new', '03-20', byAmount(['04-01', '10.00'], ['05-01', '20.00']), [{ chargeId: 'c25' }]),
    faults: [
      ['INPUT_INVALID', { equalParts: { count: 2, firstDueDate: '2024-04-01', every: 'MONTH' } }],
      ['AMOUNT_NOT_POSITIVE', { instalments: [{ dueDate: '2024-04-01', amount: '0.00' }] }],
      ['CHARGE_UNKNOWN', { covers: [{ chargeId: 'none' }] }],
      ['DUPLICATE_ID', { planId: 'l2' }],
      otherCurrency,
      beforeOpening,
      ['ITEM_REQUIRED', { covers: [{ chargeId: 'c22' }] }],
      ['ITEM_ON_PLAN', { covers: [{ chargeId: 'c23' }] }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-29' }],
      ['PLAN_DOES_NOT_COVER', { instalments: [{ dueDate: '2024-04-01', amount: '30.01' }] }],
    ],
  },
  RevisePaymentPlan: {
    sound: revisePlan('l1', '03-20', byAmount(['06-01', '30.00'])),
    faults: [
      ['INPUT_INVALID', { instalments: undefined }],
      ['PLAN_UNKNOWN', { planId: 'none' }],
      otherCurrency,
      beforeOpening,
      ['ALREADY_ENDED', { planId: 'l2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
      ['PLAN_DOES_NOT_COVER', { instalments: [{ dueDate: '2024-06-01', amount: '29.99' }] }],
    ],
  },
  BreakPaymentPlan: {
    sound: breakPlan('l1', '03-20'),
    faults: [
      ['INPUT_INVALID', { amount: '1.00' }],
      ['PLAN_UNKNOWN', { planId: 'none' }],
      beforeOpening,
      ['ALREADY_ENDED', { planId: 'l2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
    ],
  },
  RecordPromise: {
    sound: promise('new', '30.00', '03-20', '04-30', { covers: [{ chargeId: 'c21' }] }),
    faults: [
      ['INPUT_INVALID', { covers: [] }],
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['INPUT_INVALID', { promisedDate: '2023-12-30' }],
      ['CHARGE_UNKNOWN', { covers: [{ chargeId: 'none' }] }],
      ['DUPLICATE_ID', { promiseId: 'm2' }],
      otherCurrency,
      beforeOpening,
      ['ITEM_REQUIRED', { covers: [{ chargeId: 'c22' }] }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-29' }],
      ['EXCEEDS_OPEN', { amount: '30.01' }],
    ],
  },
  CancelPromise: {
    sound: cancelPromise('m1', '03-20'),
    faults: [
      ['INPUT_INVALID', { amount: '1.00' }],
      ['PROMISE_UNKNOWN', { promiseId: 'none' }],
      beforeOpening,
      ['ALREADY_ENDED', { promiseId: 'm2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
    ],
  },
  ResolveDispute: {
    sound: resolveDispute('d1', '03-20'),
    faults: [
      ['INPUT_INVALID', { outcome: 'MAYBE' }],
      ['DISPUTE_UNKNOWN', { disputeId: 'none' }],
      beforeOpening,
      ['ALREADY_ENDED', { disputeId: 'd2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
    ],
  },
};
