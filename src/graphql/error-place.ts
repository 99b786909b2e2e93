/** The kind of an error and where in the code it arose. Its message stays out of every log: it may repeat a value. */
export function placeOf(error: unknown): { readonly kind: string; readonly frames: readonly string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, frames: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { kind: error.name, frames: frames.slice(0, 12).map((line) => line.trim()) };
}
