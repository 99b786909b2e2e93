/** Where the books and the auditor are not of one opinion. */
export class Difference extends Error {
  override readonly name = 'Difference';
}

/** Both opinions as text; the first place where they differ is what is reported. */
export function requireSame(what: string, books: unknown, auditor: unknown): void {
  const [left, right] = [textOf(books), textOf(auditor)];
  if (left !== right) throw new Difference(`${what}\n  books:   ${left}\n  auditor: ${right}`);
}

export function requireThat(isSo: boolean, what: string): void {
  if (!isSo) throw new Difference(what);
}

export function textOf(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? 'nothing';
}
