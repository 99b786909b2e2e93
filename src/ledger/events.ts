import { z } from 'zod';
import { chargeCategories, chargeOrigins } from './charge-kinds.ts';
import { chargeVoidedEvents } from './charges/charge-voided.ts';
import { creditEvents } from './credits/credit-events.ts';
import { disputeEvents } from './disputes/dispute-events.ts';
import { itemChange, itemOpened, justification } from './event-shapes.ts';
import { accountFeeRunEvents, feeRunEvents } from './fee-runs/fee-run-events.ts';
import { itemChangeInBase, itemOpenedInBase, partBase, statedBaseValue } from './foreign/base-shapes.ts';
import { revaluationEvents } from './foreign/revaluation-events.ts';
import { holdEvents } from './holds/hold-events.ts';
import { lateFeeEvents } from './late-fees/late-fee-events.ts';
import { partySchema } from './parties.ts';
import { paymentEvents } from './payments/payment-events.ts';
import { pendingEvents } from './pending-payments/pending-events.ts';
import { periodEvents } from './periods/period-events.ts';
import { planEvents } from './plans/plan-events.ts';
import { promiseEvents } from './promises/promise-events.ts';
import { reasonListEvents } from './reasons/reason-list-events.ts';
import { receiptEvents, receiptPartEvents } from './receipts/receipt-events.ts';
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
import { transferEvents } from './transfers/transfer-events.ts';
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

export type AdjustmentKind = (typeof adjustmentKinds)[number];
export type LedgerMode = (typeof ledgerModes)[number];

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

const chargePosted2 = chargePosted.extend({ origin: z.enum(chargeOrigins), rechargeOf: identifier.optional() });

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

const chargeAdjusted2 = chargeAdjusted.extend({
  shortfallOf: z.strictObject({ paymentId: identifier, allocation: z.int().min(1) }).optional(),
});

const responsibilityMove = z.strictObject({
  item: itemNumber,
  toItem: itemNumber,
  dueDate: dateText,
  amount: positiveMinorText,
});

const responsibilityTransferred = z.strictObject({
  transferId: identifier,
  chargeId: identifier,
  currency: currencyCode,
  amount: positiveMinorText,
  toParty: partySchema,
  moves: z.array(responsibilityMove).min(1),
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
  AccountOpened: {
    1: z.strictObject({ currency: currencyCode }),
    /** `baseCurrency`: the ledger's, where the account is in another one; all its facts carry base values then. */
    2: z.strictObject({ currency: currencyCode, baseCurrency: currencyCode.optional() }),
  },
  ...feeRunEvents,
  AccountClosed: { 1: z.strictObject({}) },
  AccountReopened: { 1: z.strictObject({}) },
  ChargePosted: {
    1: chargePosted,
    /** RECHARGE: the part of a reversed payment that had been refunded and is owed back; posts against CashClearing. */
    2: chargePosted2,
    /** `baseTax`: the part of the base amount that belongs to the tax. */
    3: chargePosted2.extend({
      ...statedBaseValue,
      baseTax: notNegativeMinorText.optional(),
      items: z.array(itemOpenedInBase).min(1),
    }),
  },
  /** Signed: a negative amount lowers what the charge is worth. Items sum to the amount. */
  ChargeAdjusted: {
    1: chargeAdjusted,
    /**
     * `shortfallOf`: what an allocation left open, given up in the same command; it falls with the allocation. With `undoes`
     * too: its taking back by the un-applying of that allocation, or its return with an allocation that is restored.
     */
    2: chargeAdjusted2,
    /** `baseTax` has the sign of the amount too. */
    3: chargeAdjusted2.extend({ items: z.array(itemChangeInBase).min(1), baseTax: minorText.optional() }),
  },
  ...paymentEvents,
  ...pendingEvents,
  ...chargeVoidedEvents,
  ...creditEvents,
  ...refundEvents,
  /** Each move closes a part of `item` and opens `toItem` of the other party with its own due date. */
  ResponsibilityTransferred: {
    1: responsibilityTransferred,
    2: responsibilityTransferred.extend({ moves: z.array(responsibilityMove.extend(partBase)).min(1) }),
  },
  ...transferEvents,
  ...receiptEvents,
  ...receiptPartEvents,
  ...lateFeeEvents,
  ...accountFeeRunEvents,
  ...writeOffEvents,
  ...holdEvents,
  ...disputeEvents,
  ...revaluationEvents,
  ...promiseEvents,
  ...planEvents,
} as const;

export type EventType = keyof typeof eventSchemas;

/** The data of an event as the newest version has it. */
export type EventData<Type extends EventType> = z.infer<Newest<(typeof eventSchemas)[Type]>>;

type Newest<Versions> = Versions extends { readonly 3: infer Shape extends z.ZodType }
  ? Shape
  : Versions extends { readonly 2: infer Shape extends z.ZodType }
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
  PeriodClosed: 2,
  PeriodReopened: 1,
  AccountOpened: 2,
  AccountClosed: 1,
  AccountReopened: 1,
  ChargePosted: 3,
  ChargeAdjusted: 3,
  PaymentReceived: 2,
  PaymentPended: 1,
  PaymentSettled: 2,
  PaymentFailed: 1,
  PaymentApplied: 2,
  PaymentUnapplied: 2,
  AllocationReleased: 3,
  PaymentReversed: 3,
  PaymentReinstated: 3,
  ChargeVoided: 2,
  CreditIssued: 2,
  CreditApplied: 2,
  CreditUnapplied: 2,
  CreditReleased: 2,
  CreditVoided: 2,
  PaymentRefunded: 2,
  CreditRefunded: 2,
  RefundReversed: 2,
  ResponsibilityTransferred: 2,
  LateFeeAssessed: 2,
  LateFeeWaived: 2,
  LateFeeReinstated: 2,
  WrittenOff: 2,
  WriteOffReversed: 2,
  BadDebtRecovered: 2,
  RecoveryReversed: 2,
  RecoveryReinstated: 2,
  ReceivablesRevalued: 1,
  LateFeeRunBegun: 1,
  LateFeeRunEnded: 1,
  LateFeesRun: 1,
  HoldPlaced: 1,
  HoldReleased: 1,
  DisputeOpened: 1,
  DisputeResolved: 1,
  PromiseRecorded: 1,
  PromiseCancelled: 1,
  BalanceTransferredOut: 1,
  BalanceTransferredIn: 1,
  BalanceTransferReturned: 1,
  BalanceTransferCompleted: 1,
  BalanceTransferRefused: 1,
  ReceiptRecorded: 1,
  ReceiptIdentified: 1,
  ReceiptPartArrived: 1,
  ReceiptPartReturned: 1,
  ReceiptReturned: 1,
  ReceiptReversed: 1,
  ReceiptReversalCompleted: 1,
  PaymentIdentified: 1,
  ReceiptPartRefused: 1,
  PaymentUnidentified: 1,
  PaymentPlanAgreed: 1,
  PaymentPlanRevised: 1,
  PaymentPlanBroken: 1,
  PaymentPlanCompleted: 1,
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
