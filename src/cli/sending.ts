import type { CommandName } from '#ledger/commands.ts';

/** A command as it is sent: its name and its input. */
export interface Sending {
  readonly name: CommandName;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Without the fields that say nothing: content is what is sent, and an absent field is left out. */
export function stated(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Works through the list with at most `atOnce` under way; the first failure stops the rest. */
export async function inTurn<Value>(
  values: Iterable<Value>,
  atOnce: number,
  work: (value: Value) => Promise<void>,
): Promise<void> {
  // A generator, unlike an array, is closed for everybody by whoever leaves its loop with an error.
  const waiting = (function* () {
    yield* values;
  })();
  const worker = async (): Promise<void> => {
    for (const value of waiting) await work(value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
