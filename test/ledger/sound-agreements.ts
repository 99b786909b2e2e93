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
import { charge, medicare } from './commands.ts';
import type { Sent } from './given-when-then.ts';

/** Agreements on the desk of no-echo.test.ts. */
export const agreementsThere: readonly Sent[] = [
  hold('h1', '03-26', { holdOn: { chargeId: 'f1' } }),
  dispute('d1', 'c1', '03-26', { amount: '2.00' }),
  promise('m1', '1.00', '03-26', '04-30'),
  charge('c30', '9.00', '03-20'),
  agreePlan('l1', '03-26', monthly(2, '04-01'), [{ chargeId: 'c30' }]),
];

/** Commands on agreements with every field that they have. */
export const soundAgreements = {
  AgreePaymentPlan: agreePlan('new', '03-27', byAmount(['04-30', '70.00']), [{ chargeId: 'c1', item: 1 }], {
    equalParts: { count: 2, firstDueDate: '2024-04-30', every: 'MONTH' },
  })[1],
  RevisePaymentPlan: revisePlan('l1', '03-27', byAmount(['04-30', '9.00']), {
    equalParts: { count: 2, firstDueDate: '2024-04-30', every: 'MONTH' },
  })[1],
  BreakPaymentPlan: breakPlan('l1', '03-27')[1],
  CompletePaymentPlan: completePlan('l1', '03-27')[1],
  PlaceHold: hold('new', '03-27', { holdOn: { chargeId: 'c1', item: 1 } })[1],
  ReleaseHold: releaseHold('h1', '03-27')[1],
  OpenDispute: dispute('new', 'c1', '03-27', { item: 1, amount: '3.00' })[1],
  RecordPromise: promise('new', '1.00', '03-27', '04-30', {
    covers: [{ chargeId: 'c1', item: 1 }],
    payer: medicare,
  })[1],
  CancelPromise: cancelPromise('m1', '03-27')[1],
  ResolveDispute: resolveDispute('d1', '03-27')[1],
};
