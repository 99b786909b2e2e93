import { z } from 'zod';
import { chargeCategories } from '../charge-kinds.ts';
import type { Fact, FactOf } from '../events.ts';
import { partySchema } from '../parties.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { currencyCode, dateText, identifier, itemNumber, notNegativeMinorText, positiveMinorText } from '../text.ts';

/** The facts of what moves between accounts (decisions/0017). WARNING: history, as all of the event catalogue is (events.ts). */
const movedItem = z.strictObject({
  item: itemNumber,
  party: partySchema,
  dueDate: dateText,
  amount: positiveMinorText,
  /** In the base currency, where the account is in another one. */
  base: notNegativeMinorText.optional(),
});

/** A part of a charge, a payment or a credit, under the ids that it has on the account of the entry. */
const movedThing = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('CHARGE'),
    chargeId: identifier,
    category: z.enum(chargeCategories),
    serviceDate: dateText.optional(),
    providerId: identifier.optional(),
    items: z.array(movedItem).min(1),
  }),
  z.strictObject({
    kind: z.literal('PAYMENT'),
    paymentId: identifier,
    payer: partySchema,
    method: z.enum(paymentMethods),
  }),
  z.strictObject({ kind: z.literal('CREDIT'), creditId: identifier, party: partySchema }),
]);

const ends = { transferId: identifier, fromAccountId: identifier, toAccountId: identifier };

/** Both accounts are named on both of them, so that an entry tells by itself where the money is and where it belongs. */
const moved = z.strictObject({
  ...ends,
  currency: currencyCode,
  amount: positiveMinorText,
  /** In the base currency, where the account is in another one: what is carried goes along, without gain or loss. */
  baseAmount: notNegativeMinorText.optional(),
  what: movedThing,
  /** The transfer by which it had come from the account that it now goes to: there it is again what it was before. */
  returns: identifier.optional(),
});

export const transferEvents = {
  /** It leaves the account, and stands on TransferClearing until it is on the other one. */
  BalanceTransferredOut: { 1: moved },
  /** It is there: a charge, payment or credit of its own under the id of the transfer, or with `returns` a part of an old one. */
  BalanceTransferredIn: { 1: moved },
  /** The other account could not take it any more: it is again where it had left. */
  BalanceTransferReturned: { 1: moved },
  /** The account that it left knows that it has arrived; posts nothing. */
  BalanceTransferCompleted: { 1: z.strictObject(ends) },
  /** The account that it was to come to does not take it, once and for good; posts nothing. `code`: the refusal. */
  BalanceTransferRefused: { 1: z.strictObject({ ...ends, code: identifier }) },
} as const;

export type TransferFact = FactOf<keyof typeof transferEvents>;

export function isTransferFact(fact: Fact): fact is TransferFact {
  return Object.hasOwn(transferEvents, fact.type);
}

/** What the three facts that post have in common. */
export type Moved = z.infer<typeof moved>;
export type MovedThing = Moved['what'];
export type MovedItem = z.infer<typeof movedItem>;

export const movedSchema = moved;
