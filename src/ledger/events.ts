import { z } from 'zod';
import { chargeCategories, chargeOrigins } from './charge-kinds.ts';
import { chargeVoidedEvents } from './charges/charge-voided.ts';
import { creditEvents } from './credits/credit-events.ts';
import { disputeEvents } from './disputes/dispute-events.ts';
import { allocation, itemChange, itemOpened, justification, release } from './event-shapes.ts';
import { holdEvents } from './holds/hold-events.ts';
import { partySchema } from './parties.ts';
import { paymentMethods } from './payments/payment-methods.ts';
import { pendingEvents } from './pending-payments/pending-events.ts';
import { periodEvents } from './periods/period-events.ts';
import { reasonListEvents } from './reasons/reason-list-events.ts';
import { refundEvents } from './refunds/refund-events.ts';
import {
  currencyCode,
  dateText,
  identifier,
  itemNumber,
  minorText,
  notNegativeMinorText,
  positiveMinorText,
  unitPriceText,
  unitsText,
} from './text.ts';
import { writeOffEvents } from './write-offs/write-off-events.ts';

/**
 * The event catalogue: every fact the books can hold, as it is stored for ever.
 *
 * WARNING: these shapes are history. A shape that has been released is never edited: a new version stands
 * beside it and an upcaster (journal/upcasters.ts) reads the old one. Amounts are minor units as text, an
 * absent field is left out, nothing here is free text or personal.
 *
 * An entry has one effective date, and every posting of it carries that date: a command whose effects fall
 * on several days records several entries.
 */

export const feeCategories = ['LATE_FEE', 'INTEREST'] as const;
export const adjustmentKinds = [
  'CONTRACTUAL',
  'ADMINISTRATIVE',
  'CHARITY',
  'COURTESY',
  'EARLY_PAYMENT_DISCOUNT',
  'SMALL_BALANCE',
  'CORRECTION',
] as const;
export const ledgerModes = ['LIVE', 'SANDBOX'] as const;
/** What makes a release necessary: the worth of the item fell, the payment fell away, or it came back and its recharge fell. */
export const releaseCauses = ['ADJUSTMENT', 'WAIVER', 'REVERSAL', 'REINSTATEMENT'] as const;

export type FeeCategory = (typeof feeCategories)[number];
export type AdjustmentKind = (typeof adjustmentKinds)[number];
export type LedgerMode = (typeof ledgerModes)[number];
export type ReleaseCause = (typeof releaseCauses)[number];

const chargePosted = z.strictObject({
  chargeId: identifier,
  origin: z.enum(['ORIGINAL', 'OPENING']),
  category: z.enum(chargeCategories),
  currency: currencyCode,
  amount: notNegativeMinorText,
  taxAmount: positiveMinorText.optional(),
  items: z.array(itemOpened).min(1),
  serviceDate: dateText.optional(),
  code: identifier.optional(),
  modifiers: z.array(identifier).optional(),
  placeOfService: identifier.optional(),
  units: unitsText.optional(),
  unitPrice: unitPriceText.optional(),
  invoiceId: identifier.optional(),
  encounterId: identifier.optional(),
  claimId: identifier.optional(),
  justification: justification.optional(),
});

const chargeAdjusted = z.strictObject({
  adjustmentId: identifier,
  chargeId: identifier,
  kind: z.enum(adjustmentKinds),
  currency: currencyCode,
  amount: minorText,
  taxAmount: minorText.optional(),
  items: z.array(itemChange).min(1),
  contraAccount: identifier,
  undoes: identifier.optional(),
});

const allocationReleased = z.strictObject({
  paymentId: identifier,
  currency: currencyCode,
  cause: z.enum(['ADJUSTMENT', 'WAIVER', 'REVERSAL']),
  causeId: identifier,
  releases: z.array(release).min(1),
});

const paymentUndone = z.strictObject({ paymentId: identifier, currency: currencyCode, amount: positiveMinorText });

const feeWaiver = z.strictObject({
  waiverId: identifier,
  chargeId: identifier,
  category: z.enum(feeCategories),
  currency: currencyCode,
  amount: positiveMinorText,
  items: z.array(z.strictObject({ item: itemNumber, amount: positiveMinorText })).min(1),
});

