import { z } from 'zod';
import { feeCategories } from '../charge-kinds.ts';
import { itemPartInBase, statedBaseValue } from '../foreign/base-shapes.ts';
import { partySchema } from '../parties.ts';
import { currencyCode, dateText, identifier, itemNumber, positiveMinorText } from '../text.ts';

const lateFeeAssessed = z.strictObject({
  chargeId: identifier,
  category: z.enum(feeCategories),
  currency: currencyCode,
  amount: positiveMinorText,
  party: partySchema,
  dueDate: dateText,
  feeOn: z.strictObject({ chargeId: identifier, item: itemNumber }),
  period: z.string().regex(/^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$/),
  runId: identifier.optional(),
});

const feeWaiver = z.strictObject({
  waiverId: identifier,
  chargeId: identifier,
  category: z.enum(feeCategories),
  currency: currencyCode,
  amount: positiveMinorText,
  items: z.array(z.strictObject({ item: itemNumber, amount: positiveMinorText })).min(1),
});
const feeWaiver2 = feeWaiver.extend({ items: z.array(itemPartInBase).min(1) });

/** Fees on what was late. WARNING: history, as all of the event catalogue is (events.ts). */
export const lateFeeEvents = {
  /** A fee is a charge with one item; `feeOn` is the item that was late. */
  LateFeeAssessed: { 1: lateFeeAssessed, 2: lateFeeAssessed.extend(statedBaseValue) },
  LateFeeWaived: { 1: feeWaiver, 2: feeWaiver2 },
  /** A waiver is taken back whole: what it gave up is owed again. */
  LateFeeReinstated: { 1: feeWaiver, 2: feeWaiver2 },
} as const;
