/**
 * Canonical JSON (RFC 8785) of what stands in an entry. Entries hold only text, whole numbers, booleans, lists and
 * objects, and an absent field is left out, so sorting the names is all there is to it.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(present.toSorted(byName).map(([name, part]) => [name, sorted(part)]));
}

// By UTF-16 code units, as the RFC asks; a locale would sort differently on another machine.
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
