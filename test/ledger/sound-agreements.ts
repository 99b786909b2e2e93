import { cancelPromise, dispute, hold, promise, releaseHold, resolveDispute } from './agreement-commands.ts';
import { medicare } from './commands.ts';
import type { Sent } from './given-when-then.ts';

/** Agreements on the desk of no-echo.test.ts. */
export const agreementsThere: readonly Sent[] = [
  hold('h1', '03-26', { holdOn: { chargeId: 'f1' } }),
  dispute('d1', 'c1', '03-26', { amount: '2.00' }),
  promise('m1', '1.00', '03-26', '04-30'),
];

/** Commands on agreements with every field that they have. */
export const soundAgreements = {
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
