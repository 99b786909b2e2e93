import { z } from 'zod';
import type { FactOf } from '../events.ts';
import { partBase } from '../foreign/base-shapes.ts';
import { partySchema } from '../parties.ts';
import { currencyCode, dateText, identifier, itemNumber, notNegativeMinorText, positiveMinorText } from '../text.ts';

/** Closes a part of `item` and opens `toItem` of the same party, the next number of the charge, with another due date. */
const move = z.strictObject({
  chargeId: identifier,
  item: itemNumber,
  toItem: itemNumber,
  dueDate: dateText,
  amount: positiveMinorText,
  ...partBase,
});

/** Instalments and moves both add up to the amount: the first are what was agreed, the second how items make it up. */
const scheduled = {
  planId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  instalments: z.array(z.strictObject({ dueDate: dateText, amount: positiveMinorText })).min(1),
  moves: z.array(move).min(1),
};

/** The facts of payment plans: principal is re-dated, never changed. WARNING: history, as all of the event catalogue is (events.ts). */
export const planEvents = {
  PaymentPlanAgreed: {
    1: z.strictObject({ ...scheduled, party: partySchema, feesInside: z.array(identifier).min(1).optional() }),
  },
  /** What is still open of the plan, on new days. */
  PaymentPlanRevised: { 1: z.strictObject(scheduled) },
  /** What is still open of the plan goes back to the due dates that it had before. */
  PaymentPlanBroken: {
    1: z.strictObject({
      planId: identifier,
      currency: currencyCode,
      amount: notNegativeMinorText,
      moves: z.array(move),
    }),
  },
  /** Nothing of it is open any more. */
  PaymentPlanCompleted: { 1: z.strictObject({ planId: identifier }) },
} as const;

export type PlanFact = FactOf<keyof typeof planEvents>;
export type PlanMove = z.infer<typeof move>;
