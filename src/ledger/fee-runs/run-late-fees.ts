import { z } from 'zod';
import { toMinorText } from '#money/money.ts';
import type { Books, Ledger, LedgerTerms } from '../books.ts';
import { amountOf, beforeOpening, dateOf, positive } from '../checks.ts';
import { commandFields, currencyField, effectiveDateField } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { rateInput } from '../foreign/base-value.ts';
import { feePeriodInput } from '../late-fees/fee-period.ts';
import { lockedOn } from '../periods/locked-period.ts';
import { type Rejection, reject } from '../rejections.ts';
import { feeRunId } from './fee-run-events.ts';
import { type FeeTermsInput, feeTermsInput, type StoredFeeTerms } from './fee-terms.ts';

export const runLateFeesInput = z
  .strictObject({
    ...commandFields,
    runId: feeRunId.describe('Yours, unique in the ledger. The ids of its fees are made of it.'),
    effectiveDate: effectiveDateField,
    period: feePeriodInput,
    currency: currencyField,
    terms: feeTermsInput.describe('What is charged, and when an item is late enough.'),
    rate: rateInput
      .optional()
      .describe('Needed where the currency is not the base currency: what its fees are worth in that.'),
    importsWithinDays: z
      .int()
      .min(0)
      .max(366)
      .optional()
      .describe(
        'Warn where no money from another system is newer than so many days before the run: somebody may have paid long ago.',
      ),
  })
  .describe(
    'Charges late fees or interest on every account of the ledger: what is late on this day, once for each item and period, and ' +
      'nothing that a plan, a dispute or a hold protects. A dry run answers what the run would do. Sent again, or carried on ' +
      'after it was interrupted, it charges nothing twice.',
  );

export type RunLateFees = z.output<typeof runLateFeesInput>;

/** The beginning of a run; the accounts follow by themselves (processes/late-fee-run.ts). */
export function decideRunLateFees(
  ledger: Ledger,
  input: RunLateFees,
  books: Books,
): FactOf<'LateFeeRunBegun'> | Rejection {
  const on = dateOf(input, books);
  const refusal =
    notPositive(input) ??
    (ledger.terms === undefined ? reject('LEDGER_NOT_OPEN', {}) : undefined) ??
    (ledger.feeRuns.has(input.runId) ? reject('FEE_RUN_TAKEN', {}, 'runId') : undefined) ??
    wrongRate(ledger.terms, input) ??
    beforeOpening(books, on) ??
    lockedOn(books, on) ??
    (on > books.today ? reject('FEE_RUN_AHEAD', { today: books.today }, 'effectiveDate') : undefined);
  if (refusal !== undefined) return refusal;
  const { runId, period, currency, rate, importsWithinDays } = input;
  const terms = storedTerms(input.terms, currency);
  const data = { runId, period, currency, terms, rate, importsWithinDays };
  return { type: 'LateFeeRunBegun', effectiveDate: on, data };
}

/** As on an account: a foreign currency needs the rate, and the base currency takes none. */
function wrongRate(terms: LedgerTerms | undefined, { currency, rate }: RunLateFees): Rejection | undefined {
  const baseCurrency = terms?.baseCurrency;
  if (baseCurrency === currency) return rate && reject('BASE_VALUE_NOT_TAKEN', {}, 'rate');
  return rate === undefined ? reject('BASE_VALUE_REQUIRED', { baseCurrency }, 'rate') : undefined;
}

const amountNames = ['amount', 'mostAmount', 'leastAmount'] as const;

function notPositive({ terms, currency }: RunLateFees): Rejection | undefined {
  for (const name of amountNames) {
    const text = terms[name];
    const refusal = text === undefined ? undefined : positive(amountOf(text, currency), `terms.${name}`);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function storedTerms(terms: FeeTermsInput, currency: string): StoredFeeTerms {
  const minor = (text: string | undefined) => (text === undefined ? undefined : toMinorText(amountOf(text, currency)));
  return {
    ...terms,
    graceDays: terms.graceDays ?? 0,
    amount: minor(terms.amount),
    mostAmount: minor(terms.mostAmount),
    leastAmount: minor(terms.leastAmount),
  };
}
