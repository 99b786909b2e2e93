import { z } from 'zod';
import type { Books, Ledger } from '../books.ts';
import { commandFields } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { dayOfStep } from '../periods/locked-period.ts';
import { type Rejection, reject } from '../rejections.ts';
import { feeRunId, feeRunTotals } from './fee-run-events.ts';

/** The last step of a run: nobody else sends it. */
export const endLateFeeRunInput = z.strictObject({ ...commandFields, runId: feeRunId, totals: feeRunTotals });

export type EndLateFeeRun = z.output<typeof endLateFeeRunInput>;

export function decideEndLateFeeRun(
  { feeRuns }: Ledger,
  { runId, totals }: EndLateFeeRun,
  books: Books,
): FactOf<'LateFeeRunEnded'> | Rejection {
  const run = feeRuns.get(runId);
  if (run === undefined) throw new Error('a step of a late-fee run that has not begun');
  if (run.hasEnded) return reject('FEE_RUN_OVER', {}, 'runId');
  const { currency } = run.begun;
  // A period that was closed while it was under way takes no entry any more.
  return { type: 'LateFeeRunEnded', effectiveDate: dayOfStep(run.on, books), data: { runId, currency, totals } };
}
