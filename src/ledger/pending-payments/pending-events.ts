import { z } from 'zod';
import type { FactOf } from '../events.ts';
import { statedBaseValue } from '../foreign/base-shapes.ts';
import { partySchema } from '../parties.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { currencyCode, dateText, identifier, positiveMinorText } from '../text.ts';

const amountOfPayment = z.strictObject({ paymentId: identifier, currency: currencyCode, amount: positiveMinorText });

const settled = amountOfPayment.extend({ lapsed: positiveMinorText.optional() });

/** The facts of money that is announced before it is there. WARNING: history, as all of the event catalogue is (events.ts). */
export const pendingEvents = {
  /** Nothing is posted: the money is not there yet. */
  PaymentPended: {
    1: amountOfPayment.extend({
      method: z.enum(paymentMethods),
      payer: partySchema,
      receivedDate: dateText.optional(),
    }),
  },
  /** The money is there. `lapsed`: what of the pended amount never came; with the amount it is all that was pending. */
  PaymentSettled: { 1: settled, 2: settled.extend(statedBaseValue) },
  /** The money never came; the amount is all that was pending. */
  PaymentFailed: { 1: amountOfPayment },
} as const;

export type PendingFact = FactOf<keyof typeof pendingEvents>;
