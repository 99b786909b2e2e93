import { on } from './dated.ts';
import { type ItemPaper, openOf, type Papers, type PlanPaper } from './papers.ts';

/** The item and those whose amount plans have moved into it, one after another. */
export function lineageOf(item: ItemPaper): readonly ItemPaper[] {
  return item.redated === undefined ? [item] : [item, ...lineageOf(item.redated)];
}

export function livePlanOf({ plans }: Papers, item: ItemPaper): PlanPaper | undefined {
  return [...plans.values()].find(({ ended, items }) => ended === undefined && items.includes(item));
}

/** It stands on the day, and nothing of it that was due before is open. */
export function isOnKeptPlan({ plans }: Papers, item: ItemPaper, day: string): boolean {
  return [...plans.values()].some(({ day: from, ended, items }) => {
    const isStanding = items.includes(item) && from <= day && (ended === undefined || day < ended);
    return isStanding && items.every((one) => one.due >= day || on(openOf(one), day) === 0n);
  });
}

export function isPlannedFrom({ plans }: Papers, day: string): boolean {
  return [...plans.values()].some(({ ended }) => ended === undefined || ended > day);
}
