import { z } from 'zod';
import { laterOf } from '#money/calendar-date.ts';
import { toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, openAccount, otherCurrency } from '../checks.ts';
import { commandFields } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { statedRate } from '../foreign/base-shapes.ts';
import { statedBase } from '../foreign/base-value.ts';
import { firstOpenDay } from '../periods/fiscal-calendar.ts';
import { reject } from '../rejections.ts';
import { currencyCode, dateText, identifier } from '../text.ts';
import { feeRunId, storedFeePeriod } from './fee-run-events.ts';
import { storedFeeTerms } from './fee-terms.ts';
import { type FeeDue, type FeesDue, feesDue } from './fees-due.ts';

/** The step of a run on one account: nobody else sends it. */
export const chargeRunFeesInput = z.strictObject({
  ...commandFields,
  accountId: identifier,
  effectiveDate: dateText,
  run: z.strictObject({
    runId: feeRunId,
    period: storedFeePeriod,
    currency: currencyCode,
    terms: storedFeeTerms,
    rate: statedRate.optional(),
  }),
  expect: z.undefined().optional(),
  corrects: z.undefined().optional(),
});

export type ChargeRunFees = z.output<typeof chargeRunFeesInput>;

/** Fees and notices of one append; where a step comes to so many another one follows. */
export const mostInOneStep = 200;

/** Fees of the account in one append, or none; `NO_FEE_DUE` where nothing is late enough. */
export function decideChargeRunFees(account: Account, input: ChargeRunFees, books: Books): Decision {
  const { run, effectiveDate } = input;
  const refusal =
    openAccount(account, books) ?? otherCurrency(account, run.currency) ?? beforeOpening(books, effectiveDate);
  if (refusal !== undefined) return refusal;
  const all = feesDue(account, { ...run, on: effectiveDate });
  // A dry run changes nothing, so no second step could find the rest.
  const due = input.dryRun === true ? all : firstOf(all);
  const { fees, notices, leftOut } = due;
  // Where the day has been locked meanwhile, what was late on it is charged on the first day that is open.
  const on =
    books.lockedThrough === undefined ? effectiveDate : laterOf(effectiveDate, firstOpenDay(books.lockedThrough));
  if (fees.length + notices.length === 0) return reject('NO_FEE_DUE', { leftOut });
  const ids = feeIds(account, run.runId, fees.length);
  return accept(record(draftOf(account), found(account, run, on, due, ids), ...assessed(account, run, on, fees, ids)));
}

/** The rest are found by the next step: what was charged or noted is not found again. */
function firstOf({ fees, notices, leftOut }: FeesDue): FeesDue {
  const some = fees.slice(0, mostInOneStep);
  return { fees: some, notices: notices.slice(0, mostInOneStep - some.length), leftOut };
}

/** The first free ones that are made of the run's. */
function feeIds({ charges }: Account, runId: string, count: number): readonly string[] {
  const ids: string[] = [];
  for (let number = 1; ids.length < count; number += 1) {
    const id = `${runId}-${number}`;
    if (!charges.has(id)) ids.push(id);
  }
  return ids;
}

type Run = ChargeRunFees['run'];
type Day = ChargeRunFees['effectiveDate'];

function found(
  { accountId }: Account,
  { runId, period, currency }: Run,
  effectiveDate: Day,
  { fees, notices, leftOut }: FeesDue,
  ids: readonly string[],
): FactOf<'LateFeesRun'> {
  const data = {
    runId,
    accountId,
    period,
    currency,
    fees: fees.map(({ item, overdue, amount, interest }, index) => ({
      feeId: ids[index] ?? '',
      feeOn: { chargeId: item.chargeId, item: item.item },
      overdue: toMinorText(overdue),
      amount: toMinorText(amount),
      interest: interest && { ...interest, moneyDays: toMinorText(interest.moneyDays) },
    })),
    notices: notices.map(({ chargeId, item }) => ({ chargeId, item })),
    leftOut,
  };
  return { type: 'LateFeesRun', effectiveDate, data };
}

function assessed(
  account: Account,
  { runId, period, currency, terms, rate }: Run,
  effectiveDate: Day,
  fees: readonly FeeDue[],
  ids: readonly string[],
): readonly FactOf<'LateFeeAssessed'>[] {
  return fees.map(({ item, amount }, index) => ({
    type: 'LateFeeAssessed',
    effectiveDate,
    data: {
      chargeId: ids[index] ?? '',
      category: terms.method === 'INTEREST' ? 'INTEREST' : 'LATE_FEE',
      currency,
      amount: toMinorText(amount),
      ...statedBase(account, { rate }, amount),
      party: item.party,
      dueDate: effectiveDate,
      feeOn: { chargeId: item.chargeId, item: item.item },
      period,
      runId,
    },
  }));
}
