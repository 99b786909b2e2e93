import { z } from 'zod';
import { chargeCategories } from '../charge-kinds.ts';
import type { Fact, FactOf } from '../events.ts';
import { baseValue, statedBaseValue } from '../foreign/base-shapes.ts';
import { partySchema } from '../parties.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { strategies } from '../payments/strategy-names.ts';
import { currencyCode, dateText, identifier, itemNumber, notNegativeMinorText, positiveMinorText } from '../text.ts';

/**
 * The facts of money that arrived before anybody knew whose it is (decisions/0020). WARNING: history, as all of the event
 * catalogue is (events.ts).
 */

/** A part of a receipt on its way to an account, or back: named on both sides, so that an entry tells where the money is. */
const partEnds = { receiptId: identifier, part: itemNumber, accountId: identifier, paymentId: identifier };

const money = { currency: currencyCode, amount: positiveMinorText };

const paid = { method: z.enum(paymentMethods), payer: partySchema, receivedDate: dateText.optional() };

/** What its identification says the money is for. */
const placed = {
  lines: z
    .array(z.strictObject({ chargeId: identifier, item: itemNumber.optional(), amount: positiveMinorText }))
    .min(1)
    .optional(),
  strategy: z.enum(strategies).optional(),
  priority: z.array(z.enum(chargeCategories)).min(1).optional(),
};

const receiptIdentified = z.strictObject({ ...partEnds, ...money, ...baseValue, ...paid, ...placed });

const partMoved = z.strictObject({ ...partEnds, ...money, ...baseValue });

/** In the stream of the receipt. */
export const receiptEvents = {
  /** `baseCurrency`: the ledger's, where the receipt is in another one; all its facts carry base values then. */
  ReceiptRecorded: {
    1: z.strictObject({
      receiptId: identifier,
      ...money,
      baseCurrency: currencyCode.optional(),
      ...statedBaseValue,
      method: z.enum(paymentMethods),
      receivedDate: dateText.optional(),
    }),
  },
  /** A part leaves for an account, and stands on TransferClearing until it is there. Parts are numbered 1, 2, ... */
  ReceiptIdentified: { 1: receiptIdentified },
  /** The receipt knows that the account has it; posts nothing. */
  ReceiptPartArrived: { 1: z.strictObject(partEnds) },
  /** It is unidentified again: refused by the account on its way there, or taken back from it. */
  ReceiptPartReturned: { 1: partMoved.extend({ isRefused: z.literal(true).optional() }) },
  /** What was unidentified went back to whom it came from. */
  ReceiptReturned: {
    1: z.strictObject({ receiptId: identifier, ...money, ...baseValue, method: z.enum(paymentMethods) }),
  },
  /** The bank took it back: `amount` is what was unidentified of it, perhaps nothing; `parts` are reversed on their accounts. */
  ReceiptReversed: {
    1: z.strictObject({
      receiptId: identifier,
      currency: currencyCode,
      amount: notNegativeMinorText,
      ...baseValue,
      method: z.enum(paymentMethods),
      parts: z.array(z.strictObject({ part: itemNumber, accountId: identifier, paymentId: identifier })),
    }),
  },
  /** No account has anything of it any more; posts nothing. */
  ReceiptReversalCompleted: { 1: z.strictObject({ receiptId: identifier }) },
} as const;

/** In the stream of the account. */
export const receiptPartEvents = {
  /** A part of a receipt is there: a payment of the account, unapplied from its day on. */
  PaymentIdentified: {
    1: z.strictObject({ ...partEnds, ...money, ...baseValue, ...paid }),
  },
  /** The account does not take it, once and for good; posts nothing. `code`: the refusal. */
  ReceiptPartRefused: { 1: z.strictObject({ ...partEnds, code: identifier }) },
  /** It was not this account's: it leaves, and stands on TransferClearing until the receipt has it again. */
  PaymentUnidentified: { 1: partMoved },
} as const;

/** What the stream of a receipt holds. */
export type ReceiptFact = FactOf<keyof typeof receiptEvents>;

export function isReceiptFact(fact: Fact): fact is ReceiptFact {
  return Object.hasOwn(receiptEvents, fact.type);
}

/** What the stream of an account says of parts of receipts. */
export type ReceiptPartFact = FactOf<keyof typeof receiptPartEvents>;

export function isReceiptPartFact(fact: Fact): fact is ReceiptPartFact {
  return Object.hasOwn(receiptPartEvents, fact.type);
}

export const identifiedSchema = receiptIdentified;
export const partMovedSchema = partMoved;

export type PartMoved = z.infer<typeof partMoved>;
export type Identified = z.infer<typeof receiptIdentified>;
