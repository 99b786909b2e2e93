import { z } from 'zod';
import { currencyCode, dateText, identifier } from '../text.ts';

/** A sum over the whole book may need more digits than an entry's own amount. */
const totalText = z.string().regex(/^(0|-?[1-9][0-9]{0,37})$/);

/** Of one currency: receivables, and what is unapplied. */
const figures = { openCharges: totalText, unappliedPayments: totalText, unappliedCredits: totalText };
const ofCurrency = z.strictObject({ currency: currencyCode, ...figures });

/** Both sides of an account of the general ledger. */
const sides = { debits: totalText, credits: totalText };
const ofAccount = z.strictObject({ account: identifier, currency: currencyCode, ...sides });

/**
 * What the books said of a period when it was closed: the general ledger as of its end, known up to the position, and how
 * many accounts and open items that was. WARNING: history, as in events.ts.
 */
const controlTotals = z.strictObject({
  /** Accounts opened by the end. */
  accounts: z.int().min(0),
  /** Items with something open. */
  openItems: z.int().min(0),
  currencies: z.array(ofCurrency),
  /** Both sides of every account that something was posted to; in the order of the chart. */
  trialBalance: z.array(ofAccount),
});

/** `inBase`: what the same is carried at in the base currency of the ledger; of a currency that is another one. */
const controlTotals2 = controlTotals.extend({
  /** The ledger's. Without it nothing was frozen in base: version 1 did not. */
  baseCurrency: currencyCode.optional(),
  currencies: z.array(ofCurrency.extend({ inBase: z.strictObject(figures).optional() })),
  trialBalance: z.array(ofAccount.extend({ inBase: z.strictObject(sides).optional() })),
});

export type StoredTotals = z.infer<typeof controlTotals2>;

const periodClosed = z.strictObject({ periodEnd: dateText, position: z.int().min(1), totals: controlTotals });

/** Facts of the ledger's own stream (decisions/0016). */
export const periodEvents = {
  /** Last days of periods, ascending: each begins the day after the one before it, the first on the ledger's opening date. */
  CalendarExtended: { 1: z.strictObject({ periodEnds: z.array(dateText).min(1) }) },
  /** From here on every writer refuses the period. */
  PeriodClosing: { 1: z.strictObject({ periodEnd: dateText }) },
  /** Nothing that was decided before can still arrive: what stands before this entry counts in the period, what comes after does not. */
  PeriodFenced: { 1: z.strictObject({ periodEnd: dateText }) },
  /** `position`: the ordinal up to which it counts, that of its PeriodFenced. */
  PeriodClosed: {
    1: periodClosed,
    2: periodClosed.extend({ totals: controlTotals2 }),
  },
  /** Also gives up a closing that is under way. `lockedThrough`: what stays locked, if anything. */
  PeriodReopened: { 1: z.strictObject({ periodEnd: dateText, lockedThrough: dateText.optional() }) },
} as const;