/** Event name -> version -> shape of `data`. The highest version is the one that is written. */
export const eventSchemas = {
  /** The books of one legal entity begin. Effective date = the opening date of the ledger. */
  LedgerOpened: {
    1: z.strictObject({
      baseCurrency: currencyCode,
      timeZone: z.string().regex(/^[A-Za-z0-9_+/-]{1,64}$/),
      mode: z.enum(ledgerModes),
      fiscalYearStartMonth: z.int().min(1).max(12),
    }),
  },
  ...reasonListEvents,
  ...periodEvents,
  AccountOpened: { 1: z.strictObject({ currency: currencyCode }) },
  AccountClosed: { 1: z.strictObject({}) },
  AccountReopened: { 1: z.strictObject({}) },
  ChargePosted: {
    1: chargePosted,
    /** RECHARGE: the part of a reversed payment that had been refunded and is owed back; posts against CashClearing. */
    2: chargePosted.extend({ origin: z.enum(chargeOrigins), rechargeOf: identifier.optional() }),
  },
  /** Signed: a negative amount lowers what the charge is worth. Items sum to the amount. */
  ChargeAdjusted: {
    1: chargeAdjusted,
    /**
     * `shortfallOf`: what an allocation left open, given up in the same command; it falls with the allocation. With `undoes`
     * too: its taking back by the un-applying of that allocation, or its return with an allocation that is restored.
     */
    2: chargeAdjusted.extend({
      shortfallOf: z.strictObject({ paymentId: identifier, allocation: z.int().min(1) }).optional(),
    }),
  },
  PaymentReceived: {
    1: z.strictObject({
      paymentId: identifier,
      currency: currencyCode,
      amount: positiveMinorText,
      method: z.enum(paymentMethods),
      payer: partySchema,
      receivedDate: dateText.optional(),
    }),
  },
  ...pendingEvents,
  PaymentApplied: {
    1: z.strictObject({ paymentId: identifier, currency: currencyCode, allocations: z.array(allocation).min(1) }),
  },
  PaymentUnapplied: {
    1: z.strictObject({ paymentId: identifier, currency: currencyCode, releases: z.array(release).min(1) }),
  },
  /** The ledger's own consequence of another fact of the same command; recorded before it, so that no position shows a negative item. */
  AllocationReleased: {
    1: allocationReleased,
    2: allocationReleased.extend({ cause: z.enum(releaseCauses) }),
  },
  /** What was left of the payment after refunds; nothing where all of it had been refunded. */
  PaymentReversed: { 1: paymentUndone, 2: paymentUndone.extend({ amount: notNegativeMinorText }) },
  PaymentReinstated: { 1: paymentUndone, 2: paymentUndone.extend({ amount: notNegativeMinorText }) },
  ...chargeVoidedEvents,
  ...creditEvents,
  ...refundEvents,
  /** Each move closes a part of `item` and opens `toItem` of the other party with its own due date. */
  ResponsibilityTransferred: {
    1: z.strictObject({
      transferId: identifier,
      chargeId: identifier,
      currency: currencyCode,
      amount: positiveMinorText,
      toParty: partySchema,
      moves: z
        .array(z.strictObject({ item: itemNumber, toItem: itemNumber, dueDate: dateText, amount: positiveMinorText }))
        .min(1),
    }),
  },
  /** A fee is a charge with one item; `feeOn` is the item that was late. */
  LateFeeAssessed: {
    1: z.strictObject({
      chargeId: identifier,
      category: z.enum(feeCategories),
      currency: currencyCode,
      amount: positiveMinorText,
      party: partySchema,
      dueDate: dateText,
      feeOn: z.strictObject({ chargeId: identifier, item: itemNumber }),
      period: z.string().regex(/^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$/),
      runId: identifier.optional(),
    }),
  },
  LateFeeWaived: { 1: feeWaiver },
  /** A waiver is taken back whole: what it gave up is owed again. */
  LateFeeReinstated: { 1: feeWaiver },
  ...writeOffEvents,
  ...holdEvents,
  ...disputeEvents,
} as const;

export type EventType = keyof typeof eventSchemas;

/** The data of an event as the newest version has it. */
export type EventData<Type extends EventType> = z.infer<Newest<(typeof eventSchemas)[Type]>>;

type Newest<Versions> = Versions extends { readonly 2: infer Shape extends z.ZodType }
  ? Shape
  : Versions extends { readonly 1: infer Shape extends z.ZodType }
    ? Shape
    : never;

export const currentVersion: { readonly [Type in EventType]: number } = {
  LedgerOpened: 1,
  ReasonListPublished: 1,
  CalendarExtended: 1,
  PeriodClosing: 1,
  PeriodFenced: 1,
  PeriodClosed: 1,
  PeriodReopened: 1,
  AccountOpened: 1,
  AccountClosed: 1,
  AccountReopened: 1,
  ChargePosted: 2,
  ChargeAdjusted: 2,
  PaymentReceived: 1,
  PaymentPended: 1,
  PaymentSettled: 1,
  PaymentFailed: 1,
  PaymentApplied: 1,
  PaymentUnapplied: 1,
  AllocationReleased: 2,
  PaymentReversed: 2,
  PaymentReinstated: 2,
  ChargeVoided: 1,
  CreditIssued: 1,
  CreditApplied: 1,
  CreditUnapplied: 1,
  CreditReleased: 1,
  CreditVoided: 1,
  PaymentRefunded: 1,
  CreditRefunded: 1,
  RefundReversed: 1,
  ResponsibilityTransferred: 1,
  LateFeeAssessed: 1,
  LateFeeWaived: 1,
  LateFeeReinstated: 1,
  WrittenOff: 1,
  WriteOffReversed: 1,
  BadDebtRecovered: 1,
  RecoveryReversed: 1,
  RecoveryReinstated: 1,
  HoldPlaced: 1,
  HoldReleased: 1,
  DisputeOpened: 1,
  DisputeResolved: 1,
};

/** One thing that happened on one business day. */
export type Fact = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly effectiveDate: EffectiveDate;
    readonly data: EventData<Type>;
    /** Where a fact of a command has a reason of its own; otherwise it has the command's. */
    readonly reasonCode?: string | undefined;
  };
}[EventType];

type EffectiveDate = z.infer<typeof dateText>;

export type FactOf<Type extends EventType> = Extract<Fact, { readonly type: Type }>;
