/** Amounts by day in plain bigint minor units: the auditor's only arithmetic. */
export type DatedSums = Map<string, bigint>;

export function addOn(sums: DatedSums, date: string, amount: bigint): void {
  sums.set(date, (sums.get(date) ?? 0n) + amount);
}

export function upTo(sums: DatedSums, date: string): bigint {
  let total = 0n;
  for (const [day, amount] of sums) if (day <= date) total += amount;
  return total;
}

/** The days on which the running sum is below zero. */
export function negativeDays(sums: DatedSums): readonly string[] {
  let total = 0n;
  return [...sums.keys()].toSorted().filter((day) => {
    total += sums.get(day) ?? 0n;
    return total < 0n;
  });
}

export function sameSums(one: DatedSums, other: DatedSums): boolean {
  return [...one.keys(), ...other.keys()].every((day) => (one.get(day) ?? 0n) === (other.get(day) ?? 0n));
}

export function sumsOf<Key>(all: Map<Key, DatedSums>, key: Key): DatedSums {
  const found = all.get(key);
  if (found !== undefined) return found;
  const fresh: DatedSums = new Map();
  all.set(key, fresh);
  return fresh;
}
