/** A bucket of ages in days, both ends inclusive; null where it has no end. */
export interface AgeBucket {
  readonly label: string;
  readonly fromDays: number | null;
  readonly toDays: number | null;
}

/** More edges than any aging report has: what a query may ask for is bounded (INV-46). */
export const mostEdges = 24;

/** Whole days from 1 on, each above the one before. */
export function areEdges(edges: readonly number[]): boolean {
  return (
    edges.length <= mostEdges &&
    edges.every((edge, index) => Number.isSafeInteger(edge) && edge > (edges[index - 1] ?? 0) && edge <= 100_000)
  );
}

/**
 * The buckets that edges make: CURRENT for what is not yet or just due, one bucket up to each edge, and the rest. Every
 * age is in exactly one (INV-11).
 */
export function bucketsOf(edges: readonly number[]): readonly AgeBucket[] {
  if (!areEdges(edges)) throw new Error('the edges of an aging are ascending days from 1 on');
  const starts = [1, ...edges.map((edge) => edge + 1)];
  const overdue = starts.map((fromDays, index) => {
    const toDays = edges[index] ?? null;
    return { label: toDays === null ? `${fromDays}+` : `${fromDays}-${toDays}`, fromDays, toDays };
  });
  return [{ label: 'CURRENT', fromDays: null, toDays: 0 }, ...overdue];
}

/** Where an age falls: due today is not overdue, and the last day of a bucket is still inside. */
export function bucketIndexOf(edges: readonly number[], ageDays: number): number {
  if (ageDays <= 0) return 0;
  const index = edges.findIndex((edge) => ageDays <= edge);
  return 1 + (index < 0 ? edges.length : index);
}
