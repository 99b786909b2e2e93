import { z } from 'zod';
import { statedRate } from '../foreign/base-shapes.ts';
import { currencyCode, dateText, identifier, itemNumber, positiveMinorText } from '../text.ts';
import { storedFeeTerms } from './fee-terms.ts';

/** Short enough for the ids of its fees to be made of it. */
export const feeRunId = z.string().regex(/^[A-Za-z0-9_.:-]{1,48}$/, 'expected 1 to 48 of A-Z a-z 0-9 _ . : -');

/** A month, or the last day of a period. */
export const storedFeePeriod = z.string().regex(/^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$/);

const count = z.int().min(0);
/** A sum over the whole book may need more digits than an entry's own amount. */
const totalText = z.string().regex(/^(0|[1-9][0-9]{0,37})$/);

/** What a run did, or would do. */
export const feeRunTotals = z.strictObject({
  /** Accounts with something late enough. */
  accounts: count,
  fees: count,
  amount: totalText,
  notices: count,
  /** Items left out because a plan, a dispute or a hold protects them. */
  leftOut: count,
  /** Accounts that take nothing any more: closed since. */
  refused: count,
  /** The newest day of money that came from another system, up to the day of the run. */
  newestImportOn: dateText.optional(),
});

export type FeeRunTotals = z.infer<typeof feeRunTotals>;

/** Facts of the ledger's own stream: a run begins, and has been through all accounts. Effective date: the day of the run. */
export const feeRunEvents = {
  LateFeeRunBegun: {
    1: z.strictObject({
      runId: feeRunId,
      period: storedFeePeriod,
      currency: currencyCode,
      terms: storedFeeTerms,
      /** Where the currency is not the ledger's base currency: what its fees are worth in that. */
      rate: statedRate.optional(),
      /** Days after which money that is imported is missing. */
      importsWithinDays: count.optional(),
    }),
  },
  LateFeeRunEnded: { 1: z.strictObject({ runId: feeRunId, currency: currencyCode, totals: feeRunTotals }) },
} as const;

const lateItem = z.strictObject({ chargeId: identifier, item: itemNumber });

/**
 * What a run found on an account (`accountId`, so that the lists of a run say whose it is), and how each fee of it came about; the fees themselves follow as LateFeeAssessed. It posts
 * nothing. Of interest, the days `from` to `through`, both included; `moneyDays` is what was owed on each of them, added up.
 */
export const accountFeeRunEvents = {
  LateFeesRun: {
    1: z.strictObject({
      runId: feeRunId,
      accountId: identifier,
      period: storedFeePeriod,
      currency: currencyCode,
      fees: z.array(
        z.strictObject({
          feeId: identifier,
          feeOn: lateItem,
          overdue: positiveMinorText,
          amount: positiveMinorText,
          interest: z.strictObject({ from: dateText, through: dateText, moneyDays: totalText }).optional(),
        }),
      ),
      /** Items that were late for the first time, and were only noted. */
      notices: z.array(lateItem),
      leftOut: count,
    }),
  },
} as const;
