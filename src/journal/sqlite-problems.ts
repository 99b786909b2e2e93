/** SQLite's primary result codes that are answered in a way of their own. */
const constraint = 19;
const full = 13;
const ioError = 10;

/** SQLite's primary result code of an error; undefined where it did not come from SQLite. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

export function isConstraint(error: unknown): boolean {
  return codeOf(error) === constraint;
}

export function isDiskFull(error: unknown): boolean {
  return codeOf(error) === full;
}

/** What SQLite throws on a full disk, for a test to throw. */
export function diskFull(): Error {
  return Object.assign(new Error('database or disk is full'), { errcode: full });
}

/** What went wrong, for an operator. SQLite's own messages may quote a value, so only its code is repeated. */
export function wordsOf(error: unknown): string {
  const code = codeOf(error);
  if (code === full) return 'the disk is full';
  if (code === ioError) return 'the disk does not read or write';
  if (code !== undefined) return `the journal cannot be written now (SQLite code ${code})`;
  return error instanceof Error ? error.message : 'the journal cannot be written now';
}
