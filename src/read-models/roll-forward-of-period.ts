import type { StoredTotals } from '#ledger/periods/period-events.ts';
import { type Minor, minorOf } from '#projections/minor.ts';
import { type Period, standingClosing } from '#projections/period-history.ts';
import type { ReadModels, View } from './read-models.ts';
import type { RollForwardRow } from './roll-forward.ts';

export interface PeriodRolledForward {
  readonly view: View;
  readonly rows: readonly RollForwardRow[];
  /** INV-23: it opens with what the closing before it froze, and closes with what its own did. */
  readonly isAsFrozen: boolean;
}

interface PeriodRequest {
  /** The fiscal calendar as known in the view. */
  readonly periods: readonly Period[];
  readonly period: Period;
  readonly known: View;
}

/** A closed period is known as it was when it was closed. */
export async function rollForwardOfPeriod(
  readModels: Pick<ReadModels, 'view' | 'rollForward'>,
  { periods, period, known }: PeriodRequest,
): Promise<PeriodRolledForward> {
  const closing = standingClosing(period)?.data;
  const before = periods[periods.indexOf(period) - 1];
  const opening = before && standingClosing(before)?.data;
  const view = await readModels.view({ asOf: period.end, knownAt: { ordinal: closing?.position ?? known.ordinal } });
  const rows = await readModels.rollForward({ view, start: period.start });
  const isAsFrozen = agree(rows, 'opening', opening?.totals) && agree(rows, 'closing', closing?.totals);
  return { view, rows, isAsFrozen };
}

function agree(rows: readonly RollForwardRow[], end: 'opening' | 'closing', frozen: StoredTotals | undefined): boolean {
  if (frozen === undefined) return true;
  const isComplete = frozen.currencies.every(
    (one) => isNothing(one) || rows.some(({ currency }) => currency === one.currency),
  );
  return isComplete && rows.every((row) => isFrozen(row, end, frozen));
}

type Figures = Pick<StoredTotals['currencies'][number], 'openCharges' | 'unappliedPayments' | 'unappliedCredits'>;

function isFrozen(row: RollForwardRow, end: 'opening' | 'closing', frozen: StoredTotals): boolean {
  if (row.isInBase && frozen.baseCurrency === undefined) return true;
  const ofRow = row.isInBase
    ? frozen.currencies.map((one): Figures => one.inBase ?? one)
    : frozen.currencies.filter(({ currency }) => currency === row.currency);
  return (
    sumOf(ofRow, ({ openCharges }) => [openCharges]) === minorOf(row.receivables[end].minor.toString()) &&
    sumOf(ofRow, unappliedOf) === minorOf(row.unapplied[end].minor.toString())
  );
}

function unappliedOf({ unappliedPayments, unappliedCredits }: Figures): readonly string[] {
  return [unappliedPayments, unappliedCredits];
}

function isNothing(figures: Figures): boolean {
  return [figures.openCharges, ...unappliedOf(figures)].every((minor) => minor === '0');
}

function sumOf(figures: readonly Figures[], partsOf: (one: Figures) => readonly string[]): Minor {
  return figures.flatMap(partsOf).reduce((sum, minor) => sum + minorOf(minor), 0n);
}
