import { z } from 'zod';
import type { FactOf } from '../events.ts';
import { currencyCode, identifier, itemNumber, positiveMinorText } from '../text.ts';

/** Who was right. What follows for the money is an adjustment of its own, or nothing. */
export const disputeOutcomes = ['UPHELD', 'REJECTED', 'WITHDRAWN', 'SETTLED'] as const;

export type DisputeOutcome = (typeof disputeOutcomes)[number];

/** The facts of disputes. They post nothing. WARNING: history, as all of the event catalogue is (events.ts). */
export const disputeEvents = {
  /** `feesInside`: fees that were assessed on the item before somebody knew of the dispute. */
  DisputeOpened: {
    1: z.strictObject({
      disputeId: identifier,
      chargeId: identifier,
      item: itemNumber,
      currency: currencyCode,
      amount: positiveMinorText,
      feesInside: z.array(identifier).min(1).optional(),
    }),
  },
  DisputeResolved: { 1: z.strictObject({ disputeId: identifier, outcome: z.enum(disputeOutcomes) }) },
} as const;

export type DisputeFact = FactOf<keyof typeof disputeEvents>;
