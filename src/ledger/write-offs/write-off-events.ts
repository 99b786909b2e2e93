import { z } from 'zod';
import { baseValue, itemPartInBase, statedBaseValue } from '../foreign/base-shapes.ts';
import { partySchema } from '../parties.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { currencyCode, dateText, identifier, itemNumber, positiveMinorText } from '../text.ts';

const itemPart = z.strictObject({ item: itemNumber, amount: positiveMinorText });

const writtenOff = z.strictObject({
  writeOffId: identifier,
  chargeId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  items: z.array(itemPart).min(1),
});

const writtenOff2 = writtenOff.extend({ items: z.array(itemPartInBase).min(1) });

const badDebtRecovered = z.strictObject({
  paymentId: identifier,
  writeOffId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  method: z.enum(paymentMethods),
  payer: partySchema,
  receivedDate: dateText.optional(),
});

const recoveryTurned = z.strictObject({
  paymentId: identifier,
  writeOffId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  method: z.enum(paymentMethods),
});

/** The part of the event catalogue about bad debt. WARNING: stored for ever, see events.ts. */
export const writeOffEvents = {
  /** An open amount is given up as bad debt: it is no longer owed, and the charge is worth what it was. */
  WrittenOff: { 1: writtenOff, 2: writtenOff2 },
  /** A part of a write-off, or all of it, is owed again. */
  WriteOffReversed: { 1: writtenOff, 2: writtenOff2 },
  /** Money for a debt that was written off: a payment that never touches what is open or unapplied. */
  BadDebtRecovered: { 1: badDebtRecovered, 2: badDebtRecovered.extend(statedBaseValue) },
  /** The bank took a recovery back; and it came again. */
  RecoveryReversed: { 1: recoveryTurned, 2: recoveryTurned.extend(baseValue) },
  RecoveryReinstated: { 1: recoveryTurned, 2: recoveryTurned.extend(baseValue) },
} as const;
