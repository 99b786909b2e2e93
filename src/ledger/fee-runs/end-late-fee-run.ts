import { z } from 'zod';
import type { Ledger } from '../books.ts';
import { commandFields } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { feeRunId, feeRunTotals } from './fee-run-events.ts';

/** The last step of a run: nobody else sends it. */
export const endLateFeeRunInput = z.strictObject({ ...commandFields, runId: feeRunId, totals: feeRunTotals });

export type EndLateFeeRun = z.output<typeof endLateFeeRunInput>;

export function decideEndLateFeeRun(
  { feeRuns }: Ledger,
  { runId, totals }: EndLateFeeRun,
): FactOf<'LateFeeRunEnded'> | Rejection {
  const run = feeRuns.get(runId);
  if (run === undefined) throw new Error('a step of a late-fee run that has not begun');
  if (run.hasEnded) return reject('FEE_RUN_OVER', {}, 'runId');
  const { currency } = run.begun;
  return { type: 'LateFeeRunEnded', effectiveDate: run.on, data: { runId, currency, totals } };
}
