import { z } from 'zod';
import {
  currencyCode,
  dateText,
  identifier,
  minorText,
  notNegativeMinorText,
  positiveMinorText,
  rateText,
} from '../text.ts';

/** What a revaluation records. WARNING: history, as all of the event catalogue is (events.ts). */
export const revaluationEvents = {
  /**
   * What is open at the end of `revaluedOn` at the rate of that day (`baseAmount`) against what it is carried at: the
   * difference is `baseChange`, a gain where it is positive. Twice for each revaluation: on its day, and as a mirror with the
   * opposite change on the day after, because nothing is realised.
   */
  ReceivablesRevalued: {
    1: z.strictObject({
      currency: currencyCode,
      revaluedOn: dateText,
      open: positiveMinorText,
      rate: z.strictObject({ rate: rateText, source: identifier }),
      baseAmount: notNegativeMinorText,
      baseCarried: notNegativeMinorText,
      baseChange: minorText,
    }),
  },
} as const;
