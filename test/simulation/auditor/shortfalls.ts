import { recordChange, taxOf } from './adjustments.ts';
import { later, smallestFrom, sumOf } from './dated.ts';
import { type Desk, there } from './desk.ts';
import { type AdjustmentPaper, type AllocationPaper, openOf, type Papers } from './papers.ts';
import { enter, type Placement, type Placing } from './placing.ts';
import { reasonFor, wrongReason } from './reasons.ts';
import type { Release } from './releasing.ts';
import type { Told, ToldLine, ToldShortfall } from './told.ts';

/** Lines whose rest is given up are judged as adjustments would be that say so. */
function asAdjustment({ input }: Told, { kind, reasonCode }: ToldShortfall): Told {
  return { name: 'AdjustCharge', input: { ...input, kind, reasonCode } };
}

function shortfallsOf(lines: readonly ToldLine[] = []): readonly ToldShortfall[] {
  return lines.flatMap(({ shortfall }) => shortfall ?? []);
}

export function takenAdjustmentIds(papers: Papers, lines: readonly ToldLine[]): string | false {
  const ids = shortfallsOf(lines).map(({ adjustmentId }) => adjustmentId);
  return (new Set(ids).size < ids.length || ids.some((id) => papers.adjustments.has(id))) && 'DUPLICATE_ID';
}

export function wrongShortfallReasons(desk: Desk, told: Told): readonly (string | false)[] {
  return shortfallsOf(told.input.lines).map((one) => wrongReason(desk, asAdjustment(told, one)));
}

/** Enters what was placed, and gives up the rests of the lines that say so. */
export function enterWithShortfalls(
  desk: Desk,
  told: Told,
  source: Parameters<typeof enter>[1],
  placing: Placing,
  known: number,
): void {
  const { papers } = desk;
  const allocations = enter(papers, source, placing.placed, known);
  for (const { shortfall, losses, day, last } of placing.givenUp ?? []) {
    const chargeId = there(losses[0]).item.charge.chargeId;
    const cents = -sumOf(losses.map((loss) => loss.cents));
    const charge = there(papers.charges.get(chargeId));
    const adjustment: AdjustmentPaper = {
      chargeId,
      kind: shortfall.kind,
      reason: shortfall.reasonCode ?? '',
      day,
      cents,
      tax: taxOf(charge, cents),
      contra: there(reasonFor(desk, asAdjustment(told, shortfall))?.contraAccount),
      items: losses.map((loss) => ({ item: loss.item, cents: -loss.cents })),
      isUndoing: false,
      undoneOn: undefined,
    };
    papers.adjustments.set(shortfall.adjustmentId, adjustment);
    there(allocations.get(last)).shortfall = adjustment;
    recordChange(papers, charge, adjustment, known);
  }
}

/** What hangs on the allocation, unless somebody undid it by hand. */
function latestOf({ shortfall }: AllocationPaper): AdjustmentPaper | undefined {
  return shortfall?.undoneOn === undefined ? shortfall : undefined;
}

function standsOn(allocation: AllocationPaper): AdjustmentPaper | undefined {
  const latest = latestOf(allocation);
  return latest !== undefined && latest.cents < 0n ? latest : undefined;
}

/** Half an allocation does not say which half of the rest was given up with it. */
export function partOfShortfall(releases: readonly Release[]): string | false {
  const isPart = ({ allocation }: Release): boolean => {
    const released = sumOf(releases.filter((one) => one.allocation === allocation).map(({ cents }) => cents));
    return standsOn(allocation) !== undefined && released !== allocation.live;
  };
  return releases.some(isPart) && 'SHORTFALL_WHOLE_ONLY';
}

/** With its allocation the rest is owed again, not before it was given up. */
export function takeBackShortfalls(papers: Papers, releases: readonly Release[], known: number): void {
  for (const { allocation, day } of releases) {
    const original = standsOn(allocation);
    if (original === undefined) continue;
    allocation.shortfall = mirror(papers, original, later(day, original.day), known);
  }
}

function mirror(papers: Papers, original: AdjustmentPaper, day: string, known: number): AdjustmentPaper {
  let number = 1;
  while (papers.adjustments.has(`shortfall:${number}`)) number += 1;
  const opposite: AdjustmentPaper = {
    ...original,
    day,
    cents: -original.cents,
    tax: -original.tax,
    items: original.items.map(({ item, cents }) => ({ item, cents: -cents })),
    isUndoing: !original.isUndoing,
    undoes: original,
    undoneOn: undefined,
  };
  original.undoneOn = day;
  papers.adjustments.set(`shortfall:${number}`, opposite);
  recordChange(papers, there(papers.charges.get(original.chargeId)), opposite, known);
  return opposite;
}

/** An allocation that was taken back, and the placement that restores it. */
export interface Restored {
  readonly dropped: AllocationPaper;
  readonly cents: bigint;
  readonly placement: Placement;
}

/** Where the money is back in full, what had been given up with it is given up again, as long as all of it is still open. */
export function giveUpAgain(
  papers: Papers,
  restored: readonly Restored[],
  allocations: ReadonlyMap<Placement, AllocationPaper>,
  known: number,
): void {
  for (const { dropped, cents, placement } of restored) {
    const back = latestOf(dropped);
    if (back === undefined || back.cents < 0n || placement.cents !== cents) continue;
    const day = later(placement.day, back.day);
    if (!canBeGivenUp(papers, back, day)) continue;
    there(allocations.get(placement)).shortfall = mirror(papers, back, day, known);
  }
}

function canBeGivenUp(papers: Papers, { chargeId, cents, tax, items }: AdjustmentPaper, day: string): boolean {
  const { taxLeft, worth } = there(papers.charges.get(chargeId));
  const isOpen = items.every((part) => smallestFrom(openOf(part.item), day) >= part.cents);
  return isOpen && taxLeft - tax >= 0n && taxLeft - tax <= worth - cents;
}
