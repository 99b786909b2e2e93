import { z } from 'zod';
import { partySchema } from './parties.ts';
import { dateText, identifier, itemNumber, minorText, notNegativeMinorText, positiveMinorText } from './text.ts';

/** Parts that several events are made of. WARNING: history, as the events are. */
export const itemOpened = z.strictObject({
  item: itemNumber,
  party: partySchema,
  dueDate: dateText,
  amount: notNegativeMinorText,
});

export const itemChange = z.strictObject({ item: itemNumber, amount: minorText });

/** `allocation` numbers are the account's own, 1.. in order of recording. */
export const allocation = z.strictObject({
  allocation: z.int().min(1),
  chargeId: identifier,
  item: itemNumber,
  amount: positiveMinorText,
  restores: z.int().min(1).optional(),
});

export const release = z.strictObject({
  allocation: z.int().min(1),
  chargeId: identifier,
  item: itemNumber,
  amount: positiveMinorText,
});

export const justification = z.strictObject({
  orderId: identifier.optional(),
  feeScheduleId: identifier.optional(),
  feeScheduleVersion: identifier.optional(),
  providerId: identifier.optional(),
  providerType: identifier.optional(),
});
