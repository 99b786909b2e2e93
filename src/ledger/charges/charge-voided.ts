import { z } from 'zod';
import { chargeCategories, chargeOrigins } from '../charge-kinds.ts';
import { itemChange } from '../event-shapes.ts';
import { itemPartInBase } from '../foreign/base-shapes.ts';
import { currencyCode, identifier, itemNumber, minorText, notNegativeMinorText, positiveMinorText } from '../text.ts';

/** An adjustment that falls with its charge: what its mirror posts, per item and under the reason it was made for. */
const fallenAdjustment = z.strictObject({
  adjustmentId: identifier,
  contraAccount: identifier,
  amount: minorText,
  taxAmount: minorText.optional(),
  items: z.array(itemChange).min(1),
  reasonCode: identifier.optional(),
});

const chargeVoided = z.strictObject({
  chargeId: identifier,
  category: z.enum(chargeCategories),
  origin: z.enum(chargeOrigins),
  rechargeOf: identifier.optional(),
  currency: currencyCode,
  amount: notNegativeMinorText,
  taxAmount: positiveMinorText.optional(),
  adjustments: z.array(fallenAdjustment),
  items: z.array(z.strictObject({ item: itemNumber, amount: positiveMinorText })),
});

/**
 * A charge never was: the mirror of its posting and of the adjustments that stood on it. `items` is what each was still
 * worth, and sums to the amount and its adjustments. WARNING: history, as all of the event catalogue is (events.ts).
 */
export const chargeVoidedEvents = {
  ChargeVoided: {
    1: chargeVoided,
    /** `items` with the base that was carried of each; `baseAmount` is that without what the adjustments had changed. */
    2: chargeVoided.extend({
      baseAmount: minorText.optional(),
      baseTax: minorText.optional(),
      adjustments: z.array(
        fallenAdjustment.extend({ baseAmount: minorText.optional(), baseTax: minorText.optional() }),
      ),
      items: z.array(itemPartInBase),
    }),
  },
} as const;
