import { z } from 'zod';
import { release } from '../event-shapes.ts';
import type { FactOf } from '../events.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { currencyCode, identifier, notNegativeMinorText, positiveMinorText } from '../text.ts';

/** The facts of money that goes back. WARNING: history, as all of the event catalogue is (events.ts). */
export const refundEvents = {
  /** The amount is what was unapplied and what was taken back from allocations, whose items are open again. */
  PaymentRefunded: {
    1: z.strictObject({
      refundId: identifier,
      paymentId: identifier,
      currency: currencyCode,
      amount: positiveMinorText,
      fromUnapplied: notNegativeMinorText,
      reopened: z.array(release),
      method: z.enum(paymentMethods),
    }),
  },
  CreditRefunded: {
    1: z.strictObject({
      refundId: identifier,
      creditId: identifier,
      currency: currencyCode,
      amount: positiveMinorText,
      method: z.enum(paymentMethods),
    }),
  },
  /** Of a payment or of a credit: the money never reached the payer, and is unapplied again. */
  RefundReversed: {
    1: z.strictObject({
      refundId: identifier,
      paymentId: identifier.optional(),
      creditId: identifier.optional(),
      currency: currencyCode,
      amount: positiveMinorText,
      method: z.enum(paymentMethods),
    }),
  },
} as const;

export type RefundFact = FactOf<keyof typeof refundEvents>;
