import { z } from 'zod';
import { release } from '../event-shapes.ts';
import type { FactOf } from '../events.ts';
import { baseValue, releaseInBase } from '../foreign/base-shapes.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { currencyCode, identifier, notNegativeMinorText, positiveMinorText } from '../text.ts';

const paymentRefunded = z.strictObject({
  refundId: identifier,
  paymentId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  fromUnapplied: notNegativeMinorText,
  reopened: z.array(release),
  method: z.enum(paymentMethods),
});

const creditRefunded = z.strictObject({
  refundId: identifier,
  creditId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  method: z.enum(paymentMethods),
});

const refundReversed = z.strictObject({
  refundId: identifier,
  paymentId: identifier.optional(),
  creditId: identifier.optional(),
  currency: currencyCode,
  amount: positiveMinorText,
  method: z.enum(paymentMethods),
});

/** The facts of money that goes back. WARNING: history, as all of the event catalogue is (events.ts). */
export const refundEvents = {
  /** The amount is what was unapplied and what was taken back from allocations, whose items are open again. */
  PaymentRefunded: {
    1: paymentRefunded,
    /** `baseAmount` is `baseFromUnapplied` and the base of the money that had been used. */
    2: paymentRefunded.extend({
      ...baseValue,
      baseFromUnapplied: notNegativeMinorText.optional(),
      reopened: z.array(releaseInBase),
    }),
  },
  CreditRefunded: { 1: creditRefunded, 2: creditRefunded.extend(baseValue) },
  /** Of a payment or of a credit: the money never reached the payer, and is unapplied again. */
  RefundReversed: { 1: refundReversed, 2: refundReversed.extend(baseValue) },
} as const;

export type RefundFact = FactOf<keyof typeof refundEvents>;
