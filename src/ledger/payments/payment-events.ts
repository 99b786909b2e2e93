import { z } from 'zod';
import { allocation, release } from '../event-shapes.ts';
import { allocationInBase, baseValue, releaseInBase, statedBaseValue } from '../foreign/base-shapes.ts';
import { partySchema } from '../parties.ts';
import { currencyCode, dateText, identifier, notNegativeMinorText, positiveMinorText } from '../text.ts';
import { paymentMethods } from './payment-methods.ts';

/** What makes a release necessary: the worth of the item fell, the payment fell away, or it came back and its recharge fell. */
export const releaseCauses = ['ADJUSTMENT', 'WAIVER', 'REVERSAL', 'REINSTATEMENT'] as const;

export type ReleaseCause = (typeof releaseCauses)[number];

const paymentReceived = z.strictObject({
  paymentId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  method: z.enum(paymentMethods),
  payer: partySchema,
  receivedDate: dateText.optional(),
});

const paymentApplied = z.strictObject({
  paymentId: identifier,
  currency: currencyCode,
  allocations: z.array(allocation).min(1),
});

const paymentUnapplied = z.strictObject({
  paymentId: identifier,
  currency: currencyCode,
  releases: z.array(release).min(1),
});

const allocationReleased = z.strictObject({
  paymentId: identifier,
  currency: currencyCode,
  cause: z.enum(['ADJUSTMENT', 'WAIVER', 'REVERSAL']),
  causeId: identifier,
  releases: z.array(release).min(1),
});

const allocationReleased2 = allocationReleased.extend({ cause: z.enum(releaseCauses) });

const paymentUndone = z.strictObject({ paymentId: identifier, currency: currencyCode, amount: positiveMinorText });
const paymentUndone2 = paymentUndone.extend({ amount: notNegativeMinorText });
const paymentUndone3 = paymentUndone2.extend(baseValue);

/** The facts of money that is there, and what it is used for. WARNING: history, as all of the event catalogue is (events.ts). */
export const paymentEvents = {
  PaymentReceived: { 1: paymentReceived, 2: paymentReceived.extend(statedBaseValue) },
  PaymentApplied: {
    1: paymentApplied,
    2: paymentApplied.extend({ allocations: z.array(allocationInBase).min(1) }),
  },
  PaymentUnapplied: {
    1: paymentUnapplied,
    2: paymentUnapplied.extend({ releases: z.array(releaseInBase).min(1) }),
  },
  /** The ledger's own consequence of another fact of the same command; recorded before it, so that no position shows a negative item. */
  AllocationReleased: {
    1: allocationReleased,
    2: allocationReleased2,
    3: allocationReleased2.extend({ releases: z.array(releaseInBase).min(1) }),
  },
  /** What was left of the payment after refunds; nothing where all of it had been refunded. */
  PaymentReversed: { 1: paymentUndone, 2: paymentUndone2, 3: paymentUndone3 },
  PaymentReinstated: { 1: paymentUndone, 2: paymentUndone2, 3: paymentUndone3 },
} as const;
