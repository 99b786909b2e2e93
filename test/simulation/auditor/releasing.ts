import { releaseInBase } from './base.ts';
import { type Dated, later, lesser, on, smallestFrom, sumOf } from './dated.ts';
import {
  type AllocationPaper,
  type ItemPaper,
  inOrder,
  liveNewestFirst,
  openOf,
  type Papers,
  post,
  unappliedAccounts,
} from './papers.ts';

/** A part of an allocation that goes back to unapplied from a day on. */
export interface Release {
  readonly allocation: AllocationPaper;
  readonly day: string;
  readonly cents: bigint;
}

/** What an item comes to be worth less. */
export interface Loss {
  readonly item: ItemPaper;
  readonly cents: bigint;
}

function liveOn(papers: Papers, item: ItemPaper): readonly AllocationPaper[] {
  return liveNewestFirst(papers, (allocation) => allocation.item === item);
}

/** What would be open with everything released, each allocation on its first possible day. */
function freed(papers: Papers, item: ItemPaper, day: string): Dated {
  const releases = liveOn(papers, item).map((one) => ({ day: later(day, one.day), cents: one.live, known: 0 }));
  return [...openOf(item), ...releases];
}

/** What the items can lose from the day on; or why they cannot: not worth it, or on some day the money is still bound. */
export function cannotLose(
  papers: Papers,
  items: readonly ItemPaper[],
  day: string,
  cents: bigint,
): 'NOT_WORTH_IT' | 'NEGATIVE_DAY' | undefined {
  if (sumOf(items.map((item) => smallestFrom(freed(papers, item, day), day))) >= cents) return undefined;
  return worthFrom(items, day) < cents ? 'NOT_WORTH_IT' : 'NEGATIVE_DAY';
}

export function worthFrom(items: readonly ItemPaper[], day: string): bigint {
  return sumOf(items.map((item) => smallestFrom(item.worth, day)));
}

/** What is open goes first, in the order of the items; then what is paid, newest allocation first. */
export function spreadLoss(papers: Papers, items: readonly ItemPaper[], day: string, cents: bigint): readonly Loss[] {
  const losses = new Map<ItemPaper, bigint>();
  let left = cents;
  const lose = (item: ItemPaper, atMost: bigint): void => {
    const lost = losses.get(item) ?? 0n;
    const part = lesser(lesser(left, atMost), smallestFrom(freed(papers, item, day), day) - lost);
    if (part <= 0n) return;
    losses.set(item, lost + part);
    left -= part;
  };
  for (const item of inOrder(items)) lose(item, smallestFrom(openOf(item), day));
  const allocations = liveNewestFirst(papers, ({ item }) => items.includes(item));
  for (const { item, live } of allocations) lose(item, live);
  return [...losses].map(([item, lost]) => ({ item, cents: lost }));
}

/**
 * What has to be released so that the item is on no day below zero. Newest first, but a newer allocation gives only what
 * the older ones do not have to give anyway: they are there earlier, and what they give for an early day helps later too.
 */
export function releasesFor(papers: Papers, { item, cents }: Loss, day: string): readonly Release[] {
  const lowered = [...openOf(item), { day, cents: -cents, known: 0 }];
  const releases: Release[] = [];
  for (const allocation of liveOn(papers, item)) {
    const from = later(day, allocation.day);
    const given = [...lowered, ...releases.map((one) => ({ day: one.day, cents: one.cents, known: 0 }))];
    const part = lesser(allocation.live, lackOn(given, day, undefined) - lackOn(given, day, from));
    if (part > 0n) releases.push({ allocation, day: from, cents: part });
  }
  return releases;
}

/** The most that is missing on any day from `day` on; with `before` only on the days before it. */
function lackOn(changes: Dated, day: string, before: string | undefined): bigint {
  const days = [day, ...changes.map((change) => change.day)].filter(
    (one) => one >= day && (before === undefined || one < before),
  );
  return days.reduce((most, one) => (-on(changes, one) > most ? -on(changes, one) : most), 0n);
}

export function enterReleases(papers: Papers, releases: readonly Release[], known: number): void {
  for (const { allocation, day, cents } of releases) {
    allocation.live -= cents;
    releaseInBase(papers, { allocation, cents }, { day, known });
    allocation.item.paid.push({ day, cents, known });
    if (allocation.source.kind === 'CREDIT') allocation.item.credited.push({ day, cents, known });
    allocation.source.unapplied.push({ day, cents, known });
    post(papers, { day, known }, [
      ['AccountsReceivable', cents],
      [unappliedAccounts[allocation.source.kind], -cents],
    ]);
  }
}

/** The items in their order, each as far as its room goes. */
export function partsOf(items: readonly ItemPaper[], rooms: readonly bigint[], cents: bigint): readonly Loss[] {
  let left = cents;
  return items.flatMap((item, index) => {
    const part = lesser(left, rooms[index] ?? 0n);
    left -= part;
    return part > 0n ? [{ item, cents: part }] : [];
  });
}

/** Takes up to `cents` from the allocations in their order. */
export function takeFrom(allocations: readonly Release[], cents: bigint): readonly Release[] {
  let left = cents;
  return allocations.flatMap((one) => {
    const part = lesser(left, one.cents);
    left -= part;
    return part > 0n ? [{ ...one, cents: part }] : [];
  });
}
