/** The same value with the fields of every object in the order of their names, by UTF-16 code units as in RFC 8785. */
export function inOrderOfNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrderOfNames);
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(present.toSorted(byName).map(([name, part]) => [name, inOrderOfNames(part)]));
}

// A locale would sort differently on another machine.
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
