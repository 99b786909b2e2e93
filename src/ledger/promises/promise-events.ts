import { z } from 'zod';
import type { FactOf } from '../events.ts';
import { partySchema } from '../parties.ts';
import { currencyCode, dateText, identifier, itemNumber, positiveMinorText } from '../text.ts';

/** The facts of promises to pay. They post nothing. WARNING: history, as all of the event catalogue is (events.ts). */
export const promiseEvents = {
  /** What somebody will have paid on these items at the end of the promised day. Whether he has is asked of the books, never stored. */
  PromiseRecorded: {
    1: z.strictObject({
      promiseId: identifier,
      currency: currencyCode,
      amount: positiveMinorText,
      promisedDate: dateText,
      party: partySchema,
      items: z.array(z.strictObject({ chargeId: identifier, item: itemNumber })).min(1),
    }),
  },
  PromiseCancelled: { 1: z.strictObject({ promiseId: identifier }) },
} as const;

export type PromiseFact = FactOf<keyof typeof promiseEvents>;
